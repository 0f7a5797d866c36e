import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { oauthDesk } from './oauth-desk.ts';
import { BIN, type Desk, newDesk } from './run-cli.ts';
import { stage } from './stage.ts';

const { sandbox, desk, aliceDesk } = stage();

const NEW_CLIENT = ['-f', 'name=Made by api', '-f', 'description=d', '-f', 'redirectUris[]=https://a.example/cb'];
const REST_OF_CLIENT = ['-f', 'webOrigins:=[]', '-f', 'privacyUrl=', '-f', 'termsUrl='];

/** Requests that reached the sandbox while something ran. */
async function requestsDuring(run: () => Promise<unknown>): Promise<readonly string[]> {
  const before = sandbox().requests().length;
  await run();
  return sandbox()
    .requests()
    .slice(before)
    .map(({ method, path }) => `${method} ${path}`);
}

/** What a line prints when it is pasted into a shell that finds `sipgate`. */
async function pasted(line: string, { home, env }: Desk): Promise<string> {
  const folder = join(home, 'bin');
  if (!existsSync(folder)) {
    mkdirSync(folder);
    symlinkSync(BIN, join(folder, 'sipgate'));
  }
  const path = `${folder}:${env['PATH']}`;
  return (await promisify(execFile)('sh', ['-c', line], { env: { ...env, PATH: path } })).stdout;
}

describe('an operation', () => {
  test('is called by its id, by method and path, by path, or by its whole URL', async () => {
    const alice = aliceDesk();
    const wanted = JSON.parse((await alice.run(['api', 'getUser', '-f', 'userId=w0'])).stdout);
    expect(wanted.id).toBe('w0');
    for (const words of [
      ['GET', '/users/w0'],
      ['get', 'users/w0'],
      ['/users/w0'],
      ['GET', '/v2/users/w0'],
      [`${sandbox().apiUrl}/users/w0`],
      ['GET', '/users/{userId}', '-f', 'userId=w0'],
      ['getuser', '-f', 'userId=w0'],
    ]) {
      const { code, stdout } = await alice.run(['api', ...words]);
      expect([code, JSON.parse(stdout)]).toEqual([0, wanted]);
    }
  });

  test('takes parameters in the path, in the query and in the body', async () => {
    const alice = aliceDesk();
    const calls = await alice.run(['api', '/history?limit=50', '-f', 'types[]=SMS', '-f', 'types[]=FAX']);
    const kinds = JSON.parse(calls.stdout).items.map(({ type }: { type: string }) => type);
    expect([...new Set(kinds)].sort()).toEqual(['FAX', 'SMS']);

    const created = await alice.run(['api', 'createClient', ...NEW_CLIENT, ...REST_OF_CLIENT]);
    const { clientId } = JSON.parse(created.stdout);
    const read = JSON.parse((await alice.run(['api', 'getClient', '-f', `clientId=${clientId}`])).stdout);
    expect(read).toMatchObject({ name: 'Made by api', redirectUris: ['https://a.example/cb'], webOrigins: [] });
    const deleted = await alice.run(['api', 'DELETE', `/authorization/oauth2/clients/${clientId}`]);
    expect(deleted).toEqual({ code: 0, stdout: '', stderr: 'Done (202); the answer is empty.\n' });
  });

  test('[L17] takes its body from a file or from stdin, and single values from files', async () => {
    const alice = aliceDesk();
    const body =
      'name: From a file\ndescription: d\nredirectUris: [https://a.example/cb]\nwebOrigins: []\nprivacyUrl: ""\ntermsUrl: ""\n';
    const fromStdin = await alice.run(['api', 'createClient', '--input', '-', '--dry-run', '--json'], { input: body });
    expect(JSON.parse(fromStdin.stdout).body.name).toBe('From a file');
    writeFileSync(join(alice.home, 'client.yaml'), body);
    const fromFile = await alice.run(['api', 'createClient', '--input', 'client.yaml', '--dry-run', '--json']);
    expect(fromFile.stdout).toBe(fromStdin.stdout);
    writeFileSync(join(alice.home, 'uris.json'), '["https://b.example/cb"]');
    const single = ['-f', 'name=@-', '-f', 'description=d', '-f', 'redirectUris:=@uris.json', ...REST_OF_CLIENT];
    const values = await alice.run(['api', 'createClient', ...single, '--dry-run', '--json'], { input: 'ä b' });
    expect(JSON.parse(values.stdout).body).toMatchObject({ name: 'ä b', redirectUris: ['https://b.example/cb'] });
  });

  test('with a wrong body in a file names line and column', async () => {
    const alice = aliceDesk();
    writeFileSync(join(alice.home, 'client.yaml'), 'name: n\ndescription: d\nredirectUris: https://a.example\n');
    const { code, stderr } = await alice.run(['api', 'createClient', '--input', 'client.yaml']);
    expect(code).toBe(1);
    expect(stderr).toContain('client.yaml cannot be used:\n  line 3, column 1, redirectUris: Write a list.');
  });
});

describe('what does not fit is refused before anything is sent', () => {
  test.each<[readonly string[], RegExp]>([
    [['getAcount'], /There is no operation "getAcount"\.\nDid you mean `sipgate api getAccount`\?/],
    [['lst'], /Did you mean `sipgate api list`\?/],
    [['balance'], /Did you mean `sipgate api getBalance`\?/],
    [['GET', '/accont'], /There is no path \/accont\.\nDid you mean \/account\?/],
    [['POST', '/account'], /\/account takes no POST\.\nIt takes GET/],
    [['GET', 'https://evil.example/account'], /is not below the API's URL/],
    [['getHistory', 'x'], /"getHistory" is no method/],
    [['getHistory', '-f', 'limt=3'], /limt: getHistory has no such parameter.*\nDid you mean limit\?/],
    [['getHistory', '-f', 'limit=3000'], /limit: It is at most 1000\./],
    [['getHistory', '-f', 'limit=many'], /limit: Write a whole number\./],
    [['getHistory', '-f', 'types[]=call'], /types\[0\]: Write one of CALL, VOICEMAIL, SMS, FAX\./],
    [['getUser'], /userId: It is needed\./],
    [['createClient', '-f', 'name=x'], /redirectUris: It is needed\./],
    [['getHistory', '-f', 'limit'], /-f takes key=value/],
    [['getHistory', '-f', 'limit:={'], /is no JSON/],
    [['getAccount', '--paginate'], /getAccount has no pages: it takes no offset/],
    [['getHistoryCSV', '--paginate'], /getHistoryCSV has no pages: its answer is no list/],
  ])('%j', async (words, message) => {
    const alice = aliceDesk();
    let run: Awaited<ReturnType<Desk['run']>> | undefined;
    const requests = await requestsDuring(async () => {
      run = await alice.run(['api', ...words]);
    });
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
    expect(requests).toEqual([]);
  });

  test('unless --no-validate is said: then the API is the judge', async () => {
    const { code, stderr } = await aliceDesk().run(['api', 'getHistory', '-f', 'limit=3000', '--no-validate']);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('GET /history was not understood (400): limit: It is at most 1000.'),
    ]);
  });
});

describe('scopes', () => {
  test('a missing scope is named before anything is sent, with the command that gets it', async () => {
    const signedIn = await oauthDesk(sandbox(), { scopes: ['account:read'] });
    let run: Awaited<ReturnType<Desk['run']>> | undefined;
    const requests = await requestsDuring(async () => {
      run = await signedIn.run(['api', 'getBalance']);
    });
    expect(run?.code).toBe(1);
    expect(run?.stderr).toMatch(
      /GET \/balance needs the scope balance:read or all\. Your sign-in has [^.]*account:read/,
    );
    expect(run?.stderr).toMatch(/sipgate login --scope "[^"]*account:read[^"]* balance:read"/);
    expect(requests).toEqual([]);
  });

  test('a 403 names the scope and the command, too', async () => {
    const signedIn = await oauthDesk(sandbox(), { scopes: ['account:read'] });
    const { code, stderr } = await signedIn.run(['api', 'getBalance', '--no-validate', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stderr).error).toMatchObject({
      code: 'insufficient_scope',
      message: expect.stringContaining('was refused (403). It needs the scope balance:read or all'),
      hint: expect.stringMatching(/sipgate login --scope "[^"]*balance:read"/),
    });
  });
});

describe('answers', () => {
  test('[L16] hide secrets until they are asked for', async () => {
    const { clientSecret } = sandbox().client;
    const alice = aliceDesk();
    for (const more of [[], ['--json'], ['--jq', '.'], ['--include'], ['--include', '--json'], ['--debug']]) {
      const { stdout, stderr } = await alice.run(['api', 'getClients', ...more]);
      expect(stdout).toContain('"clientSecret": "[hidden]"');
      expect(stdout + stderr).not.toContain(clientSecret);
    }
    const shown = await alice.run(['api', 'getClients', '--reveal-secret', '--jq', '.data[0].clientSecret']);
    expect(shown).toEqual({ code: 0, stdout: `${clientSecret}\n`, stderr: '' });
  });

  test('[L6] stdout is JSON and nothing else, whatever there is to say', async () => {
    const { stdout, stderr } = await aliceDesk().run(['api', 'getClients', '--json', '--debug']);
    expect(stderr).toContain('hidden');
    expect(JSON.parse(stdout).data).toHaveLength(2);
    const items = await aliceDesk().run(['api', 'getHistory', '--paginate', '-f', 'limit=7', '--json']);
    expect(items.stderr).toMatch(/^\d+ items of \d+\.\n$/);
    expect(JSON.parse(items.stdout).length).toBe(Number.parseInt(items.stderr, 10));
    const empty = await aliceDesk().run(['api', 'getHistory', '--jq', 'empty']);
    expect(empty).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('--paginate reads to the end, from offset on', async () => {
    const alice = aliceDesk();
    const all = JSON.parse((await alice.run(['api', 'getHistory', '-f', 'limit=1000'])).stdout);
    const paged = JSON.parse((await alice.run(['api', 'getHistory', '--paginate', '-f', 'limit=5'])).stdout);
    expect(paged).toEqual(all.items);
    const rest = await alice.run(['api', 'getHistory', '--paginate', '-f', 'limit=5', '-f', 'offset=7']);
    expect(JSON.parse(rest.stdout)).toEqual(all.items.slice(7));
    const numbers = JSON.parse((await alice.run(['api', 'getNumbers'])).stdout).items;
    expect(JSON.parse((await alice.run(['api', 'getNumbers', '--paginate', '-f', 'limit=1'])).stdout)).toEqual(numbers);
  });

  test('--jq prints what jq makes of them; texts without quotes, but with --json', async () => {
    const alice = aliceDesk();
    const jq = async (expression: string, ...more: string[]) =>
      (await alice.run(['api', 'getAccount', '--jq', expression, ...more])).stdout;
    expect(await jq('.company, .verified')).toBe('Adler Optik GmbH\ntrue\n');
    expect(await jq('.company', '--json')).toBe('"Adler Optik GmbH"\n');
    expect(JSON.parse(await jq('{company} # a comment'))).toEqual({ company: 'Adler Optik GmbH' });
  });

  test.each([
    ['.company |', /syntax error, unexpected end of file/],
    ['nope', /nope\/0 is not defined/],
    ['.company.x', /Cannot index string with string "x"/],
    ['.company, error("boom")', /boom/],
  ])('--jq %s fails in jq’s words', async (expression, words) => {
    const { code, stdout, stderr } = await aliceDesk().run(['api', 'getAccount', '--jq', expression, '--json']);
    expect([code, stdout]).toEqual([1, '']);
    expect(JSON.parse(stderr).error).toMatchObject({
      code: 'expression_invalid',
      message: expect.stringMatching(words),
    });
  });

  test('--include shows status and headers', async () => {
    const { stdout } = await aliceDesk().run(['api', 'getAccount', '--include', '--jq', '.company']);
    expect(stdout).toMatch(/^HTTP 200.*\n[\s\S]*content-type: application\/json\n[\s\S]*\n\nAdler Optik GmbH\n$/);
    const json = JSON.parse((await aliceDesk().run(['api', 'getAccount', '-i', '--json'])).stdout);
    expect(json).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: { verified: true },
    });
  });

  test('that are text or bytes are printed as they are', async () => {
    const answers: Record<string, [string, Buffer]> = {
      '/v2/authorization/oauth2/clients/csv': ['text/csv; charset=utf-8', Buffer.from('a;ä\n')],
      '/v2/authorization/oauth2/clients/pdf': ['application/pdf', Buffer.from([0x25, 0, 0xff, 0x0a, 0xfe])],
    };
    const server = createServer((request, response) => {
      const [type, body] = answers[request.url ?? ''] ?? ['text/plain', Buffer.from('')];
      response.writeHead(200, { 'content-type': type }).end(body);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const other = newDesk({ SIPGATE_API_URL: `http://127.0.0.1:${port}/v2`, SIPGATE_TOKEN: 'a.b.c' });
    const printed = async (clientId: string) => {
      const child = other.start(['api', 'deleteClient', '-f', `clientId=${clientId}`]);
      const parts: Buffer[] = [];
      for await (const part of child.stdout ?? []) parts.push(part);
      return Buffer.concat(parts);
    };
    expect(await printed('csv')).toEqual(answers['/v2/authorization/oauth2/clients/csv']?.[1]);
    expect(await printed('pdf')).toEqual(answers['/v2/authorization/oauth2/clients/pdf']?.[1]);
  });
});

describe('secrets that are sent', () => {
  const reset = ['api', 'resetPassword', '-f', 'nonce=n'];

  test('[L16] are refused on the command line, and taken from stdin', async () => {
    const alice = aliceDesk();
    const plain = await alice.run([...reset, '-f', 'password=s3cret', '-f', 'passwordRepeat=s3cret', '--dry-run']);
    expect([plain.code, plain.stderr]).toEqual([2, expect.stringContaining('-f password=@-')]);
    expect(plain.stderr).not.toContain('s3cret');
    const input = JSON.stringify({ password: 's3cret', passwordRepeat: 's3cret' });
    const shown = await alice.run([...reset, '--input', '-', '--dry-run', '--json'], { input });
    expect(JSON.parse(shown.stdout).body).toEqual({ password: '[hidden]', passwordRepeat: '[hidden]' });
    const curl = await alice.run([...reset, '--input', '-', '--curl'], { input });
    expect([curl.code, curl.stdout]).toEqual([2, '']);
    const revealed = await alice.run([...reset, '--input', '-', '--curl', '--reveal-secret'], { input });
    expect(revealed.stdout).toContain('"password":"s3cret"');
  });
});

test('[L15] what would delete everything is asked about; --yes answers', async () => {
  const alice = aliceDesk();
  for (const words of [['DELETE', '/history'], ['deleteAllContacts']]) {
    let run: Awaited<ReturnType<Desk['run']>> | undefined;
    const requests = await requestsDuring(async () => {
      run = await alice.run(['api', ...words]);
    });
    expect([run?.code, run?.stderr, requests]).toEqual([2, expect.stringContaining('--yes'), []]);
  }
  const named = await requestsDuring(() => alice.run(['api', 'DELETE', '/history', '-f', 'id[]=1']));
  expect(named).toEqual(['DELETE /v2/history']);
  expect(await requestsDuring(() => alice.run(['api', 'DELETE', '/history', '--yes']))).toEqual(['DELETE /v2/history']);
});

describe('a request that is only shown', () => {
  test('[L15] --dry-run and --curl send nothing, not even a token request', async () => {
    const signedIn = await oauthDesk(sandbox());
    const requests = await requestsDuring(async () => {
      for (const how of ['--dry-run', '--curl']) {
        const create = await signedIn.run(['api', 'createClient', ...NEW_CLIENT, ...REST_OF_CLIENT, how]);
        expect(create.code).toBe(0);
        expect(create.stdout).toContain('/v2/authorization/oauth2/clients');
      }
    });
    expect(requests).toEqual([]);
  });

  test('--dry-run is the request, as text or as JSON', async () => {
    const words = ['api', 'getHistory', '-f', 'types[]=CALL', '-f', 'limit=1', '--dry-run'];
    const { stdout } = await desk().run(words);
    expect(stdout).toBe(`GET ${sandbox().apiUrl}/history?types=CALL&limit=1\naccept: application/json\n`);
    expect(JSON.parse((await desk().run([...words, '--json'])).stdout)).toEqual({
      operationId: 'getHistory',
      method: 'GET',
      url: `${sandbox().apiUrl}/history?types=CALL&limit=1`,
      headers: { accept: 'application/json' },
      body: null,
      scopes: ['history:read', 'all'],
    });
  });

  test('[L16] --curl has no token in it, and works when it is pasted', async () => {
    const signedIn = await oauthDesk(sandbox(), { scopes: ['account:read', 'authorization:oauth2:clients:write'] });
    const account = await signedIn.run(['api', 'getAccount', '--curl']);
    expect(account.stdout).toContain('"Authorization: Bearer $(sipgate auth token)"');
    expect(account.stdout).not.toContain(signedIn.tokenSet.accessToken.slice(0, 20));
    expect(JSON.parse(await pasted(`${account.stdout.trimEnd()} --silent`, signedIn))).toMatchObject({
      company: 'Adler Optik GmbH',
    });

    const name = `it's "quoted" $HOME \`x\` \\ ä`;
    const words = ['createClient', '-f', `name=${name}`, ...NEW_CLIENT.slice(2), ...REST_OF_CLIENT];
    const create = await signedIn.run(['api', ...words, '--curl']);
    expect(JSON.parse(await pasted(`${create.stdout.trimEnd()} --silent`, signedIn))).toMatchObject({ name });

    const alice = aliceDesk();
    const withToken = await alice.run(['api', 'getAccount', '--curl']);
    expect(withToken.stdout).not.toContain(alice.env['SIPGATE_TOKEN']);
    expect(JSON.parse(await pasted(`${withToken.stdout.trimEnd()} --silent`, alice))).toMatchObject({
      company: 'Adler Optik GmbH',
    });
  });
});

describe('finding operations', () => {
  test('[L8] list prints one record per line, filtered by tag and scope', async () => {
    const { stdout } = await desk().run(['api', 'list', '--tag', 'history']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toContain('history\tGET\t/history\tgetHistory\thistory:read');
    expect(lines.filter((line) => !line.startsWith('history\t'))).toEqual([]);
    const byScope = JSON.parse((await desk().run(['api', 'list', '--scope', 'balance:read', '--json'])).stdout);
    expect(byScope).toEqual([
      {
        operationId: 'getBalance',
        tag: 'account',
        method: 'GET',
        path: '/balance',
        summary: expect.any(String),
        scopes: ['balance:read', 'all'],
      },
    ]);
    const unknown = await desk().run(['api', 'list', '--tag', 'user']);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('Did you mean users?')]);
  });

  test('search finds by all words, the best first', async () => {
    const found = async (...words: string[]) =>
      JSON.parse((await desk().run(['api', 'search', ...words, '--json'])).stdout).map(
        ({ operationId }: { operationId: string }) => operationId,
      );
    expect((await found('DELETE', 'client'))[0]).toBe('deleteClient');
    expect((await found('oauth', 'create'))[0]).toBe('createClient');
    expect(await found('consent page')).toContain('getGdprUrls');
    const nothing = await desk().run(['api', 'search', 'pigeon']);
    expect(nothing).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('pigeon') });
  });

  test('describe says what an operation takes, brings and needs', async () => {
    const { stdout } = await desk().run(['api', 'describe', 'GET', '/history']);
    expect(stdout).toContain('getHistory  GET /history');
    expect(stdout).toContain('limit  integer, query, 0 to 1000, default 10');
    expect(stdout).toContain('one of history:read, all');
    const json = JSON.parse((await desk().run(['api', 'describe', 'createClient', '--json'])).stdout);
    expect(Object.keys(json)).toEqual([
      ...['operationId', 'tag', 'method', 'path', 'summary', 'description', 'scopes', 'successStatus'],
      ...['parameters', 'body', 'answer', 'example'],
    ]);
  });
});
