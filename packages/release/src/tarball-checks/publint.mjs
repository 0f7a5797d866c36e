import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/**
 * publint's rules on the tarball, its suggestions included.
 *
 * @param {import('../pack.mjs').Packed} packed
 * @returns {Promise<string[]>} what is wrong
 */
export async function checkByPublint({ bytes, manifest }) {
  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ strict: true, pack: { tarball: /** @type {ArrayBuffer} */ (tarball) } });
  return messages.map((message) => `${message.code}: ${formatMessage(message, pkg ?? manifest, { color: false })}`);
}
