import { readFileSync, writeFileSync } from 'node:fs';

/** Inputs that broke a promise once, by target: tried again first, every time. */
const FILE = new URL('../seeds.json', import.meta.url);

type Seeds = Readonly<Record<string, readonly unknown[]>>;

const readSeeds = (): Seeds => JSON.parse(readFileSync(FILE, 'utf8')) as Seeds;

/** What failed once at a target. */
export function keptInputs(target: string): readonly unknown[] {
  return readSeeds()[target] ?? [];
}

/** Keeps an input for good. */
export function keepInput(target: string, input: unknown): void {
  const seeds = readSeeds();
  const kept = seeds[target] ?? [];
  if (kept.some((one) => JSON.stringify(one) === JSON.stringify(input))) return;
  const all = Object.entries({ ...seeds, [target]: [...kept, input] }).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(all), undefined, 2)}\n`);
}
