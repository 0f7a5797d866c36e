import { type ErrorCode, SipgateKitError } from './errors.ts';

/**
 * A part of this program that is loaded when it is wanted, so that no page waits for it at its start.
 *
 * @throws SipgateKitError `code`, retryable, where it cannot be loaded: nothing has been sent then.
 * @example
 * const { operations } = await programPart('api_unavailable', () => import('./operation-index.ts'));
 */
export async function programPart<Part>(code: ErrorCode, load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (cause) {
    throw new SipgateKitError(code, 'A part of this program, which is loaded when it is wanted, could not be loaded.', {
      hint: 'Check the network and reload the page: a newer version may have taken its place.',
      retryable: true,
      cause,
    });
  }
}
