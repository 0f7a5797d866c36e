import { expect, test } from 'vitest';
import { AXES, ROWS } from '../src/consumers/matrix.mjs';

test('every two things that can meet do so in some row of the matrix', () => {
  const axes = Object.entries(AXES) as [keyof (typeof ROWS)[number], readonly string[]][];
  const missing = axes.flatMap(([one, values], index) =>
    axes
      .slice(index + 1)
      .flatMap(([other, others]) =>
        values.flatMap((value) =>
          others
            .filter((second) => !ROWS.some((row) => row[one] === value && row[other] === second))
            .map((second) => `${one} ${value} with ${other} ${second}`),
        ),
      ),
  );
  expect(missing).toEqual([]);
});
