const UNITS: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
];

/** A span of time in its two largest units: `5 min`, `1 h 3 min`, `29 d 23 h`; below a second in milliseconds. */
export function duration(ms: number): string {
  const span = Math.abs(ms);
  if (span < 1_000) return `${Math.round(span)} ms`;
  const at = UNITS.findIndex(([, unit]) => span >= unit);
  const [name, unit] = UNITS[at] ?? ['s', 1_000];
  const whole = Math.floor(span / unit);
  const [smaller, part] = UNITS[at + 1] ?? ['', 0];
  const rest = part === 0 ? 0 : Math.floor((span - whole * unit) / part);
  return rest === 0 ? `${whole} ${name}` : `${whole} ${name} ${rest} ${smaller}`;
}

/** `12:53:04`, UTC. */
export function timeOfDay(instant: number): string {
  return new Date(instant).toISOString().slice(11, 19);
}

/** `22 Nov 2026`, UTC. */
export function dayOf(instant: number): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    instant,
  );
}

/** `1 client`, `2 clients`. */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
