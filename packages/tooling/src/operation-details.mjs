/**
 * What people want to know of each operation, and what its parameters and its body must be: everything the operation
 * index leaves out to stay small.
 */
import { operationsIn, resolve, successOf } from './document.mjs';

/**
 * @typedef {import('./document.mjs').Document} Document
 * @typedef {import('./document.mjs').Schema} Schema
 * @typedef {import('./document.mjs').Parameter} Parameter
 * @typedef {import('./document.mjs').MediaType} MediaType
 */

const TYPES = `
/** What a value is: of a parameter, of a body, of an answer. */
export interface ValueDescription {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'any';
  readonly description?: string;
  /** As JSON Schema has it: \`date-time\`, \`int32\`. */
  readonly format?: string;
  /** It may be \`null\`, too. */
  readonly nullable?: true;
  /** The only values there are. */
  readonly values?: readonly unknown[];
  /** The values known today; others may come. */
  readonly known?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** A regular expression. */
  readonly pattern?: string;
  readonly default?: unknown;
  readonly example?: unknown;
  /** What the items of an array are. */
  readonly items?: ValueDescription;
  /** What an object has; absent where it may have anything. */
  readonly fields?: readonly FieldDescription[];
}

/** A field of an object. */
export interface FieldDescription extends ValueDescription {
  readonly name: string;
  readonly required: boolean;
}

/** A parameter, and where it goes. */
export interface ParameterDetails extends FieldDescription {
  readonly in: 'path' | 'query' | 'header';
}

/** One operation at length. */
export interface OperationDetails {
  /** What it is about: \`account\`, \`contacts\`. */
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly successStatus: number;
  /** sipgate advises against it. */
  readonly deprecated?: true;
  /** The operation to call instead of a deprecated one. */
  readonly instead?: OperationId;
  /** For sipgate's own software: nobody else is granted its scope. */
  readonly internal?: true;
  /** Newer than sipgate's published description; where it is known from. */
  readonly unconfirmed?: string;
  /** What is odd about it. */
  readonly quirk?: string;
  /** The only kind of account that has it; absent where both kinds do. */
  readonly featureScope?: 'CLASSIC_PBX' | 'NEO_PBX';
  readonly parameters: readonly ParameterDetails[];
  /** The body it takes; absent where it takes none. */
  readonly body?: ValueDescription & { readonly required: boolean };
  /** What a success brings; absent where it brings nothing. */
  readonly answer?: ValueDescription;
}
`;

/** What is taken over as it is. */
const COPIED = ['format', 'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'pattern', 'default'];

/** The source of operation-details.ts. @param {Document} document @param {string} header */
export function operationDetailsOf(document, header) {
  const details = operationsIn(document).map(({ operation, parameters }) => {
    const { operationId, description = '', requestBody, 'x-sipgate-feature-scope': featureScope } = operation;
    const body = mediaTypeOf(resolve(document, requestBody)?.content);
    const [status, success] = successOf(operation);
    const answer = mediaTypeOf(resolve(document, success).content);
    return [
      operationId,
      {
        tag: operation.tags[0],
        summary: operation.summary,
        description: oneParagraph(description),
        successStatus: Number(status),
        ...marksOf(operation),
        ...(featureScope && { featureScope }),
        parameters: parameters.map((parameter) => parameterDetails(document, parameter)),
        ...(body && {
          body: {
            required: requestBody?.required ?? false,
            ...described(document, body.schema ?? {}),
            ...exampleOf(body),
          },
        }),
        ...(answer && { answer: described(document, answer.schema ?? {}) }),
      },
    ];
  });
  return `${header}import type { OfferedScope, OperationId } from './operation-names.ts';
${TYPES}
/** What each scope allows. */
export const scopeMeanings: Readonly<Record<OfferedScope, string>> = ${JSON.stringify(meaningsIn(document), null, 2)};

/** Every operation's details by its operationId. */
export const operationDetails: Readonly<Record<OperationId, OperationDetails>> = ${JSON.stringify(Object.fromEntries(details), null, 2)};
`;
}

/** @param {Document} document */
function meaningsIn(document) {
  const oauth2 = /** @type {import('./operation-names.mjs').OAuth2Scheme | undefined} */ (
    document.components['securitySchemes']?.['oauth2']
  );
  return oauth2?.flows.authorizationCode.scopes ?? {};
}

/** @param {import('./document.mjs').DocumentedOperation} operation */
function marksOf(operation) {
  const instead = operation['x-sipgate-instead'];
  const unconfirmed = operation['x-sipgate-unconfirmed'];
  const quirk = operation['x-sipgate-quirk'];
  return {
    ...(operation.deprecated && { deprecated: true }),
    ...(instead && { instead }),
    ...(operation['x-sipgate-internal'] && { internal: true }),
    ...(unconfirmed && { unconfirmed: oneParagraph(unconfirmed) }),
    ...(quirk && { quirk: oneParagraph(quirk) }),
  };
}

/** @param {Document} document @param {Parameter} parameter */
function parameterDetails(document, { name, in: place, required = false, description, example, schema }) {
  return {
    name,
    in: place,
    required,
    ...described(document, schema),
    ...(description && { description: oneParagraph(description) }),
    ...(example !== undefined && { example }),
  };
}

/**
 * @param {Document} document
 * @param {Schema} given
 * @param {readonly string[]} around the references this one stands in: a type may contain itself
 * @returns {Record<string, unknown>}
 */
function described(document, given, around = []) {
  const reference = given.$ref;
  if (reference !== undefined && around.includes(reference)) return { type: 'any' };
  const schema = merged(document, resolve(document, given));
  const inside = reference === undefined ? around : [...around, reference];
  const types = [schema.type ?? (schema.properties ? 'object' : 'any')].flat();
  const [type = 'any', ...others] = types.filter((one) => one !== 'null');
  const example = schema.example ?? schema.examples?.[0];
  return {
    type: others.length > 0 ? 'any' : type,
    ...(schema.description && { description: oneParagraph(schema.description) }),
    ...(types.includes('null') && { nullable: true }),
    ...(schema.enum && { values: schema.enum }),
    ...(schema['x-extensible-enum'] && { known: schema['x-extensible-enum'] }),
    ...Object.fromEntries(COPIED.flatMap((name) => (schema[name] === undefined ? [] : [[name, schema[name]]]))),
    ...(example !== undefined && { example }),
    ...(schema.items && { items: described(document, schema.items, inside) }),
    ...(schema.properties && {
      fields: Object.entries(schema.properties).map(([name, field]) => ({
        name,
        required: schema.required?.includes(name) ?? false,
        ...described(document, field, inside),
      })),
    }),
  };
}

/** A schema with what it is made of; of alternatives nothing can be said. @param {Document} document @param {Schema} schema @returns {Schema} */
function merged(document, schema) {
  const parts = (schema.allOf ?? []).map((part) => merged(document, resolve(document, part)));
  const properties = Object.assign({}, ...parts.map((part) => part.properties), schema.properties);
  const required = [schema, ...parts].flatMap((part) => part.required ?? []);
  return {
    ...Object.assign({}, ...parts),
    ...schema,
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
  };
}

/** The JSON of a content, else whatever there is. @param {Record<string, MediaType> | undefined} content */
function mediaTypeOf(content = {}) {
  return content['application/json'] ?? Object.values(content)[0];
}

/** @param {MediaType} mediaType */
function exampleOf({ example, examples = {} }) {
  const value = example ?? Object.values(examples)[0]?.value;
  return value === undefined ? {} : { example: value };
}

/** Text from YAML without its line breaks. @param {string} text */
function oneParagraph(text) {
  return text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replaceAll(/\s*\n\s*/g, ' '))
    .join('\n\n');
}
