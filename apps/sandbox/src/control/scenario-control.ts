import { createRoute, z } from '@hono/zod-openapi';
import { SCENARIO_NAMES, type ScenarioName, scenarios } from '../scenarios/scenarios.ts';
import { CONTROL_PATH } from './control-path.ts';
import { ControlProblem } from './problem.ts';
import { answer, controlRoom, problems } from './room.ts';

const scenarioSchema = z
  .object({ name: z.enum(SCENARIO_NAMES), title: z.string(), description: z.string() })
  .openapi('Scenario');

const playedSchema = z
  .object({
    name: z.enum(SCENARIO_NAMES),
    did: z.array(z.string()).readonly().openapi({ description: 'What was done, in sentences.' }),
  })
  .openapi('PlayedScenario');

const path = `${CONTROL_PATH}/scenarios`;
const tags = ['Scenarios'];

const listScenarios = createRoute({
  method: 'get',
  path,
  operationId: 'listScenarios',
  tags,
  summary: 'List the scenarios',
  description: 'Stories from the field, by name.',
  responses: { 200: answer(z.object({ scenarios: z.array(scenarioSchema) }), 'What can be played.'), ...problems() },
});

const playScenario = createRoute({
  method: 'post',
  path: `${path}/{name}`,
  operationId: 'playScenario',
  tags,
  summary: 'Play a scenario',
  description: 'The body can be left out.',
  request: {
    params: z.object({
      name: z.string().openapi({
        param: { name: 'name', in: 'path' },
        description: 'Name of the scenario.',
        example: 'lost-refresh',
      }),
    }),
    body: {
      content: {
        'application/json': {
          schema: z
            .strictObject({
              username: z.string().min(1).optional().openapi({ description: 'Whom it happens to; default everybody.' }),
            })
            .openapi('ScenarioChoice'),
          examples: { alice: { summary: 'To one person', value: { username: 'alice' } } },
        },
      },
    },
  },
  responses: { 200: answer(playedSchema, 'It is played.'), ...problems(400, 404) },
});

/** Plays a scenario; throws `RangeError` for a person nobody knows. */
export type PlayScenario = (name: ScenarioName, options?: { readonly username?: string }) => readonly string[];

export function scenarioControl(play: PlayScenario) {
  return controlRoom()
    .openapi(listScenarios, (c) =>
      c.json({ scenarios: SCENARIO_NAMES.map((name) => ({ name, ...textsOf(name) })) }, 200),
    )
    .openapi(playScenario, (c) => {
      const { name } = c.req.valid('param');
      const known = SCENARIO_NAMES.find((candidate) => candidate === name);
      if (known === undefined) {
        throw new ControlProblem(404, `There is no scenario '${name}', but ${SCENARIO_NAMES.join(', ')}.`, 'name');
      }
      const { username } = c.req.valid('json') ?? {};
      try {
        return c.json({ name: known, did: play(known, username === undefined ? {} : { username }) }, 200);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new ControlProblem(400, error.message, 'username');
      }
    });
}

function textsOf(name: ScenarioName): { title: string; description: string } {
  const { title, description } = scenarios[name];
  return { title, description };
}
