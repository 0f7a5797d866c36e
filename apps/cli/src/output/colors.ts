import { styleText } from 'node:util';
import type { Environment } from '../cli.ts';

type Paint = (text: string) => string;

/** Paints text, or leaves it as it is where colours are not wanted. */
export type Colors = Readonly<Record<'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan', Paint>>;

const plain: Paint = (text) => text;

/** Newer Nodes would decide once more by themselves, and by stdout alone. */
const DECIDED = { validateStream: false } as const;

/**
 * Whether a stream gets colours, decided for each by itself: FORCE_COLOR (but 0) says yes to all, then `--no-color`,
 * NO_COLOR and TERM=dumb say no, then it is whether a person looks.
 */
export function colorsFor(env: Environment, wanted: boolean, terminal: boolean): Colors {
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '' && env['FORCE_COLOR'] !== '0';
  const refused = !wanted || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb' || env['FORCE_COLOR'] === '0';
  const on = wanted && (forced || (!refused && terminal));
  const paint = (style: keyof Colors): Paint => (on ? (text) => styleText(style, text, DECIDED) : plain);
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    red: paint('red'),
    green: paint('green'),
    yellow: paint('yellow'),
    cyan: paint('cyan'),
  };
}
