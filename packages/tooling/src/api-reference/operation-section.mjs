/** What a page says of one operation. */
import { resolve, scopesOf, successOf } from '../document.mjs';
import { curlExample, sdkExample } from './call-examples.mjs';
import { code, inMarkdown, oneLine, paragraphs, table } from './markdown.mjs';
import { typeText } from './type-texts.mjs';

/**
 * @typedef {import('../document.mjs').Document} Document
 * @typedef {ReturnType<typeof import('../document.mjs').operationsIn>[number]} PlacedOperation
 * @typedef {{ typeLink(name: string): string, operationLink(operationId: string): string, command(operationId: string): string }} Links
 */

/** Refusals that every operation may answer; the index page explains them. */
const GENERAL = new Set(['400', '401', '403', '404', '429', '5XX']);

/** @param {Document} document @param {PlacedOperation} placed @param {Links} links */
export function operationSection(document, placed, links) {
  const { method, path, operation, parameters } = placed;
  return [
    `### ${operation.operationId}\n`,
    `**${inMarkdown(operation.summary)}** · ${code(`${method} ${path}`)}\n`,
    ...(operation.description ? [`${paragraphs(operation.description)}\n`] : []),
    ...notes(operation, links).map((note) => `> ${note}\n`),
    table(['', ''], factsOf(document, placed, links)),
    ...(parameters.length === 0
      ? []
      : [
          table(
            ['parameter', 'in', 'type', 'what it is'],
            parameters.map((one) => parameterRow(document, one)),
          ),
        ]),
    `\`\`\`ts\n${sdkExample(document, placed)}\n\`\`\`\n`,
    `\`\`\`sh\n${links.command(operation.operationId)}\n\`\`\`\n`,
    `\`\`\`sh\n${curlExample(document, placed)}\n\`\`\`\n`,
  ].join('\n');
}

/** @param {import('../document.mjs').DocumentedOperation} operation @param {Links} links */
function notes(operation, links) {
  const instead = operation['x-sipgate-instead'];
  const unconfirmed = operation['x-sipgate-unconfirmed'];
  const quirk = operation['x-sipgate-quirk'];
  return [
    ...(operation.deprecated
      ? [`**Deprecated.**${instead ? ` Call ${links.operationLink(instead)} instead.` : ''}`]
      : []),
    ...(operation['x-sipgate-internal'] ? ['**Internal.** Nobody but sipgate is granted its scope.'] : []),
    ...(unconfirmed ? [`**Unconfirmed.** ${inMarkdown(oneLine(unconfirmed))}`] : []),
    ...(quirk ? [`**Odd.** ${inMarkdown(oneLine(quirk))}`] : []),
  ];
}

/** @param {Document} document @param {PlacedOperation} placed @param {Links} links @returns {readonly (readonly string[])[]} */
function factsOf(document, { operation }, links) {
  const scopes = scopesOf(operation);
  const body = resolve(document, operation.requestBody);
  const [status, success] = successOf(operation);
  const refusals = Object.entries(operation.responses).filter(
    ([answer]) => !GENERAL.has(answer) && !answer.startsWith('2'),
  );
  return [
    ['scopes', scopes.length === 0 ? 'none' : `${scopes.length === 1 ? '' : 'one of '}${scopes.map(code).join(', ')}`],
    ['accounts', accountsOf(operation, links)],
    ...(body === undefined ? [] : [['body', contentText(document, body, links)]]),
    ['answer', `${code(status)} ${contentText(document, resolve(document, success), links)}`],
    ...(refusals.length === 0
      ? []
      : [
          ['refusals of its own', refusals.map(([answer, given]) => refusalText(document, answer, given)).join('<br>')],
        ]),
  ];
}

/** @param {import('../document.mjs').DocumentedOperation} operation @param {Links} links */
function accountsOf(operation, links) {
  const alternative = operation['x-sipgate-neo-alternative'];
  const only = operation['x-sipgate-feature-scope'];
  if (only === 'NEO_PBX') return 'of the newer kind (Neo) only';
  const neo = alternative === undefined ? '' : `; on those of the newer kind (Neo) ${links.operationLink(alternative)}`;
  return only === 'CLASSIC_PBX' ? `classic only${neo}` : `all${neo}`;
}

/** @param {Document} document @param {{ content?: Record<string, import('../document.mjs').MediaType> }} holder @param {Links} links */
function contentText(document, { content = {} }, links) {
  const [entry] = Object.entries(content);
  if (entry === undefined) return 'nothing';
  const [mediaType, { schema }] = entry;
  return mediaType === 'application/json' ? linkedType(document, schema ?? {}, links) : `a file, ${code(mediaType)}`;
}

/** `User[]` whose name leads to its fields. @param {Document} document @param {import('../document.mjs').Schema} schema @param {Links} links */
function linkedType(document, schema, links) {
  const lists = schema.type === 'array' ? '[]' : '';
  const reference = (schema.type === 'array' ? schema.items : schema)?.$ref;
  if (reference === undefined) return code(oneLine(typeText(document, schema)));
  const name = reference.slice(reference.lastIndexOf('/') + 1);
  return `[${code(`${name}${lists}`)}](${links.typeLink(name)})`;
}

/** @param {Document} document @param {string} answer @param {unknown} given */
function refusalText(document, answer, given) {
  const { description = '' } = /** @type {{ description?: string }} */ (resolve(document, given) ?? {});
  return `${code(answer)} ${inMarkdown(oneLine(description))}`.trimEnd();
}

/** @param {Document} document @param {import('../document.mjs').Parameter} parameter */
function parameterRow(document, { name, in: place, required, description = '', schema }) {
  const { minimum, maximum } = resolve(document, schema);
  const limits = [
    minimum === undefined ? '' : `at least ${minimum}`,
    maximum === undefined ? '' : `at most ${maximum}`,
  ];
  const facts = [required ? 'required' : '', ...limits].filter((fact) => fact !== '').join(', ');
  return [
    code(name),
    place,
    code(shortened(oneLine(typeText(document, schema)))),
    `${inMarkdown(oneLine(description))}${facts === '' ? '' : ` *(${facts})*`}`.trim(),
  ];
}

/** A list of seventy values makes a table unreadable; `sipgate api describe` has them all. @param {string} type */
function shortened(type) {
  const values = type.split(' | ');
  return values.length <= 16 ? type : `${values.slice(0, 12).join(' | ')} | …${type.endsWith(')[]') ? ')[]' : ''}`;
}
