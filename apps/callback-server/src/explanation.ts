import type { SipgateKitError } from '@sipgate-kit/core';

/** An error in words for the person in front of the browser. */
export interface Explanation {
  readonly title: string;
  readonly what: string;
  readonly causes: readonly string[];
  readonly next: readonly string[];
}

/** What happened, why it may have, and what to do. */
export function explanationOf(error: SipgateKitError): Explanation {
  return { title: 'This did not work', what: error.message, causes: [], next: [error.hint] };
}
