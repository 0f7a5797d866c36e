/**
 * Rounds in which everything that is compared has its turn, so that a busy moment of the machine meets all of them.
 * @module
 */

/**
 * @template {string} Name
 * @param {{ rounds: number, warmUps?: number }} count
 * @param {Readonly<Record<Name, () => Promise<number>>>} cases each measures itself once
 * @returns {Promise<Record<Name, number[]>>} what each measured, round by round, without the rounds to warm up
 */
export async function inRounds({ rounds, warmUps = 1 }, cases) {
  const names = /** @type {Name[]} */ (Object.keys(cases));
  const measured = /** @type {Record<Name, number[]>} */ (
    Object.fromEntries(names.map((name) => [name, /** @type {number[]} */ ([])]))
  );
  for (let round = -warmUps; round < rounds; round += 1) {
    // Every other round backwards: nobody is always the one that comes after the heaviest.
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const value = await cases[name]();
      if (round >= 0) measured[name].push(value);
    }
  }
  return measured;
}
