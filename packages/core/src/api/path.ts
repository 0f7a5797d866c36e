import { SipgateKitError } from '../errors.ts';

/** Nothing, `.`, `..`, and half characters (lone surrogates), which no URL can carry. */
const NO_SEGMENT = /^\.{0,2}$|\p{Surrogate}/u;

/**
 * Fills a path template; every value is percent-encoded, so that it stays one segment whatever it contains (client ids
 * contain a colon).
 *
 * @throws SipgateKitError `invalid_input` for a missing or empty value, and for `.` and `..`, which a URL would resolve
 * away and so reach another operation.
 */
export function encodePath(template: string, values: Readonly<Record<string, unknown>> = {}): string {
  return template.replace(/\{([^{}]+)\}/g, (_, name: string) => encodeSegment(name, values[name]));
}

function encodeSegment(name: string, value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || NO_SEGMENT.test(text)) {
    throw new SipgateKitError('invalid_input', `The path parameter ${name} is missing, or cannot stand in a path.`, {
      hint: `Give ${name} in params.path, as the API's lists show it.`,
    });
  }
  return encodeURIComponent(text);
}
