import { createRoute, z } from '@hono/zod-openapi';
import { CONTROL_PATH } from './control-path.ts';
import { ControlProblem } from './problem.ts';
import { answer, controlRoom, jsonBody, problems } from './room.ts';
import { type Snapshot, snapshotSchema } from './snapshot-schema.ts';

export interface StateParts {
  readonly snapshot: () => Snapshot;
  readonly restore: (snapshot: Snapshot) => void;
  readonly reset: () => void;
}

const path = `${CONTROL_PATH}/state`;
const tags = ['State'];

const getState = createRoute({
  method: 'get',
  path,
  operationId: 'getState',
  tags,
  summary: 'Take a snapshot',
  description: 'Everything but clock, faults and request log, with the secrets of this sandbox.',
  responses: { 200: answer(snapshotSchema, 'The snapshot.'), ...problems() },
});

const putState = createRoute({
  method: 'put',
  path,
  operationId: 'putState',
  tags,
  summary: 'Put a snapshot back',
  description:
    'Sessions begun since are unknown again, tokens used since are good again: what a restored database does to a ' +
    'provider. Tokens name their issuer, so it is good for a sandbox at the same address.',
  request: jsonBody(snapshotSchema, {}),
  responses: { 200: answer(z.object({ restored: z.literal(true) }), 'It is back.'), ...problems(400) },
});

const reset = createRoute({
  method: 'post',
  path: `${CONTROL_PATH}/reset`,
  operationId: 'reset',
  tags,
  summary: 'Begin anew',
  description:
    'As after the start: state, clock, faults and request log. The signing keys stay, and a seed begins from its start.',
  responses: { 200: answer(z.object({ reset: z.literal(true) }), 'Everything is as at the start.'), ...problems() },
});

export function stateControl(parts: StateParts) {
  return controlRoom()
    .openapi(getState, (c) => c.json(parts.snapshot(), 200))
    .openapi(putState, (c) => {
      try {
        parts.restore(c.req.valid('json'));
      } catch {
        throw new ControlProblem(400, 'keys.privateJwk: not an RSA key', 'keys.privateJwk');
      }
      return c.json({ restored: true as const }, 200);
    })
    .openapi(reset, (c) => {
      parts.reset();
      return c.json({ reset: true as const }, 200);
    });
}
