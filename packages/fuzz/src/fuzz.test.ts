import { expect, test } from 'vitest';
import { keepInput, keptInputs } from './seeds.ts';
import { fuzz } from './target.ts';
import { targets } from './targets.ts';

/** Set by `pnpm fuzz`: minutes for all targets together, and a part of the names of those that are meant. */
const { SIPGATE_KIT_FUZZ_MINUTES: minutes, SIPGATE_KIT_FUZZ_ONLY: only } = process.env;

/** The same inputs for everybody, and a few seconds for all targets together. */
const ORDINARY = { runs: 60, seed: 20_260_101 };

const chosen = targets.filter(({ name }) => only === undefined || name.includes(only));
const timeMs = minutes === undefined ? undefined : (Number(minutes) * 60_000) / chosen.length;

test('there is something to try, and every kept input belongs to a target', () => {
  expect(chosen.map(({ name }) => name)).not.toEqual([]);
  expect(new Set(targets.map(({ name }) => name)).size).toBe(targets.length);
});

test.each(chosen.map((one) => [one.name, one.promise, one] as const))(
  '%s: %s',
  async (name, _promise, target) => {
    const kept = keptInputs(name);
    const options = timeMs === undefined ? ORDINARY : { runs: 10_000_000, timeMs };
    const { runs, failure } = await fuzz(target, { kept, ...options });
    if (failure !== undefined) {
      if (timeMs !== undefined) keepInput(name, failure.input);
      throw new Error(`After ${runs} inputs: ${JSON.stringify(failure.input)}`, { cause: failure.error });
    }
    if (timeMs !== undefined) process.stdout.write(`${name}: ${runs} inputs\n`);
  },
  30_000 + (timeMs ?? 0),
);
