import { cleanText } from './clean-text.ts';

/** One problem the API named, in its own words: control characters and credentials removed, at most 300 characters. */
export interface ApiErrorDetail {
  /** The API's name for it: `PARAMETER_INVALID`, or the title of a listed problem. */
  readonly name?: string;
  readonly message?: string;
  /** JSON pointer to the offending part of the request body. */
  readonly pointer?: string;
}

const MOST_DETAILS = 20;

/**
 * What an error body says. The API has four shapes (nothing, `{errors: […]}`, `{name, message}`, a sentence) and no
 * rule for which comes when, so every body is tried against all of them; pages of proxies say nothing.
 */
export function parseErrorDetails(body: string): readonly ApiErrorDetail[] {
  const text = body.trim();
  if (text === '' || text.startsWith('<')) return [];
  const parsed = parseJson(text);
  if (parsed === undefined) return [{ message: cleanText(text) }];
  if (typeof parsed === 'string') return detailOf({ message: parsed });
  if (!isRecord(parsed)) return [];
  const { errors } = parsed;
  if (Array.isArray(errors)) return errors.slice(0, MOST_DETAILS).flatMap(detailOfListed);
  return detailOf({
    name: parsed['name'],
    message: parsed['message'] ?? parsed['error_description'] ?? parsed['error'],
  });
}

function detailOfListed(problem: unknown): readonly ApiErrorDetail[] {
  if (!isRecord(problem)) return detailOf({ message: problem });
  const pointer = isRecord(problem['source']) ? problem['source']['pointer'] : undefined;
  return detailOf({ name: problem['title'], message: problem['detail'] ?? problem['message'], pointer });
}

function detailOf(fields: Readonly<Record<'message', unknown> & Partial<Record<'name' | 'pointer', unknown>>>) {
  const texts = Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const detail: ApiErrorDetail = Object.fromEntries(
    texts.map(([key, value]) => [key, cleanText(value)] as const).filter(([, value]) => value !== ''),
  );
  return Object.keys(detail).length === 0 ? [] : [detail];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
