import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { document, documented, type Json, resolve } from './api-document.ts';

/** The figures of sipgate's published description, carried into the repository as tables. */
function table(name: string): Record<string, string>[] {
  const [head = '', ...rows] = readFileSync(new URL(`../../../openapi/facts/${name}.tsv`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const columns = head.split('\t');
  return rows.map((row) => Object.fromEntries(row.split('\t').map((cell, at) => [columns[at] ?? '', cell])));
}

const words = (cell = '') => cell.split(' ').filter(Boolean);
const operationFacts = table('operations');
const schemaFacts = table('schemas');
const schemas = document['components']?.['schemas'] ?? {};
const kitNameOf = new Map(schemaFacts.map(({ sipgate = '', kit = '' }) => [sipgate, kit]));

/** Answers every operation may give, whether or not sipgate declares them. */
const GENERAL = new Set(['400', '401', '403', '404', '429', '5XX']);

/** The type of a schema as the tables write it, in the kit's names. */
function typeOf(schema: Json | undefined): string {
  if (schema === undefined) return 'missing';
  const reference: unknown = schema['$ref'];
  if (typeof reference === 'string') {
    const resolved = resolve(schema);
    return resolved['type'] !== undefined && String(resolved['type']) !== 'object'
      ? typeOf(resolved)
      : reference.slice(21);
  }
  const known = (schema['enum'] ?? schema['x-extensible-enum']) as unknown as string[] | undefined;
  if (known !== undefined) return `${schema['type']}(${known.toSorted().join('|')})`;
  return String(schema['type']) === 'array' ? `${typeOf(schema['items'])}[]` : String(schema['type'] ?? 'any');
}

/** A type of the tables in the kit's names. */
const translated = (type: string) => type.replace(/^\w+/, (name) => kitNameOf.get(name) ?? name);

/** The schema of a request or an answer, whatever its media type. */
const contentType = (holder: Json) => {
  const [[mediaType, content] = []] = Object.entries(holder['content'] ?? {});
  if (mediaType === undefined) return undefined;
  return mediaType === 'application/json' ? typeOf(content?.['schema']) : mediaType;
};

function* differencesOfOperations(): Generator<string> {
  for (const { method, path, operation } of documented) {
    if (!operationFacts.some((fact) => fact['method'] === method && fact['path'] === path)) {
      yield `${method} ${path}: ${operation['x-sipgate-unconfirmed'] ? 'unconfirmed' : 'made up'}`;
    }
  }
  for (const fact of operationFacts) {
    const name = `${fact['method']} ${fact['path']}`;
    const found = documented.find(({ method, path }) => `${method} ${path}` === name);
    if (found === undefined) {
      yield `${name}: missing`;
      continue;
    }
    const { operation, operationId, parameters } = found;
    if (operationId !== fact['kit']) yield `${name}: is called ${operationId}`;
    if (String(operation['deprecated'] ?? '') !== (fact['deprecated'] ? 'true' : '')) yield `${name}: deprecated`;

    const security = (operation['security'] ?? []) as unknown as Record<string, string[]>[];
    const scopes = security.flatMap((requirement) => requirement['oauth2'] ?? []).toSorted();
    if (scopes.join(' ') !== fact['scopes']) yield `${name}: scopes ${scopes.join(' ')}`;

    const ours = parameters.map(
      (one) => `${one['in']}:${one['name']}${one['required'] ? '!' : ''}:${typeOf(one['schema'])}`,
    );
    for (const parameter of ours)
      if (!words(fact['parameters']).includes(parameter)) yield `${name}: takes ${parameter}`;
    for (const parameter of words(fact['parameters']))
      if (!ours.includes(parameter)) yield `${name}: lacks ${parameter}`;

    const body = operation['requestBody'] === undefined ? '' : (contentType(operation['requestBody']) ?? '');
    if (body !== translated(fact['body'] ?? '')) yield `${name}: body ${body}`;

    const responses = operation['responses'] as Json;
    const answers = new Map(words(fact['answers']).map((word) => word.split(':') as [string, string | undefined]));
    // Where sipgate declares no success, 204 stands for it.
    if (![...answers.keys()].some((code) => code.startsWith('2'))) answers.set('204', undefined);
    answers.delete('none');
    for (const [code, type] of answers) {
      const answer = responses[code] ?? (code.startsWith('5') ? responses['5XX'] : undefined);
      if (answer === undefined) yield `${name}: lacks ${code}`;
      else if (code.startsWith('2') && contentType(resolve(answer)) !== (type && translated(type))) {
        yield `${name}: ${code} brings ${contentType(resolve(answer)) ?? 'nothing'}`;
      }
    }
    for (const code of Object.keys(responses))
      if (!answers.has(code) && !GENERAL.has(code)) yield `${name}: has ${code}`;
  }
}

function* differencesOfSchemas(): Generator<string> {
  for (const { sipgate, kit = '', properties } of schemaFacts) {
    const [name = '', inline] = kit.split('.');
    const schema = inline === undefined ? schemas[name] : schemas[name]?.['properties']?.[inline];
    if (schema === undefined) {
      yield `${sipgate}: missing`;
      continue;
    }
    const required = (schema['required'] ?? []) as unknown as string[];
    const facts = words(properties).map((word) => word.split(':') as [string, string]);
    for (const [property, type] of facts) {
      const field = property.replace('!', '');
      const ours = schema['properties']?.[field];
      const isInline = kitNameOf.get(type) === `${kit}.${field}`;
      if (!isInline && typeOf(ours) !== translated(type)) yield `${kit}: ${field} is ${typeOf(ours)}`;
      if (property.endsWith('!') && !required.includes(field)) yield `${kit}: ${field} is not required`;
    }
    const known = new Set(facts.map(([property]) => property.replace('!', '')));
    const further = Object.keys(schema['properties'] ?? {}).filter((field) => !known.has(field));
    if (further.length > 0) yield `${kit}: has ${further.join(' ')}`;
  }
}

const listed = table('differences');

describe('the document is sipgate’s description, but for the differences listed with a reason', () => {
  test('179 operations, 188 schemas, 121 scopes', () => {
    expect([operationFacts.length, schemaFacts.length, table('scopes').length]).toEqual([179, 188, 121]);
    expect(new Set(operationFacts.map(({ kit }) => kit)).size).toBe(179);
    const renamed = operationFacts.filter(({ sipgate, kit }) => sipgate !== kit).map(({ kit }) => kit);
    expect(operationFacts.filter(({ sipgate }) => renamed.includes(sipgate))).toEqual([]);
    expect(new Set(schemaFacts.map(({ kit }) => kit)).size).toBe(188);
  });

  test('operations', () => {
    expect([...differencesOfOperations()].toSorted()).toEqual(listedAs('operation'));
  });

  test('schemas', () => {
    expect([...differencesOfSchemas()].toSorted()).toEqual(listedAs('schema'));
  });

  test('scopes', () => {
    const flow = document['components']?.['securitySchemes']?.['oauth2']?.['flows']?.['authorizationCode'];
    const facts = new Set(table('scopes').map(({ scope }) => scope));
    const ours = Object.keys(flow?.['scopes'] ?? {});
    expect([...facts].filter((scope) => !ours.includes(scope ?? ''))).toEqual([]);
    expect(ours.filter((scope) => !facts.has(scope)).map((scope) => `${scope}: unconfirmed`)).toEqual(
      listedAs('scope'),
    );
  });

  test('every difference has its reason', () => {
    for (const { difference, reason } of listed)
      expect({ difference, reason: (reason ?? '').length > 10 }).toEqual({ difference, reason: true });
  });
});

function listedAs(kind: string): string[] {
  return listed
    .filter((row) => row['kind'] === kind)
    .map(({ difference = '' }) => difference)
    .toSorted();
}
