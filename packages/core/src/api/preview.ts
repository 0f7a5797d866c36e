import type { OperationId } from '../operations.ts';
import type { OperationRequest } from './call-options.ts';
import { createSipgateClient, type SipgateClientOptions } from './client.ts';

/**
 * The request that {@link SipgateClient.request} would send, but for the credentials. Nothing is sent.
 *
 * @throws SipgateKitError `invalid_input` for an impossible path parameter, `invalid_configuration`, `insecure_url`.
 * @example
 * const { method, url } = await previewRequest('getHistory', { query: { limit: 5 } });
 */
export async function previewRequest(
  operationId: OperationId,
  request: OperationRequest,
  options: Pick<SipgateClientOptions, 'baseUrl'> = {},
): Promise<Request> {
  let seen: Request | undefined;
  const auth = {
    async fetch(input: RequestInfo | URL, init?: RequestInit) {
      seen = new Request(input, init);
      return new Response(null, { status: 204 });
    },
  };
  // What the empty answer is worth does not matter here.
  await createSipgateClient({ ...options, auth })
    .request(operationId, request)
    .catch((error: unknown) => {
      if (seen === undefined) throw error;
    });
  return seen as unknown as Request;
}
