import { type ErrorCode, SipgateKitError } from './errors.ts';

/**
 * A part of this program that is loaded when it is wanted, so that no page waits for it at its start. Once it is there it is
 * kept, since asking the platform for a module again costs more than most calls; where it could not be loaded, the next
 * call tries again.
 *
 * @returns what gives the part; it throws a SipgateKitError `code`, retryable, where it cannot be loaded: nothing has been
 * sent then
 * @example
 * const operationIndex = programPart('api_unavailable', () => import('./operation-index.ts'));
 * const { operations } = await operationIndex();
 */
export function programPart<Part>(code: ErrorCode, load: () => Promise<Part>): () => Promise<Part> {
  let loading: Promise<Part> | undefined;
  return () => {
    loading ??= load().catch((cause) => {
      loading = undefined;
      throw new SipgateKitError(
        code,
        'A part of this program, which is loaded when it is wanted, could not be loaded.',
        {
          hint: 'Check the network and reload the page: a newer version may have taken its place.',
          retryable: true,
          cause,
        },
      );
    });
    return loading;
  };
}
