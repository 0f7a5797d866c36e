/** Schemas as TypeScript, for people. */
import { oneLine } from './markdown.mjs';

/** @typedef {import('../document.mjs').Document} Document @typedef {import('../document.mjs').Schema} Schema */

const WIDEST = 110;

/** The names of the schemas behind a schema, those within them included. @param {Document} document @param {unknown} value @param {Set<string>} [found] */
export function schemasWithin(document, value, found = new Set()) {
  if (typeof value !== 'object' || value === null) return found;
  const reference = /** @type {{ $ref?: unknown }} */ (value).$ref;
  if (typeof reference === 'string') {
    const [, , group = '', name = ''] = reference.split('/');
    if (group !== 'schemas') return schemasWithin(document, document.components[group]?.[name], found);
    if (found.has(name)) return found;
    found.add(name);
    return schemasWithin(document, document.components['schemas']?.[name], found);
  }
  for (const inner of Object.values(value)) schemasWithin(document, inner, found);
  return found;
}

/** A declaration of a schema by name. @param {Document} document @param {string} name */
export function declarationOf(document, name) {
  const schema = /** @type {Schema} */ (document.components['schemas']?.[name]);
  const text = typeText(document, schema);
  return text.startsWith('{') ? `interface ${name} ${text}` : `type ${name} = ${wrapped(text, '')};`;
}

/** A type; of an object over several lines. @param {Document} document @param {Schema} schema @param {string} [indent] @returns {string} */
export function typeText(document, schema, indent = '') {
  const { $ref, type, allOf, oneOf, anyOf, items, properties, additionalProperties } = schema;
  if ($ref !== undefined) return $ref.slice($ref.lastIndexOf('/') + 1);
  const inside = (/** @type {Schema} */ one) => typeText(document, one, indent);
  if (allOf !== undefined && properties === undefined) return allOf.map(inside).join(' & ');
  const alternatives = oneOf ?? anyOf;
  if (alternatives !== undefined) return [...new Set(alternatives.map(inside))].join(' | ');
  const types = [type ?? (properties ? 'object' : 'unknown')].flat();
  const [first = 'unknown'] = types.filter((one) => one !== 'null');
  const nullable = types.includes('null') ? ' | null' : '';
  if (schema.enum)
    return (
      schema.enum.map((value) => (typeof value === 'string' ? `'${value}'` : String(value))).join(' | ') + nullable
    );
  if (schema['x-extensible-enum']) {
    return `${schema['x-extensible-enum'].map((value) => `'${value}'`).join(' | ')} | string${nullable}`;
  }
  if (first === 'array') {
    const item = inside(items ?? {});
    return `${/[|&]/.test(item) && !item.startsWith('{') ? `(${item})` : item}[]${nullable}`;
  }
  if (properties !== undefined) return `${objectText(document, schema, indent)}${nullable}`;
  if (first === 'object') {
    const value =
      typeof additionalProperties === 'object' ? inside(/** @type {Schema} */ (additionalProperties)) : 'unknown';
    return `Record<string, ${value}>${nullable}`;
  }
  return `${first === 'integer' ? 'number' : first}${nullable}`;
}

/** @param {Document} document @param {Schema} schema @param {string} indent */
function objectText(document, { properties = {}, required = [], allOf = [] }, indent) {
  const further = `${indent}  `;
  const fields = Object.entries(properties).flatMap(([name, field]) => {
    const optional = required.includes(name) ? '' : '?';
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`;
    const line = `${further}${key}${optional}: ${wrapped(typeText(document, field, further), further)};`;
    const description = oneLine(field.description ?? '');
    if (description === '') return [line];
    const beside = `${line} // ${description}`;
    return beside.length <= WIDEST && !line.includes('\n') ? [beside] : [...commentLines(description, further), line];
  });
  const others = allOf.map((part) => `${typeText(document, part, indent)} & `).join('');
  return `${others}{\n${fields.join('\n')}\n${indent}}`;
}

/** @param {string} text @param {string} indent */
function commentLines(text, indent) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (`${indent}// ${last} ${word}`.length > WIDEST && last !== '') lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.map((line) => `${indent}// ${line}`);
}

/** A long row of values over several lines. @param {string} text @param {string} indent */
function wrapped(text, indent) {
  if (text.includes('\n') || text.length + indent.length <= WIDEST || !text.includes(' | ')) return text;
  const lines = [`${indent}  |`];
  for (const value of text.split(' | ')) {
    const last = lines.at(-1) ?? '';
    if (`${last} ${value} |`.length > WIDEST) lines.push(`${indent}  | ${value}`);
    else lines[lines.length - 1] = `${last}${last.endsWith('|') ? '' : ' |'} ${value}`;
  }
  return `\n${lines.join('\n')}`;
}
