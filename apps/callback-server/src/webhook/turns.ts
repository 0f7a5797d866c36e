/** Runs work when its turn has come. */
export type Turns = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Lets so many run at once; the others wait in line. */
export function createTurns(most: number): Turns {
  let free = most;
  const line: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => line.push(resolve));
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
