import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { SipgateClient } from '../../src/api/client.ts';
import type { ItemOf } from '../../src/api/scoped-calls.ts';
import type { Schemas } from '../../src/operations.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const BEGINNING = `
import { createSipgateClient, type SipgateClient, type TokenSet } from '../../src/index.ts';
declare const auth: { fetch: typeof fetch };
declare const tokenSet: TokenSet;
export const reader = createSipgateClient({ auth, scopes: ['account:read', 'history:read'] });
export const everything = createSipgateClient({ auth, scopes: ['all'] });
export const unknown = createSipgateClient({ auth, scopes: tokenSet.scopes });
export const plain = createSipgateClient({ auth });
export async function readHistory(sipgate: SipgateClient<'history:read'>) {
  return (await sipgate.call('getHistory')).data.totalCount;
}
`;

/** What is the same for every module, read once. */
const read = new Map<string, ts.SourceFile | undefined>();

/** What the compiler makes of a module that begins as above: what it complains about, and the declarations it emits. */
function compile(lines: string): { readonly errors: readonly string[]; readonly declarations: string } {
  const file = `${FOLDER}of-a-user.ts`;
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  const source = `${BEGINNING}${lines}`;
  host.fileExists = (name) => name === file || fileExists(name);
  host.readFile = (name) => (name === file ? source : readFile(name));
  host.getSourceFile = (name, ...rest) => {
    if (name === file) return ts.createSourceFile(name, source, ts.ScriptTarget.ES2023);
    if (!read.has(name)) read.set(name, getSourceFile(name, ...rest));
    return read.get(name);
  };
  const program = ts.createProgram([file], options, host);
  const own = program.getSourceFile(file);
  const errors = program
    .getSemanticDiagnostics(own)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n').split('\n')[0] ?? '');
  let declarations = '';
  program.emit(own, (_, text) => {
    declarations += text;
  });
  return { errors, declarations };
}

describe('the compiler', { timeout: 120_000 }, () => {
  test('lets pass what the scopes allow', () => {
    const { errors } = compile(`
      export async function allowed() {
        await reader.GET('/account');
        await reader.GET('/authorization/userinfo');
        await reader.call('getHistory', { query: { limit: 5 } });
        await reader.stream('getHistoryCSV');
        for await (const entry of reader.items('getHistory')) entry.id.toUpperCase();
        await everything.GET('/balance');
        await everything.GET('/app/properties');
        await unknown.GET('/balance');
        await plain.GET('/balance');
        const narrow = unknown.withScopes(['users:read']);
        await narrow.GET('/users');
        if (reader.hasScopes(['balance:read'])) await reader.GET('/balance');
        await readHistory(reader);
        await readHistory(everything);
        await readHistory(plain);
        createSipgateClient({ auth, scopes: ['openid', 'offline_access', 'account:read'] });
      }
    `);
    expect(errors).toEqual([]);
  });

  test('names the scope that is missing', () => {
    const lacks = (name: string, scopes: string) =>
      `Argument of type '"${name}"' is not assignable to parameter of type '"${name}" & ${scopes}'.`;
    const { errors } = compile(`
      reader.GET('/balance');
      reader.call('getBalance');
      reader.POST('/sessions/sms', { body: { smsId: 's0', recipient: '+493023125001', message: 'Hello' } });
      reader.items('getNumbers');
      reader.stream('getContactsCsv');
      unknown.withScopes(['users:read']).GET('/account');
      createSipgateClient({ auth, scopes: [] }).GET('/account');
    `);
    expect(errors).toEqual([
      lacks('/balance', 'MissingScope<"balance:read">'),
      lacks('getBalance', 'MissingScope<"balance:read">'),
      expect.stringMatching(
        /^Argument of type '"\/sessions\/sms"' is not assignable to parameter of type '"\/sessions\/sms" & \((?:MissingScope<"sessions:(?:sms:)?write">(?: \| )?){2}\)'\.$/,
      ),
      lacks('getNumbers', 'MissingScope<"numbers:read">'),
      lacks('getContactsCsv', 'MissingScope<"contacts:read">'),
      lacks('/account', 'MissingScope<"account:read">'),
      lacks('/account', 'MissingScope<"account:read">'),
    ]);
  });

  test('knows neither the internal operations nor scopes that do not exist, and no client for another', () => {
    const { errors } = compile(`
      everything.GET('/restrictions');
      everything.call('getRestrictions');
      createSipgateClient({ auth, scopes: ['acount:read'] });
      readHistory(createSipgateClient({ auth, scopes: ['account:read'] }));
      export const widened: SipgateClient = reader;
    `);
    expect(errors).toEqual([
      `Argument of type '"/restrictions"' is not assignable to parameter of type 'PathWith<"get">'.`,
      `Argument of type '"getRestrictions"' is not assignable to parameter of type 'keyof ScopesByOperation'.`,
      expect.stringContaining(`Type '["acount:read"]' is not assignable to type`),
      expect.stringContaining(`Argument of type 'SipgateClient<"account:read">' is not assignable`),
      expect.stringContaining(`is not assignable to type 'SipgateClient<Scope>'`),
    ]);
  });

  test('emits for one operation what that one needs, not the whole API', () => {
    const { declarations } = compile(`
      export const account = async () => (await reader.GET('/account')).data;
      export const answer = () => reader.GET('/account');
      export const history = () => reader.items('getHistory');
    `);
    expect(declarations.length).toBeLessThan(4000);
    expect(declarations).toContain('account: () => Promise<');
    expect(declarations).not.toMatch(/getBalance|\/balance|phonelines/);
  });
});

test('the items of a list have the type that its answer gives them', () => {
  expectTypeOf<ItemOf<'getHistory'>>().toEqualTypeOf<Schemas['HistoryEntry']>();
  expectTypeOf<ItemOf<'getNumbers'>>().toEqualTypeOf<Schemas['PhoneNumber']>();
  expectTypeOf<SipgateClient<'account:read' | 'balance:read'>>().toExtend<SipgateClient<'balance:read'>>();
  expectTypeOf<SipgateClient<'account:read'>>().not.toExtend<SipgateClient<'balance:read'>>();
});
