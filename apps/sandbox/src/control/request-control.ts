import { createRoute, z } from '@hono/zod-openapi';
import type { RequestLog } from '../door/request-log.ts';
import type { Violations } from '../door/violations.ts';
import { CONTROL_PATH } from './control-path.ts';
import { answer, controlRoom, problems } from './room.ts';

/** Half a minute: shorter than what proxies and clients wait by themselves. */
const LONGEST_WAIT_MS = 30_000;

const requestSchema = z
  .object({
    id: z.int().openapi({ description: 'Rises by one with every request.' }),
    at: z.int().openapi({ description: "Arrival by the sandbox's clock, milliseconds since the epoch." }),
    method: z.string(),
    path: z.string().openapi({ example: '/v2/account' }),
    status: z.int().optional().openapi({ description: 'Absent where the connection was closed without an answer.' }),
    durationMs: z.number().openapi({ description: 'Real milliseconds from arrival to answer.' }),
    grantType: z.string().optional().openapi({ description: '`grant_type` of a token request.' }),
    query: z.string().optional().openapi({ description: 'The query, secret values as `***`.', example: 'limit=10' }),
    form: z.string().optional().openapi({ description: 'The same of a form that was sent to the login.' }),
    contentType: z.string().optional(),
    authorization: z.string().optional().openapi({
      description: '`Bearer` with the fingerprint of the token, or `Basic ***`.',
      example: 'Bearer 5f0c9a52',
    }),
    error: z.string().optional().openapi({
      description: 'What the login refused with.',
      example: 'invalid_grant: Session not active',
    }),
    violations: z.array(z.string()).readonly().optional().openapi({
      description: "What does not fit the REST API's description, whether it was refused or not.",
    }),
    remarks: z.array(z.string()).readonly().optional().openapi({
      description: 'What else is worth knowing, such as that a redirect URI would match with another switch.',
    }),
    fault: z.literal(true).optional().openapi({ description: 'A fault had its hand in this.' }),
  })
  .openapi('LoggedRequest');

const requestsSchema = z
  .object({
    requests: z.array(requestSchema).readonly(),
    last: z.int().openapi({ description: 'The value of `after` for the next question.' }),
  })
  .openapi('LoggedRequests');

const violationSchema = z
  .object({
    method: z.string(),
    path: z.string(),
    violation: z.string().openapi({ example: 'unknown query parameter limt' }),
    count: z.int().openapi({ description: 'How many requests were like that.' }),
  })
  .openapi('ContractViolation');

const number = (name: string, longest: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'a whole number')
    .transform(Number)
    .pipe(z.int().max(longest))
    .optional()
    .openapi({ param: { name, in: 'query' }, type: 'integer', minimum: 0, maximum: longest });

const query = z.strictObject({
  after: number('after', Number.MAX_SAFE_INTEGER).openapi({ description: 'Only requests with a higher id.' }),
  waitMs: number('waitMs', LONGEST_WAIT_MS).openapi({
    description: 'Where there is none, waits so many real milliseconds for one.',
  }),
});

const path = `${CONTROL_PATH}/requests`;
const tags = ['Requests'];

const listRequests = createRoute({
  method: 'get',
  path,
  operationId: 'listRequests',
  tags,
  summary: 'Read the request log',
  description: 'What was requested so far, oldest first, without anything secret. Not the control API.',
  request: { query },
  responses: { 200: answer(requestsSchema, 'The requests.'), ...problems(400) },
});

const clearRequests = createRoute({
  method: 'delete',
  path,
  operationId: 'clearRequests',
  tags,
  summary: 'Empty the request log',
  description: 'Ids go on rising.',
  responses: { 200: answer(requestsSchema, 'An empty log.'), ...problems() },
});

const listViolations = createRoute({
  method: 'get',
  path: `${CONTROL_PATH}/violations`,
  operationId: 'listViolations',
  tags,
  summary: 'Read what did not fit the REST API',
  description:
    'Paths and parameters that its description does not know, values it does not take; refused or not. Since the start, ' +
    'also over a reset.',
  responses: {
    200: answer(z.object({ violations: z.array(violationSchema).readonly() }), 'What did not fit.'),
    ...problems(),
  },
});

export function requestControl(log: RequestLog, violations: Violations) {
  return controlRoom()
    .openapi(listRequests, async (c) => {
      const { after = 0, waitMs = 0 } = c.req.valid('query');
      await log.waitFor(after, waitMs, c.req.raw.signal);
      return c.json({ requests: log.after(after), last: log.last }, 200);
    })
    .openapi(listViolations, (c) => c.json({ violations: violations.list() }, 200))
    .openapi(clearRequests, (c) => {
      log.clear();
      return c.json({ requests: [], last: log.last }, 200);
    });
}
