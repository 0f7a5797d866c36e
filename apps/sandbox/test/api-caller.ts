import { readFileSync } from 'node:fs';
import type { OperationId } from '@sipgate-kit/core/operations';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';
import type { Sandbox, SandboxUser } from '../src/index.ts';

interface MediaType {
  readonly schema?: object;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

interface Referable {
  readonly $ref?: string;
}

interface ParameterObject extends Referable {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly example?: unknown;
}

interface ResponseObject extends Referable {
  readonly content?: Readonly<Record<string, MediaType>>;
}

/** An operation of the API's own description, with its place. */
export interface DocumentedOperation {
  readonly operationId: OperationId;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly ParameterObject[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly featureScope: string | undefined;
  readonly body: MediaType | undefined;
  readonly responses: Readonly<Record<string, ResponseObject>>;
}

const document = JSON.parse(
  readFileSync(new URL('../../../packages/core/src/generated/openapi.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: 'api', components: document.components });

function resolve<Value extends Referable>(value: Value): Value {
  const [, , group = '', name = ''] = (value.$ref ?? '').split('/');
  return value.$ref === undefined ? value : document.components[group][name];
}

/** Every operation of the document, by its id. */
export const documented: Readonly<Record<OperationId, DocumentedOperation>> = Object.fromEntries(
  Object.entries<Record<string, Record<string, unknown>>>(document.paths).flatMap(([path, item]) =>
    ['get', 'post', 'put', 'delete'].flatMap((method) => {
      const operation = item[method] as Record<string, never> | undefined;
      if (operation === undefined) return [];
      const own = [...((item['parameters'] ?? []) as unknown as ParameterObject[]), ...(operation['parameters'] ?? [])];
      const found = {
        operationId: operation['operationId'],
        method: method.toUpperCase(),
        path,
        parameters: own.map(resolve),
        security: operation['security'] ?? document.security ?? [],
        featureScope: operation['x-sipgate-feature-scope'],
        body: (operation['requestBody'] as { content: Record<string, MediaType> } | undefined)?.content[
          'application/json'
        ],
        responses: operation['responses'],
      };
      return [[found.operationId, found]];
    }),
  ),
);

/** The first example of a body or an answer. */
export function exampleOf({ example, examples = {} }: MediaType): unknown {
  return example ?? Object.values(examples)[0]?.value;
}

export interface Question {
  readonly user?: SandboxUser;
  /** Instead of the person's personal access token. */
  readonly accessToken?: string;
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: string;
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  /** JSON, or the text of a file; `undefined` without a body. */
  // biome-ignore lint/suspicious/noExplicitAny: the description says what it is, and it was held against that.
  readonly data: any;
}

/** Asks a sandbox, and holds every answer, also refusals, against the API's description. */
export function apiCaller(sandbox: Sandbox) {
  async function ask(operationId: OperationId, question: Question = {}): Promise<Answer> {
    const { method, path: template } = documented[operationId];
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(String(question.path?.[name] ?? '')),
    );
    const { personalAccessToken } = question.user ?? sandbox.users.alice;
    const { tokenId, token } = personalAccessToken;
    const basic = `Basic ${Buffer.from(`${tokenId}:${token}`).toString('base64')}`;
    const response = await sandbox.fetch(`${sandbox.apiUrl}${path}${question.query ?? ''}`, {
      method,
      headers: {
        authorization: question.accessToken === undefined ? basic : `Bearer ${question.accessToken}`,
        'content-type': 'application/json',
      },
      ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
    });
    return heldAgainstDescription(operationId, response);
  }

  return {
    ask,
    /** The data of a success. */
    async call(operationId: OperationId, question?: Question): Promise<Answer['data']> {
      const { status, data } = await ask(operationId, question);
      expect(`${operationId} ${status} ${status < 300 ? '' : JSON.stringify(data)}`).toMatch(/^\w+ 2\d\d $/);
      return data;
    },
    /** `status name: message`, or the status alone. */
    async refusal(operationId: OperationId, question?: Question): Promise<string> {
      const { status, data } = await ask(operationId, question);
      const text = typeof data === 'string' || data === undefined ? data : (data.message ?? data.errors?.[0]?.detail);
      return text === undefined ? `${status}` : `${status} ${text}`;
    },
  };
}

const validators = new Map<string, ValidateFunction>();

async function heldAgainstDescription(operationId: OperationId, response: Response): Promise<Answer> {
  const { status } = response;
  const { responses } = documented[operationId];
  const described = responses[String(status)];
  expect(Object.keys(responses), `${operationId} answered ${status}: ${await response.clone().text()}`).toContain(
    String(status),
  );
  const content = described === undefined ? {} : (resolve(described).content ?? {});
  const text = await response.text();
  if (text === '') {
    expect(status >= 400 || Object.keys(content).length === 0, `${operationId} ${status} without a body`).toBe(true);
    return { status, data: undefined };
  }
  const type = response.headers.get('content-type')?.split(';')[0] ?? '';
  expect(Object.keys(content), `${operationId} ${status}`).toContain(type);
  const data: unknown = type === 'application/json' ? JSON.parse(text) : text;
  const key = `${operationId} ${status} ${type}`;
  const validate =
    validators.get(key) ??
    ajv.compile(JSON.parse(JSON.stringify(content[type]?.schema ?? {}).replaceAll('"#/', '"api#/')));
  validators.set(key, validate);
  validate(data);
  expect(validate.errors, `${key}: ${text.slice(0, 500)}`).toBeNull();
  return { status, data };
}
