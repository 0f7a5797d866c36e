/**
 * Reads an API description, swagger 2.0 or OpenAPI 3, from a URL or a file, as JSON or YAML.
 */
import { open } from 'node:fs/promises';
import { LineCounter, parseDocument } from 'yaml';
import { asRecord } from './json.mjs';

/** sipgate's own is about 300 kB. */
const MOST_BYTES = 10 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

/** What was named cannot be compared; says why and what to do. */
export class UnreadableDescription extends Error {
  /** @param {string} message @param {string} next */
  constructor(message, next) {
    super(message);
    this.next = next;
  }
}

/**
 * @param {string} source an http(s) URL, or the path of a file
 * @param {{ fetch?: typeof fetch, timeoutMs?: number, mostBytes?: number }} [options]
 * @returns {Promise<import('./json.mjs').Record>} the description, whose version is known and whose `paths` are there
 * @throws {UnreadableDescription}
 */
export async function readDescription(source, { timeoutMs = TIMEOUT_MS, mostBytes = MOST_BYTES, ...options } = {}) {
  const text = /^https?:\/\//i.test(source)
    ? await fetched(source, { fetch: options.fetch ?? fetch, timeoutMs, mostBytes })
    : await readFile(source, mostBytes);
  return checked(source, parsed(source, text));
}

/** @param {string} url @param {{ fetch: typeof fetch, timeoutMs: number, mostBytes: number }} options */
async function fetched(url, { fetch, timeoutMs, mostBytes }) {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { signal, headers: { accept: 'application/json, application/yaml;q=0.9' } });
    if (!response.ok) {
      await response.body?.cancel();
      throw new UnreadableDescription(
        `${url} answered ${response.status} ${response.statusText}`.trimEnd(),
        'Open the URL in a browser. If the description has moved, name where it is now with --from.',
      );
    }
    return await textOf(url, response.body ?? [], mostBytes);
  } catch (error) {
    if (error instanceof UnreadableDescription) throw error;
    if (signal.aborted) {
      throw new UnreadableDescription(
        `${url} took longer than ${timeoutMs / 1000} seconds.`,
        'Try again, or download it and name the file with --from.',
      );
    }
    throw new UnreadableDescription(
      `${url} cannot be reached (${reasonOf(error)}).`,
      'Check the URL and your network, or download it and name the file with --from.',
    );
  }
}

/** @param {string} path @param {number} mostBytes */
async function readFile(path, mostBytes) {
  try {
    const file = await open(path);
    try {
      return await textOf(path, file.createReadStream({ autoClose: false }), mostBytes);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof UnreadableDescription) throw error;
    throw new UnreadableDescription(
      `${path} cannot be read (${reasonOf(error)}).`,
      'Name a file, or a URL with http:// or https://.',
    );
  }
}

/**
 * Stops reading where it gets too long, rather than afterwards.
 *
 * @param {string} source
 * @param {AsyncIterable<Uint8Array> | Iterable<Uint8Array>} chunks
 * @param {number} mostBytes
 */
async function textOf(source, chunks, mostBytes) {
  const parts = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) {
      throw new UnreadableDescription(
        `${source} is longer than ${Math.floor(mostBytes / 1024 / 1024)} MB, which no API description is.`,
        'Check what it is.',
      );
    }
    parts.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(parts)).replace(/^\uFEFF/, '');
}

/** @param {unknown} error */
function reasonOf(error) {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = asRecord(cause)['code'];
  return String(code ?? (cause instanceof Error ? cause.message : cause));
}

/** @param {string} source @param {string} text @returns {unknown} */
function parsed(source, text) {
  const start = text.trimStart();
  if (start === '') throw new UnreadableDescription(`${source} is empty.`, 'Check what it is.');
  if (start.startsWith('<')) {
    throw new UnreadableDescription(
      `${source} is a web page or XML, not JSON or YAML.`,
      'Name the description itself. A page that shows it has its URL in its source, often ending in swagger.json or openapi.json.',
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    return parsedYaml(source, text, /^[[{]/.test(start) ? 'JSON' : 'YAML');
  }
}

/**
 * JSON is YAML, whose parser says where a mistake is.
 *
 * @param {string} source
 * @param {string} text
 * @param {string} language what it is meant to be
 * @returns {unknown}
 */
function parsedYaml(source, text, language) {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    throw malformed(source, `${language}: line ${line}, column ${col}: ${error.message}`);
  }
  try {
    return document.toJS();
  } catch (cause) {
    // Aliases that refer to aliases, thousandfold.
    throw malformed(source, `${language}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** @param {string} source @param {string} what */
function malformed(source, what) {
  return new UnreadableDescription(
    `${source} is not well-formed ${what}`,
    'Repair it there, or get it again: it may have been cut off.',
  );
}

/** @param {string} source @param {unknown} value */
function checked(source, value) {
  const description = asRecord(value);
  const version = String(description['swagger'] ?? description['openapi'] ?? '');
  if (version === '') {
    throw new UnreadableDescription(
      `${source} is no API description: it has neither "swagger" nor "openapi" at its top.`,
      'Name a swagger 2.0 or an OpenAPI 3 document.',
    );
  }
  if (!/^(?:2\.0$|2$|3\.)/.test(version)) {
    throw new UnreadableDescription(
      `${source} is of version ${version}, which is not understood here.`,
      'Name a swagger 2.0 or an OpenAPI 3 document.',
    );
  }
  if (Object.keys(asRecord(description['paths'])).length === 0) {
    throw new UnreadableDescription(
      `${source} describes no operation: its "paths" are missing or empty.`,
      'Get it again.',
    );
  }
  return description;
}
