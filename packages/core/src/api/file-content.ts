import { SipgateKitError } from '../errors.ts';

/** Where a file comes from: bytes, a `Blob` or `File`, a stream of the web, or Node's `createReadStream(path)`. */
export type FileSource = Uint8Array | Blob | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** The API takes 15 000 000 characters of Base64. */
const LARGEST_FILE_BYTES = 11_250_000;

/** A multiple of three, so that every part but the last comes out without padding. */
const PART_BYTES = 3 * 8192;

/**
 * A file as the API takes files: in Base64 (RFC 4648 §4) within the JSON, for a fax or a greeting. The source is read as
 * it comes; what is sent is a whole, since a request that may have to be repeated cannot be a stream.
 *
 * @throws SipgateKitError `invalid_input` for an empty file, and as soon as it is larger than 11.25 MB, which is what
 * the API takes; what the source throws.
 * @example
 * const base64Content = await fileContent(createReadStream('invoice.pdf'));
 * await sipgate.call('sendFax', { body: { faxlineId: 'f0', recipient: '+493023125001', filename: 'invoice.pdf', base64Content } });
 */
export async function fileContent(source: FileSource): Promise<string> {
  let text = '';
  let rest: Uint8Array = new Uint8Array();
  let size = 0;
  for await (const chunk of chunksOf(source)) {
    size += chunk.byteLength;
    if (size > LARGEST_FILE_BYTES) throw tooLarge();
    const bytes = new Uint8Array(rest.byteLength + chunk.byteLength);
    bytes.set(rest);
    bytes.set(chunk, rest.byteLength);
    const whole = bytes.byteLength - (bytes.byteLength % 3);
    for (let at = 0; at < whole; at += PART_BYTES) text += base64(bytes.subarray(at, Math.min(at + PART_BYTES, whole)));
    rest = bytes.subarray(whole);
  }
  if (size === 0) {
    throw new SipgateKitError('invalid_input', 'The file is empty.', { hint: 'Give the file as it is on the disk.' });
  }
  return text + base64(rest);
}

async function* chunksOf(source: FileSource): AsyncGenerator<Uint8Array, void, undefined> {
  if (source instanceof Uint8Array) yield source;
  else if (source instanceof Blob) yield* chunksOf(source.stream());
  else if (!(source instanceof ReadableStream)) yield* source;
  else {
    // Not every browser lets `for await` read a stream.
    const reader = source.getReader();
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
    } finally {
      await reader.cancel();
    }
  }
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function tooLarge(): SipgateKitError {
  return new SipgateKitError('invalid_input', 'The file is larger than 11.25 MB, which is all the API takes.', {
    hint: 'Send it in parts, or make it smaller: fewer pages, less colour, a lower bit rate.',
  });
}
