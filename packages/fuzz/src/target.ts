import fc from 'fast-check';

/** Something that reads input from outside, and what has to hold whatever comes. */
export interface Target<Input = unknown> {
  /** Of `--only` and of its failures in `seeds.json`. */
  readonly name: string;
  /** What is promised, as the title of its test. */
  readonly promise: string;
  /** Plain JSON, so that an input that once failed can be kept in a file. */
  readonly input: fc.Arbitrary<Input>;
  /** Throws when the promise is broken. */
  readonly check: (input: Input) => void | Promise<void>;
}

/** How long, and from where. */
export interface FuzzOptions {
  /** Inputs that failed once: they come first. */
  readonly kept: readonly unknown[];
  /** At most so many inputs. */
  readonly runs: number;
  /** At most so long, in milliseconds. Default: until all have run. */
  readonly timeMs?: number;
  /** The same inputs every time. Default: others every time. */
  readonly seed?: number;
}

/** What became of a target. */
export interface FuzzResult {
  readonly runs: number;
  /** The smallest input that was found to break the promise, and how. */
  readonly failure?: { readonly input: unknown; readonly error: unknown };
}

/** Declares a target; its input is known to its check alone. */
export function target<Input>(definition: Target<Input>): Target {
  return definition as Target<unknown> as Target;
}

/** Tries inputs on a target until one breaks its promise. */
export async function fuzz({ input, check }: Target, { kept, runs, timeMs, seed }: FuzzOptions): Promise<FuzzResult> {
  const property = fc.asyncProperty(input, async (value) => {
    await check(value);
  });
  const details = await fc.check(property, {
    numRuns: runs + kept.length,
    examples: kept.map((value) => [value]),
    ...(seed !== undefined && { seed }),
    ...(timeMs !== undefined && { interruptAfterTimeLimit: timeMs, markInterruptAsFailure: false }),
  });
  const failed = details.counterexample ?? undefined;
  return {
    runs: details.numRuns,
    ...(details.failed && failed !== undefined && { failure: { input: failed[0], error: details.errorInstance } }),
  };
}
