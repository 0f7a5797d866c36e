import { createRoute, z } from '@hono/zod-openapi';
import type { Fault, Faults } from '../door/faults.ts';
import { leavesThisComputer } from '../redirect-target.ts';
import { CONTROL_PATH } from './control-path.ts';
import { answer, controlRoom, jsonBody, problems } from './room.ts';

/** The longest delay: an hour. Longer ones are typing errors. */
const LONGEST_DELAY_MS = 3_600_000;

const HEADER_VALUE = /^[\t\x20-\x7e]+$/;

const duration = (longest: number) => z.int().min(0).max(longest);

const fields = {
  path: z.string().min(1).openapi({ description: 'Prefix of the path, or a pattern with `*` for any characters.' }),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).optional(),
  grantType: z.string().min(1).optional().openapi({ description: 'Only token requests with this `grant_type`.' }),
  next: z.int().min(1).optional().openapi({
    description: 'For how many requests. Default 1, with `forMs` any number.',
  }),
  forMs: z.int().min(1).optional().openapi({ description: "For so many milliseconds of the sandbox's clock." }),
  status: z.int().min(200).max(599).optional().openapi({ description: 'Answered instead of handling the request.' }),
  body: z.unknown().optional().openapi({ description: 'Body of that answer: text as it is, anything else as JSON.' }),
  retryAfter: z
    .union([z.int().min(0), z.string().regex(HEADER_VALUE)])
    .optional()
    .openapi({ description: 'Its `Retry-After`.' }),
  redirect: z.string().min(1).optional().openapi({
    description: 'Answers with 307 to this address of this computer, instead of handling the request.',
  }),
  contentType: z.string().regex(HEADER_VALUE).optional().openapi({ description: 'Replaces the media type.' }),
  malformedJson: z.boolean().optional().openapi({ description: 'Cuts the body in the middle.' }),
  delayMs: duration(LONGEST_DELAY_MS).optional().openapi({ description: 'Holds the answer back, in real time.' }),
  trickleMs: duration(60_000).optional().openapi({ description: 'Pause after each byte of the body, in real time.' }),
  drop: z.enum(['before', 'during', 'after']).optional().openapi({
    description: 'Closes the connection before or after the request is handled, or resets it during the answer.',
  }),
  callback: z
    .strictObject({ iss: z.string().nullable().optional(), state: z.string().nullable().optional() })
    .refine(({ iss, state }) => iss !== undefined || state !== undefined, { message: 'give iss or state' })
    .optional()
    .openapi({ description: 'Other parameters in the redirect back to the application; null leaves one out.' }),
};

/** Every field that makes something happen; the others say to what. */
const EFFECTS = [
  'status',
  'redirect',
  'contentType',
  'malformedJson',
  'delayMs',
  'trickleMs',
  'drop',
  'callback',
] as const;

function faultSchema(allowRealHosts: boolean) {
  return z
    .strictObject(fields)
    .refine((fault) => EFFECTS.some((effect) => fault[effect] !== undefined && fault[effect] !== false), {
      message: `give one of ${EFFECTS.join(', ')}`,
      path: ['status'],
    })
    .refine(
      ({ callback, ...others }) =>
        callback === undefined || EFFECTS.every((effect) => others[effect as keyof typeof others] === undefined),
      {
        message: 'goes with no other effect',
        path: ['callback'],
      },
    )
    .refine(({ redirect }) => redirect === undefined || isAddress(redirect), {
      message: 'a path that begins with /, or an http(s) URL',
      path: ['redirect'],
    })
    .refine(({ redirect }) => redirect === undefined || allowRealHosts || !leavesThisComputer(redirect), {
      message: 'leads to another computer, where secrets would be sent to; start with --allow-real-hosts to let it',
      path: ['redirect'],
    })
    .openapi('Fault');
}

/** `//host` is a path to no one but a reader of code. */
const isAddress = (text: string) =>
  HEADER_VALUE.test(text) && (/^\/(?![/\\])/.test(text) || (/^https?:\/\//i.test(text) && URL.canParse(text)));

const pendingSchema = z
  .object({
    ...fields,
    method: z.string().optional(),
    id: z.int(),
    remaining: z.int().optional().openapi({ description: 'For so many more requests; absent: any number.' }),
    endsAt: z.int().optional().openapi({ description: "When it ends, by the sandbox's clock." }),
  })
  .openapi('PendingFault');

const faultsSchema = z.object({ faults: z.array(pendingSchema) }).openapi('Faults');

const path = `${CONTROL_PATH}/faults`;
const tags = ['Faults'];

const listFaults = createRoute({
  method: 'get',
  path,
  operationId: 'listFaults',
  tags,
  summary: 'List the failures that wait',
  description: 'In the order they were added; the first that fits a request is played.',
  responses: { 200: answer(faultsSchema, 'What waits.'), ...problems() },
});

const clearFaults = createRoute({
  method: 'delete',
  path,
  operationId: 'clearFaults',
  tags,
  summary: 'Forget all failures',
  description: 'Those under way are played to their end.',
  responses: { 200: answer(faultsSchema, 'Nothing waits any more.'), ...problems() },
});

const addFaultTo = (allowRealHosts: boolean) =>
  createRoute({
    method: 'post',
    path,
    operationId: 'addFault',
    tags,
    summary: 'Order a failure',
    description: 'It is played to the next requests that fit. The control API itself is never hit.',
    request: jsonBody(faultSchema(allowRealHosts), {
      lost: {
        summary: 'The next refresh is done, its answer is lost',
        value: { path: '*/token', grantType: 'refresh_token', drop: 'after' },
      },
      outage: {
        summary: 'No REST API for 30 seconds',
        value: { path: '/v2/', status: 503, retryAfter: 30, forMs: 30_000 },
      },
      mixUp: {
        summary: 'The next callback names another issuer',
        value: { path: '/auth/', callback: { iss: 'http://localhost:1/auth/realms/third-party' } },
      },
      slow: { summary: 'One byte every 20 ms', value: { path: '/v2/account', trickleMs: 20 } },
    }),
    responses: { 201: answer(pendingSchema, 'It waits.'), ...problems(400) },
  });

export function faultControl(faults: Faults, allowRealHosts: boolean) {
  const show = () => ({ faults: [...faults.list()] });
  return controlRoom()
    .openapi(listFaults, (c) => c.json(show(), 200))
    .openapi(addFaultTo(allowRealHosts), (c) => c.json(faults.add(c.req.valid('json') as Fault), 201))
    .openapi(clearFaults, (c) => {
      faults.clear();
      return c.json(show(), 200);
    });
}
