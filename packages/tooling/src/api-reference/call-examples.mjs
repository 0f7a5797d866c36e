/** How an operation is called, with the examples of the document: by core, and by curl. */
import { resolve, successOf } from '../document.mjs';
import { pagesOf } from '../operation-index.mjs';

/**
 * @typedef {import('../document.mjs').Document} Document
 * @typedef {ReturnType<typeof import('../document.mjs').operationsIn>[number]} PlacedOperation
 * @typedef {{ path: Record<string, unknown>, query: Record<string, unknown>, body: unknown }} ExampleRequest
 */

const API_URL = 'https://api.sipgate.com/v2';
const WIDEST = 100;

/** What is needed, and one thing more where that is nothing. @param {Document} document @param {PlacedOperation} placed @returns {ExampleRequest} */
function exampleRequest(document, { operation, parameters }) {
  const needed = parameters.filter(({ required }) => required);
  const media = Object.values(resolve(document, operation.requestBody)?.content ?? {})[0];
  const body = media?.example ?? Object.values(media?.examples ?? {})[0]?.value;
  const optional = parameters.filter((one) => !one.required && one.in === 'query').slice(0, 1);
  const shown = [...needed, ...(needed.length === 0 && body === undefined ? optional : [])];
  const given = (/** @type {string} */ place) =>
    Object.fromEntries(shown.filter((one) => one.in === place).map(({ name, example }) => [name, example]));
  return { path: given('path'), query: given('query'), body };
}

/** @param {Document} document @param {PlacedOperation} placed */
export function sdkExample(document, placed) {
  const { operation, parameters } = placed;
  const { operationId } = operation;
  const { path, query, body } = exampleRequest(document, placed);
  const init = {
    ...(Object.keys(path).length > 0 && { path }),
    ...(Object.keys(query).length > 0 && { query }),
    ...(body !== undefined && { body }),
  };
  const given = Object.keys(init).length === 0 ? '' : `, ${literal(init)}`;
  const [type] = Object.keys(resolve(document, successOf(operation)[1]).content ?? {});
  const internal = operation['x-sipgate-internal'] === true;
  const call = (/** @type {string} */ method) => `sipgate.${method}('${operationId}'${given})`;
  if (internal) return `const { data } = await ${call('request')};`;
  if (type === undefined) return `await ${call('call')};`;
  if (type !== 'application/json') return `const { body } = await ${call('stream')};`;
  const pages = pagesOf(document, operation, parameters).length > 0;
  return [
    `const { data } = await ${call('call')};`,
    ...(pages
      ? ['// Or all of them, page by page:', `for await (const item of ${call('items')}) console.log(item);`]
      : []),
  ].join('\n');
}

/** @param {Document} document @param {PlacedOperation} placed */
export function curlExample(document, placed) {
  const { method, path: template } = placed;
  const { path, query, body } = exampleRequest(document, placed);
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(path[name])));
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)])),
  );
  const url = `${API_URL}${filled === '/' ? '' : filled}${search.size > 0 ? `?${search}` : ''}`;
  return [
    `curl${method === 'GET' ? '' : ` --request ${method}`} --header "Authorization: Bearer $TOKEN"`,
    ...(body === undefined
      ? []
      : ["--header 'content-type: application/json'", `--data-raw ${quoted(JSON.stringify(body))}`]),
    quoted(url),
  ].join(' \\\n  ');
}

/** One word for a POSIX shell. @param {string} text */
function quoted(text) {
  return /^[\w:/.@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A value as TypeScript, in one line where it fits. @param {unknown} value @param {string} [indent] @returns {string} */
function literal(value, indent = '') {
  if (typeof value === 'string') return quotedString(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const parts = (/** @type {string} */ inner) =>
    Array.isArray(value)
      ? value.map((one) => literal(one, inner))
      : Object.entries(value).map(
          ([name, one]) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : quotedString(name)}: ${literal(one, inner)}`,
        );
  const [open, close, space] = Array.isArray(value) ? ['[', ']', ''] : ['{', '}', ' '];
  const flat = parts(indent);
  if (flat.length === 0) return `${open}${close}`;
  const line = `${open}${space}${flat.join(', ')}${space}${close}`;
  if (line.length + indent.length <= WIDEST - 30 && !line.includes('\n')) return line;
  const further = `${indent}  `;
  return `${open}\n${parts(further)
    .map((part) => `${further}${part},\n`)
    .join('')}${indent}${close}`;
}

/** @param {string} text */
function quotedString(text) {
  const json = JSON.stringify(text);
  return text.includes("'") ? json : `'${json.slice(1, -1).replaceAll('\\"', '"')}'`;
}
