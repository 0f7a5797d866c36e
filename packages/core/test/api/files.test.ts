import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { staticToken } from '../../src/api/authorizers.ts';
import { createSipgateClient } from '../../src/api/client.ts';
import { fileContent } from '../../src/api/file-content.ts';
import { startLittleApi } from '../little-api.ts';

describe('a file to send', () => {
  test('is the Base64 of its bytes, however they come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 8 }), async (chunks) => {
        const bytes = Buffer.concat(chunks);
        fc.pre(bytes.length > 0);
        const expected = bytes.toString('base64');
        async function* inParts() {
          yield* chunks;
        }
        expect(await fileContent(new Uint8Array(bytes))).toBe(expected);
        expect(await fileContent(new Blob(chunks as never))).toBe(expected);
        expect(await fileContent(inParts())).toBe(expected);
        expect(await fileContent(new Blob(chunks as never).stream() as never)).toBe(expected);
      }),
    );
  });

  test('can be a stream of a large file on the disk', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sipgate-kit-file-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const bytes = Buffer.alloc(11_250_000, 'äx');
    await writeFile(join(folder, 'fax.pdf'), bytes);
    const content = await fileContent(createReadStream(join(folder, 'fax.pdf')));
    expect(content).toHaveLength(15_000_000);
    expect(content === bytes.toString('base64')).toBe(true);
  });

  test('is refused when it is empty, and as soon as it is too large', async () => {
    await expect(fileContent(new Uint8Array())).rejects.toMatchObject({ code: 'invalid_input' });
    let given = 0;
    async function* endless() {
      for (;;) {
        given += 1;
        yield new Uint8Array(1_000_000);
      }
    }
    await expect(fileContent(endless())).rejects.toMatchObject({ code: 'invalid_input' });
    expect(given).toBe(12);
  });
});

describe('a file that comes', () => {
  async function server(type: string, parts: readonly string[], status = 200) {
    const { origin, arrived } = await startLittleApi(async (_, response) => {
      response.writeHead(status, { 'content-type': type });
      for (const part of parts) response.write(part);
      response.end();
    });
    const auth = staticToken('t0ken', { apiOrigins: [origin] });
    return { sipgate: createSipgateClient({ auth, baseUrl: `${origin}/v2` }), arrived, origin };
  }

  test('is asked for by its own type, and is the data of the call', async () => {
    const { sipgate, arrived } = await server('text/csv', ['a;b\n', '1;2\n']);
    expect((await sipgate.call('getContactsCsv')).data).toBe('a;b\n1;2\n');
    expect((await sipgate.GET('/contacts/csv')).data).toBe('a;b\n1;2\n');
    expect(arrived.map(({ headers }) => headers.accept)).toEqual(['text/csv', 'text/csv']);
  });

  test('can be read as it comes, with status and headers', async () => {
    const { sipgate } = await server('application/octet-stream', ['one', 'two']);
    const response = await sipgate.stream('getHistoryCSV', { query: { limit: 1000 } });
    expect(response.status).toBe(200);
    expect(response.bodyUsed).toBe(false);
    expect(await response.text()).toBe('onetwo');
  });

  test('can be anything else that an operation answers, unread', async () => {
    const { sipgate, arrived } = await server('application/json', ['{"amount":1}']);
    expect(await (await sipgate.stream('getBalance')).text()).toBe('{"amount":1}');
    expect(arrived[0]?.headers.accept).toBe('application/json');
  });

  test('that is refused throws before anybody reads', async () => {
    const { sipgate } = await server('application/json', ['{"message":"no"}'], 404);
    await expect(sipgate.stream('getHistoryCSV')).rejects.toMatchObject({
      code: 'not_found',
      operationId: 'getHistoryCSV',
    });
  });

  test('after its headers is in nobody’s time but the caller’s', async () => {
    const { origin } = await startLittleApi((_, response) => void response.writeHead(200).write('begin'));
    const auth = staticToken('t0ken', { apiOrigins: [origin] });
    const sipgate = createSipgateClient({ auth, baseUrl: origin });
    const caller = new AbortController();
    const { body } = await sipgate.stream('getHistoryCSV', { signal: caller.signal, timeoutMs: 2 ** 31 });
    const reader = (body as ReadableStream<Uint8Array>).getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('begin');
    caller.abort();
    await expect(reader.read()).rejects.toThrow();
  });

  test('by its URL comes with the credentials, if it is where they may go', async () => {
    const { sipgate, arrived, origin } = await server('audio/mpeg', ['ID3']);
    expect(await (await sipgate.download(`${origin}/files/recording.mp3?key=s3cret`)).text()).toBe('ID3');
    expect(arrived[0]).toMatchObject({ url: '/files/recording.mp3?key=s3cret' });
    expect(arrived[0]?.headers.authorization).toBe('Bearer t0ken');
    await expect(sipgate.download('https://elsewhere.example/recording.mp3')).rejects.toMatchObject({
      code: 'origin_not_allowed',
    });
    await expect(sipgate.download('')).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('by its URL that is refused is an error that does not repeat the URL', async () => {
    const { sipgate, origin } = await server('text/plain', ['gone'], 410);
    const error = await sipgate.download(`${origin}/files/s3cret.mp3`).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: 'not_found', operationId: undefined });
    expect(String(error)).not.toContain('s3cret');
  });
});
