import { SipgateKitError } from '@sipgate-kit/core';

/** The same stream, which breaks off when it becomes longer than this. Nothing is collected on the way. */
export function limitedBody(
  body: ReadableStream<Uint8Array> | null,
  largestBytes: number,
  what: 'request' | 'answer',
): ReadableStream<Uint8Array> | null {
  let passed = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      passed += chunk.byteLength;
      if (passed > largestBytes) controller.error(new BodyTooLarge(what));
      else controller.enqueue(chunk);
    },
  });
  return body?.pipeThrough(counter) ?? null;
}

/** A body is longer than we hand on. */
export class BodyTooLarge extends SipgateKitError {
  constructor(what: 'request' | 'answer') {
    super('invalid_input', `The ${what} is larger than this server hands on.`, {
      hint: 'Send less at once, or let your own server call the API.',
    });
  }
}
