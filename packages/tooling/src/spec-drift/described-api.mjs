/**
 * What of an API is compared, the same for swagger 2.0 and OpenAPI 3: a small model, made straight from either. A
 * converter would make a document of it that has to be read again, and loses what 2.0 says of files on the way.
 *
 * @typedef {{ name: string, values: readonly string[] }} Type  `values` are those of a list that is given
 * @typedef {{ type: Type, required: boolean }} Field
 * @typedef {{
 *   method: string, path: string, operationId: string | undefined, deprecated: boolean, unconfirmed: boolean,
 *   scopes: ReadonlySet<string>, parameters: ReadonlyMap<string, Field>, body: Type | undefined,
 *   answers: ReadonlyMap<string, Type | undefined> }} DescribedOperation
 * @typedef {ReadonlyMap<string, Field>} Shape
 * @typedef {{ operations: ReadonlyMap<string, DescribedOperation>, shapes: Map<string, Shape>,
 *   scopes: ReadonlySet<string> }} DescribedApi
 */

import { createTypeReader, INLINE } from './described-types.mjs';
import { asList, asRecord, asTexts } from './json.mjs';
import { UnreadableDescription } from './read-description.mjs';

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

/** A path without the names of its parameters, which may change without any change on the wire. @param {string} path */
export const shapeOfPath = (path) => path.replaceAll(/\{[^}]*\}/g, '{}');

/**
 * @param {import('./json.mjs').Record} description as readDescription gives it
 * @param {(name: string) => string} [translated] a schema's name as ours is called
 * @returns {DescribedApi}
 * @throws {UnreadableDescription} where it refers to something it does not have
 */
export function describedApi(description, translated = (name) => name) {
  const swagger2 = description['swagger'] !== undefined;
  const components = asRecord(description['components']);
  const schemas = asRecord(swagger2 ? description['definitions'] : components['schemas']);
  const types = createTypeReader(schemas, (reference) => resolved(description, reference), translated);
  const oauth = oauthSchemes(swagger2 ? description['securityDefinitions'] : components['securitySchemes']);
  const read = swagger2 ? partsOfSwagger2(description, types) : partsOfOpenApi3(description, types);
  const prefix = commonPrefix(Object.keys(asRecord(description['paths'])));

  /** @type {Map<string, DescribedOperation>} */
  const operations = new Map();
  for (const [path, given] of Object.entries(asRecord(description['paths']))) {
    const item = asRecord(resolved(description, given));
    for (const method of METHODS.filter((one) => item[one] !== undefined)) {
      const operation = asRecord(item[method]);
      const below = path.slice(prefix.length) || '/';
      const title = `${method.toUpperCase()} ${below}`;
      const parameters = [...asList(item['parameters']), ...asList(operation['parameters'])].map((one) =>
        asRecord(resolved(description, one)),
      );
      const security = asList(operation['security'] ?? description['security']);
      operations.set(`${method.toUpperCase()} ${shapeOfPath(below)}`, {
        method: method.toUpperCase(),
        path: below,
        operationId: typeof operation['operationId'] === 'string' ? operation['operationId'] : undefined,
        deprecated: operation['deprecated'] === true,
        unconfirmed: operation['x-sipgate-unconfirmed'] !== undefined,
        scopes: new Set(
          security.flatMap((one) =>
            Object.entries(asRecord(one)).flatMap(([scheme, scopes]) => (oauth.has(scheme) ? asTexts(scopes) : [])),
          ),
        ),
        parameters: new Map(
          parameters
            .filter((one) => ['path', 'query', 'header'].includes(String(one['in'])))
            .map((one) => [
              `${one['in']}:${one['name']}`,
              { type: read.parameter(one), required: one['required'] === true },
            ]),
        ),
        body: read.body(operation, parameters, title),
        answers: new Map(
          Object.entries(asRecord(operation['responses'])).map(([code, answer]) => [
            code === 'default' ? '5XX' : code.toUpperCase(),
            read.answer(operation, asRecord(resolved(description, answer)), `${title} ${code}`),
          ]),
        ),
      });
    }
  }
  for (const name of Object.keys(schemas)) types.shapeOfSchema(name);
  return { operations, shapes: types.shapes, scopes: new Set([...oauth.values()].flat()) };
}

/** @typedef {{ parameter(one: import('./json.mjs').Record): Type,
 *   body(operation: import('./json.mjs').Record, parameters: readonly import('./json.mjs').Record[], title: string): Type | undefined,
 *   answer(operation: import('./json.mjs').Record, answer: import('./json.mjs').Record, title: string): Type | undefined }} Parts */

/** @param {import('./json.mjs').Record} description @param {ReturnType<typeof createTypeReader>} types @returns {Parts} */
function partsOfSwagger2(description, types) {
  return {
    parameter: (one) => types.typeOf(one),
    body(_operation, parameters, title) {
      const body = parameters.find((one) => one['in'] === 'body');
      if (body !== undefined) return types.typeOf(body['schema'], `${INLINE}${title} body`);
      return parameters.some((one) => one['in'] === 'formData') ? { name: 'form', values: [] } : undefined;
    },
    answer(operation, answer, title) {
      if (answer['schema'] === undefined) return undefined;
      const produced = asTexts(operation['produces'] ?? description['produces']);
      const file = asRecord(answer['schema'])['type'] === 'file';
      if (!file && (produced.length === 0 || produced.some(isJson))) {
        return types.typeOf(answer['schema'], `${INLINE}${title}`);
      }
      return { name: produced.find((one) => !isJson(one)) ?? 'application/octet-stream', values: [] };
    },
  };
}

/** @param {import('./json.mjs').Record} description @param {ReturnType<typeof createTypeReader>} types @returns {Parts} */
function partsOfOpenApi3(description, types) {
  /** @param {unknown} holder @param {string} title @returns {Type | undefined} */
  function content(holder, title) {
    const media = Object.entries(asRecord(asRecord(holder)['content']));
    const json = media.find(([type]) => isJson(type));
    if (json !== undefined) return types.typeOf(asRecord(json[1])['schema'], `${INLINE}${title}`);
    return media[0] === undefined ? undefined : { name: media[0][0], values: [] };
  }
  return {
    parameter: (one) => types.typeOf(one['schema'] ?? asRecord(Object.values(asRecord(one['content']))[0])['schema']),
    body: (operation, _parameters, title) =>
      operation['requestBody'] === undefined
        ? undefined
        : content(resolved(description, operation['requestBody']), `${title} body`),
    answer: (_operation, answer, title) => content(answer, title),
  };
}

/** @param {string} mediaType */
const isJson = (mediaType) => /^(?:\*\/\*|application\/json|[\w.-]+\/[\w.-]+\+json)\s*(?:;|$)/i.test(mediaType);

/** The scopes of every scheme that is OAuth 2.0. @param {unknown} schemes @returns {ReadonlyMap<string, readonly string[]>} */
function oauthSchemes(schemes) {
  return new Map(
    Object.entries(asRecord(schemes))
      .filter(([, scheme]) => asRecord(scheme)['type'] === 'oauth2')
      .map(([name, given]) => {
        const scheme = asRecord(given);
        const flows = scheme['flows'] === undefined ? [scheme] : Object.values(asRecord(scheme['flows']));
        return [name, flows.flatMap((flow) => Object.keys(asRecord(asRecord(flow)['scopes'])))];
      }),
  );
}

/** `/v2`, where every path begins with it. @param {readonly string[]} paths */
function commonPrefix(paths) {
  const [prefix = ''] = /^\/v\d+(?=\/)/.exec(paths[0] ?? '') ?? [];
  return paths.every((path) => path.startsWith(`${prefix}/`)) ? prefix : '';
}

/** What a reference within the description stands for. @param {import('./json.mjs').Record} description @param {unknown} value */
function resolved(description, value, /** @type {readonly string[]} */ before = []) {
  const reference = asRecord(value)['$ref'];
  if (typeof reference !== 'string') return value;
  const found = reference.startsWith('#/')
    ? reference
        .slice(2)
        .split('/')
        .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
        .reduce((/** @type {unknown} */ place, step) => asRecord(place)[step], description)
    : undefined;
  if (found === undefined || before.includes(reference)) {
    throw new UnreadableDescription(
      `The description refers to ${reference}, which it does not have.`,
      'Descriptions in several files have to be bundled first: `redocly bundle <file> -o <one file>`.',
    );
  }
  return resolved(description, found, [...before, reference]);
}
