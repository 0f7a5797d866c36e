import type { ValueDescription } from '@sipgate-kit/core/operation-details';

/** What stands for a secret that is not shown. */
const HIDDEN = '[hidden]';

/**
 * Data without the secrets that their description marks (`format: password`), and how many there were.
 *
 * @example
 * withoutSecrets(operationDetails.getClients.answer, data); // { data: …, hidden: 2 }
 */
export function withoutSecrets(
  description: ValueDescription | undefined,
  data: unknown,
): { readonly data: unknown; readonly hidden: number } {
  let hidden = 0;
  const clean = (given: ValueDescription | undefined, value: unknown): unknown => {
    if (given === undefined || value === null || value === undefined || value === '') return value;
    if (given.format === 'password') {
      hidden += 1;
      return HIDDEN;
    }
    if (Array.isArray(value)) return value.map((item) => clean(given.items, item));
    if (typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, field]) => [
        name,
        clean(
          given.fields?.find((one) => one.name === name),
          field,
        ),
      ]),
    );
  };
  return { data: clean(description, data), hidden };
}
