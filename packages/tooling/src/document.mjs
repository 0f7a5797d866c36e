/**
 * Ways through the bundled OpenAPI document.
 *
 * @typedef {{ type?: string | string[], description?: string, format?: string, enum?: unknown[], items?: Schema,
 *   properties?: Record<string, Schema>, required?: string[], allOf?: Schema[], oneOf?: Schema[], anyOf?: Schema[],
 *   'x-extensible-enum'?: string[], examples?: unknown[], example?: unknown, $ref?: string } & Record<string, unknown>} Schema
 * @typedef {{ name: string, in: string, required?: boolean, description?: string, example?: unknown, schema: Schema }} Parameter
 * @typedef {{ schema?: Schema, example?: unknown, examples?: Record<string, { value: unknown }> }} MediaType
 * @typedef {Record<string, string[]>} SecurityRequirement
 * @typedef {{ operationId: string, summary: string, description?: string, tags: [string], parameters?: Parameter[],
 *   requestBody?: { required?: boolean, content?: Record<string, MediaType> }, security?: SecurityRequirement[],
 *   responses: Record<string, { content?: Record<string, MediaType> }>, deprecated?: boolean, 'x-sipgate-internal'?: true,
 *   'x-sipgate-instead'?: string, 'x-sipgate-feature-scope'?: 'CLASSIC_PBX' | 'NEO_PBX', 'x-sipgate-neo-alternative'?: string,
 *   'x-sipgate-unconfirmed'?: string, 'x-sipgate-quirk'?: string }} DocumentedOperation
 * @typedef {{ paths: Record<string, Record<string, unknown>>, components: Record<string, Record<string, unknown>> }} Document
 */

const METHODS = /** @type {const} */ (['get', 'post', 'put', 'patch', 'delete']);

/**
 * Every operation with its place and all its parameters, sorted by id.
 *
 * @param {Document} document
 */
export function operationsIn(document) {
  const found = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => {
      const operation = /** @type {DocumentedOperation} */ (item[method]);
      const parameters = [.../** @type {Parameter[]} */ (item['parameters'] ?? []), ...(operation.parameters ?? [])];
      return {
        method: method.toUpperCase(),
        path,
        operation,
        parameters: parameters.map((parameter) => resolve(document, parameter)),
      };
    }),
  );
  return found.sort((a, b) => (a.operation.operationId < b.operation.operationId ? -1 : 1));
}

/**
 * What a reference stands for; everything else is itself.
 *
 * @template T
 * @param {Document} document
 * @param {T | { $ref: string }} value
 * @returns {T}
 */
export function resolve(document, value) {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return /** @type {T} */ (value);
  const [, , group, name] = String(value.$ref).split('/');
  return /** @type {T} */ (document.components[String(group)]?.[String(name)]);
}

/**
 * The success an operation declares; of several, which must have the same body, the first.
 *
 * @param {DocumentedOperation} operation
 * @returns {readonly [status: string, response: { content?: Record<string, MediaType> }]}
 */
export function successOf({ operationId, responses }) {
  const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  const bodies = new Set(successes.map(([, { content }]) => JSON.stringify(content?.['application/json']?.schema)));
  const [success] = successes;
  if (success === undefined) throw new Error(`${operationId} must declare a success.`);
  if (bodies.size > 1) throw new Error(`${operationId} must declare the same body for all its successes.`);
  return success;
}

/** The scopes that suffice, each by itself. An operation that needs two at once has no place in the index. @param {DocumentedOperation} operation */
export function scopesOf({ operationId, security = [] }) {
  const alternatives = security.flatMap((requirement) => (requirement['oauth2'] ? [requirement['oauth2']] : []));
  if (alternatives.some((scopes) => scopes.length > 1)) {
    throw new Error(`${operationId} asks for several scopes at once; the operation index only knows alternatives.`);
  }
  return [...new Set(alternatives.flat())];
}

/**
 * The fields of what a success brings.
 *
 * @param {Document} document
 * @param {DocumentedOperation} operation
 * @returns {readonly (readonly [name: string, schema: Schema])[]}
 */
export function answerFieldsOf(document, operation) {
  const [, success] = successOf(operation);
  const schema = resolve(document, resolve(document, success).content?.['application/json']?.schema ?? {});
  return Object.entries(schema.properties ?? {}).map(([name, field]) => [name, resolve(document, field)]);
}

/** The list in an answer: the name of its only array. @param {Document} document @param {DocumentedOperation} operation */
export function listIn(document, operation) {
  const lists = answerFieldsOf(document, operation).filter(([, { type }]) => type === 'array');
  return lists.length === 1 ? lists[0]?.[0] : undefined;
}
