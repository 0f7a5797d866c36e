import type { View } from './output.ts';

/**
 * An instant to read. For a person `2026-11-22 09:56` in this machine's time zone; for a program ISO 8601 in UTC.
 * What is no instant is shown as it is.
 */
export function instantText(instant: string | number, view: View): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return String(instant);
  if (!view.terminal) return date.toISOString();
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
