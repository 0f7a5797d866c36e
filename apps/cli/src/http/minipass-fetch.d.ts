declare module 'minipass-fetch' {
  import type { Agent } from 'node:http';

  interface MinipassResponse {
    readonly status: number;
    readonly headers: { entries(): Iterable<[string, string]> };
    readonly body: AsyncIterable<Uint8Array> | null;
  }

  export default function fetch(
    url: string,
    init: {
      readonly method: string;
      readonly headers: readonly (readonly [string, string])[];
      readonly redirect: RequestRedirect;
      readonly signal: AbortSignal;
      readonly agent: (url: URL) => Agent;
      readonly body?: Uint8Array;
    },
  ): Promise<MinipassResponse>;
}
