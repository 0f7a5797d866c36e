import { readFileSync } from 'node:fs';
import type { Json } from './swagger-rendition.ts';

/** What sipgate's description says, in its own names, from the figures in openapi/facts/. */
export function sipgatesOwn(): Json {
  const table = (name: string) => {
    const [head = '', ...lines] = readFileSync(new URL(`../../../openapi/facts/${name}.tsv`, import.meta.url), 'utf8')
      .trimEnd()
      .split('\n');
    return lines.map((line) => {
      const cells = line.split('\t');
      return Object.fromEntries(head.split('\t').map((column, at) => [column, cells[at] ?? '']));
    });
  };
  const words = (cell = '') => cell.split(' ').filter(Boolean);
  const schema = (type = ''): Json => {
    if (type.endsWith('[]')) return { type: 'array', items: schema(type.slice(0, -2)) };
    const [, name = '', values] = /^([^(]+)(?:\((.*)\))?$/.exec(type) ?? [];
    if (!['string', 'integer', 'boolean', 'object', 'number'].includes(name)) return { $ref: `#/definitions/${name}` };
    return { type: name, ...(values && { enum: values.split('|') }) };
  };
  const named = (word: string): [string, string] => [
    word.slice(0, word.indexOf(':')),
    word.slice(word.indexOf(':') + 1),
  ];
  const paths: Record<string, Json> = {};
  for (const row of table('operations')) {
    const parameters = words(row['parameters']).map((word) => {
      const [place, rest] = named(word);
      const [name, type] = named(rest);
      return { in: place, name: name.replace('!', ''), required: name.endsWith('!'), ...schema(type) };
    });
    const body = row['body'] ? [{ in: 'body', name: 'body', schema: schema(row['body']) }] : [];
    const answers = words(row['answers']).filter((word) => word !== 'none');
    const path = row['path'] ?? '';
    const operation = {
      operationId: row['sipgate'],
      ...(row['deprecated'] && { deprecated: true }),
      security: [{ 'sipgate-login': words(row['scopes']) }],
      parameters: [...parameters, ...body],
      responses: Object.fromEntries(
        answers.map((word) => (word.includes(':') ? [named(word)[0], { schema: schema(named(word)[1]) }] : [word, {}])),
      ),
    };
    paths[path] = { ...paths[path], [(row['method'] ?? '').toLowerCase()]: operation };
  }
  const definitions = table('schemas').map(({ sipgate = '', properties }) => {
    const fields = words(properties).map(named);
    return [
      sipgate,
      {
        type: 'object',
        required: fields.filter(([name]) => name.endsWith('!')).map(([name]) => name.replace('!', '')),
        properties: Object.fromEntries(fields.map(([name, type]) => [name.replace('!', ''), schema(type)])),
      },
    ];
  });
  const scopes = Object.fromEntries(table('scopes').map(({ scope }) => [scope, '']));
  return {
    swagger: '2.0',
    paths,
    definitions: Object.fromEntries(definitions),
    securityDefinitions: { 'sipgate-login': { type: 'oauth2', flow: 'implicit', scopes } },
  };
}
