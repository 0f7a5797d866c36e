import { invalidRequest } from './protocol-error.ts';

/** Whether a parameter comes twice. */
export function hasDuplicates(parameters: URLSearchParams): boolean {
  return new Set(parameters.keys()).size < parameters.size;
}

/** RFC 6749 §3.2: no parameter twice. Throws Keycloak's `invalid_request`. */
export function refuseDuplicates(form: URLSearchParams): void {
  if (hasDuplicates(form)) throw invalidRequest('duplicated parameter');
}
