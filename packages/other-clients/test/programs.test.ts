import { createSandbox } from '@sipgate-kit/sandbox';
import { describe, expect, onTestFinished, test } from 'vitest';
import { PROGRAMS, runProgram } from '../src/running-program.mjs';
import { createVisitor } from '../src/visitor.mjs';

const FIVE_MINUTES = 301_000;

/** Somebody in front of the program, which runs on a sandbox of its own. */
async function inFrontOf(name: string) {
  const sandbox = await createSandbox({ port: 0 });
  onTestFinished(() => sandbox.close());
  const { client, issuer, apiUrl } = sandbox;
  const program = await runProgram(name, { ...client, issuer, apiUrl });
  onTestFinished(() => program.close());
  const visit = createVisitor();
  const signIn = async (consent: 'yes' | 'no' = 'yes') => {
    const { location } = await visit(new URL('/login', program.url));
    return sandbox.signIn({
      authorizationUrl: new URL(location ?? ''),
      username: 'alice',
      password: 'sandbox',
      consent,
    });
  };
  const tokenRequests = () => sandbox.requests().filter(({ path }) => path.endsWith('/token'));
  let offset = 0;
  const advance = (milliseconds: number) => {
    sandbox.clock.advance(milliseconds);
    offset += milliseconds;
    return program.shift(offset);
  };
  return { sandbox, program, visit, signIn, advance, tokenRequests };
}

describe.each(PROGRAMS)('%s', (name) => {
  test('signs in, refreshes with the newest token each time, and signs out', async () => {
    const { sandbox, program, visit, signIn, advance, tokenRequests } = await inFrontOf(name);
    expect(await visit(program.url)).toMatchObject({ status: 302, location: '/login' });

    expect(await visit(await signIn())).toMatchObject({ status: 302, location: '/' });
    expect(await visit(program.url)).toMatchObject({ status: 200, text: 'Signed in at Adler Optik GmbH' });
    expect(tokenRequests()).toHaveLength(1);

    for (const refreshes of [1, 2, 3]) {
      await advance(FIVE_MINUTES);
      expect(await visit(program.url)).toMatchObject({ status: 200, text: 'Signed in at Adler Optik GmbH' });
      expect(await visit(program.url)).toMatchObject({ status: 200, text: 'Signed in at Adler Optik GmbH' });
      expect(tokenRequests()).toHaveLength(1 + refreshes);
    }
    expect(tokenRequests().map(({ status }) => status)).toEqual([200, 200, 200, 200]);

    expect(await visit(new URL('/logout', program.url), 'POST')).toMatchObject({ status: 200, text: 'Signed out' });
    const usable = sandbox.tokens().flatMap(({ tokens }) => tokens.filter(({ status }) => status === 'usable'));
    expect(usable).toEqual([]);
    expect(await visit(program.url)).toMatchObject({ status: 302, location: '/login' });
  });

  test('says why nobody is signed in: consent refused, a callback that is not ours', async () => {
    const { program, visit, signIn, tokenRequests } = await inFrontOf(name);
    expect(await visit(await signIn('no'))).toMatchObject({ status: 502 });
    const callback = await signIn();
    const state = callback.searchParams.get('state') ?? '';
    callback.searchParams.set('state', 'of-somebody-else');
    const refused = await visit(callback);
    expect(refused).toMatchObject({ status: 502, text: expect.stringMatching(/^Failed: ./) });
    expect(refused.text).not.toContain(state);
    expect(await visit(program.url)).toMatchObject({ status: 302, location: '/login' });
    expect(tokenRequests()).toEqual([]);
  });
});
