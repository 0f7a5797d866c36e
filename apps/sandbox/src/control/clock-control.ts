import { createRoute, z } from '@hono/zod-openapi';
import type { SandboxClock } from '../clock.ts';
import { CONTROL_PATH } from './control-path.ts';
import { ControlProblem } from './problem.ts';
import { answer, controlRoom, jsonBody, problems } from './room.ts';

const clockSchema = z
  .object({
    now: z.int().openapi({ description: 'Milliseconds since the epoch.', example: 1_767_225_600_000 }),
    iso: z.iso.datetime().openapi({ example: '2026-01-01T00:00:00.000Z' }),
    frozen: z.boolean().openapi({ description: 'Whether time stands still.' }),
  })
  .openapi('Clock');

const changeSchema = z
  .strictObject({
    advanceMs: z.int().optional().openapi({ description: 'Forward by so many milliseconds; back where negative.' }),
    setTo: z
      .union([z.int(), z.iso.datetime({ offset: true })], 'an instant: milliseconds since the epoch, or ISO 8601')
      .optional()
      .openapi({ description: 'To this instant: milliseconds since the epoch, or ISO 8601.' }),
    frozen: z.boolean().optional().openapi({ description: 'Whether time stands still from now on.' }),
  })
  .refine(({ advanceMs, setTo }) => advanceMs === undefined || setTo === undefined, {
    message: 'give either advanceMs or setTo',
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    message: 'give advanceMs, setTo or frozen',
  })
  .openapi('ClockChange');

const path = `${CONTROL_PATH}/clock`;

const readClock = createRoute({
  method: 'get',
  path,
  operationId: 'getClock',
  tags: ['Clock'],
  summary: 'Read the clock',
  description: 'The time by which tokens and sessions of this sandbox expire.',
  responses: { 200: answer(clockSchema, 'The time it is.'), ...problems() },
});

const changeClock = createRoute({
  method: 'post',
  path,
  operationId: 'changeClock',
  tags: ['Clock'],
  summary: 'Move, stop or start the clock',
  description: 'For everything in this sandbox at once. A frozen clock can still be moved.',
  request: jsonBody(changeSchema, {
    expire: { summary: 'Every access token is expired', value: { advanceMs: 301_000 } },
    set: { summary: 'Another day', value: { setTo: '2030-01-01T00:00:00Z' } },
    freeze: { summary: 'Time stands still at an instant', value: { setTo: 1_767_225_600_000, frozen: true } },
  }),
  responses: { 200: answer(clockSchema, 'The time it is now.'), ...problems(400) },
});

export function clockControl(clock: SandboxClock) {
  const show = () => ({ now: clock.now(), iso: new Date(clock.now()).toISOString(), frozen: clock.frozen });
  return controlRoom()
    .openapi(readClock, (c) => c.json(show(), 200))
    .openapi(changeClock, (c) => {
      const { advanceMs, setTo, frozen } = c.req.valid('json');
      try {
        if (advanceMs !== undefined) clock.advance(advanceMs);
        if (setTo !== undefined) clock.set(typeof setTo === 'string' ? Date.parse(setTo) : setTo);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new ControlProblem(400, error.message, advanceMs === undefined ? 'setTo' : 'advanceMs');
      }
      if (frozen === true) clock.freeze();
      if (frozen === false) clock.run();
      return c.json(show(), 200);
    });
}
