const UNITS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, milliseconds: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

const words = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/**
 * An instant as people say it, seen from `now`; both milliseconds since the epoch.
 *
 * @example
 * relative(now + 240_000, now); // 'in 4 minutes'
 */
function relative(instant: number, now: number): string {
  const distance = instant - now;
  for (const [unit, milliseconds] of UNITS) {
    if (Math.abs(distance) >= milliseconds) return words.format(Math.round(distance / milliseconds), unit);
  }
  return 'just now';
}

/** An instant in words, with the exact one for machines and for the mouse. */
export function Instant({ at, now }: { at: number; now: number }) {
  const exact = new Date(at).toISOString();
  return (
    <time datetime={exact} title={exact}>
      {relative(at, now)}
    </time>
  );
}
