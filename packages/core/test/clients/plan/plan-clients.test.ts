import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ClientsPlan,
  clientsDocument,
  type DesiredClient,
  type OAuthClient,
  parseClientsDocument,
  planClients,
} from '../../../src/clients/index.ts';

const client = (clientId: string, name: string, more: Partial<OAuthClient> = {}): OAuthClient => ({
  clientId,
  name,
  description: 'd',
  redirectUris: ['https://a.example/cb'],
  webOrigins: [],
  ...more,
});
const wanted = (name: string, more: Partial<DesiredClient> = {}): DesiredClient => ({
  name,
  description: 'd',
  redirectUris: ['https://a.example/cb'],
  ...more,
});
const inShort = ({ steps }: ClientsPlan) =>
  steps.map((step) => `${step.kind} ${step.kind === 'create' ? step.input.name : step.client.clientId}`);

/** The clients after a plan. */
function after(existing: readonly OAuthClient[], { steps }: ClientsPlan): readonly OAuthClient[] {
  const changed = existing.flatMap((one) => {
    const step = steps.find((candidate) => candidate.kind !== 'create' && candidate.client.clientId === one.clientId);
    if (step?.kind === 'delete') return [];
    return [step?.kind === 'update' ? { ...one, ...step.patch } : one];
  });
  const created = steps.flatMap((step) =>
    step.kind === 'create' ? [client(`new-${step.at}`, step.input.name, step.input)] : [],
  );
  return [...changed, ...created];
}

describe('a description means', () => {
  test('the client of its id, else the one of its name, else a new one', () => {
    const existing = [client('1', 'A'), client('2', 'B')];
    const plan = planClients([wanted('B'), wanted('Renamed', { clientId: '1' }), wanted('C')], existing);
    expect(plan.steps).toMatchObject([
      { kind: 'unchanged', client: { clientId: '2' }, foundBy: 'name' },
      { kind: 'update', client: { clientId: '1' }, foundBy: 'clientId', patch: { name: 'Renamed' } },
      { kind: 'create', input: { name: 'C' } },
    ]);
    expect(plan.inSync).toBe(false);
  });

  test('no client by name that another description means by id', () => {
    const plan = planClients([wanted('A'), wanted('A', { clientId: '1' })], [client('1', 'A')]);
    expect(inShort(plan)).toEqual(['create A', 'unchanged 1']);
  });

  test('nothing when two clients have its name', () => {
    const two = [client('1', 'A'), client('2', 'A')];
    expect(() => planClients([wanted('A')], two)).toThrow(
      expect.objectContaining({ code: 'client_ambiguous', path: 'clients[0].name', clientIds: ['1', '2'] }),
    );
    expect(inShort(planClients([wanted('A'), wanted('A', { clientId: '2' })], two))).toEqual([
      'unchanged 1',
      'unchanged 2',
    ]);
  });

  test.each([
    [[wanted('A'), wanted('A')], 'clients[1].name'],
    [[wanted('A', { clientId: '1' }), wanted('B', { clientId: '1' })], 'clients[1].clientId'],
    [[wanted('A', { clientId: 'of another account' })], 'clients[0].clientId'],
    [[wanted('New', { redirectUris: ['https://a.example/cb', 'http://a.example'] })], 'clients[0].redirectUris[1]'],
    [[wanted('', {})], 'clients[0].name'],
    [[wanted('A', { clientId: '1', redirectUris: [] })], 'clients[0].redirectUris'],
  ])('nothing when it cannot be so (%j)', (desired, path) => {
    expect(() => planClients(desired, [client('1', 'A')])).toThrow(
      expect.objectContaining({ code: 'invalid_input', issues: [expect.objectContaining({ path })] }),
    );
  });
});

test('what is left out is to be empty, and the order of lists means nothing', () => {
  const existing = [
    client('1', 'A', {
      redirectUris: ['https://a.example/1', 'https://a.example/2'],
      privacyUrl: 'https://a.example/p',
    }),
  ];
  const reordered = wanted('A', { redirectUris: ['https://a.example/2', 'https://a.example/1'] });
  expect(planClients([reordered], existing).steps).toMatchObject([
    { kind: 'update', patch: { privacyUrl: '' }, changes: [{ field: 'privacyUrl' }] },
  ]);
});

test('what is not described stays, unless it is to be pruned', () => {
  const existing = [client('1', 'A'), client('2', 'B')];
  expect(planClients([wanted('A')], existing)).toMatchObject({ inSync: true });
  expect(inShort(planClients([wanted('A')], existing))).toEqual(['unchanged 1', 'unmanaged 2']);
  expect(inShort(planClients([wanted('A')], existing, { prune: true }))).toEqual(['unchanged 1', 'delete 2']);
});

test('what sipgate let be made may stay, though it could not be made like this', () => {
  const old = client('1', 'A', { redirectUris: ['http://plain.example/cb'], description: '' });
  const { clients } = clientsDocument([old]);
  expect(planClients(clients, [old]).inSync).toBe(true);
  const changed = clients.map((one) => ({ ...one, webOrigins: ['https://a.example'] }));
  expect(inShort(planClients(changed, [old]))).toEqual(['update 1']);
});

describe('for any clients and any descriptions', () => {
  const name = fc.constantFrom('A', 'B', 'C', 'D');
  const fields = {
    description: fc.constantFrom('d', 'other'),
    redirectUris: fc.uniqueArray(fc.constantFrom('https://a.example/1', 'https://a.example/2', 'https://a.example/3'), {
      minLength: 1,
    }),
    webOrigins: fc.uniqueArray(fc.constantFrom('https://a.example', 'https://b.example')),
    privacyUrl: fc.constantFrom('', 'https://a.example/p'),
  };
  const clients = fc
    .array(fc.record({ name, ...fields }), { maxLength: 6 })
    .map((all) => all.map((one, at) => ({ clientId: `id-${at}`, ...one })));
  const descriptions = fc.array(
    fc.record(
      { name, ...fields, clientId: fc.constantFrom('id-0', 'id-1', 'id-2') },
      { requiredKeys: ['name', 'description', 'redirectUris'] },
    ),
    { maxLength: 5 },
  );
  /** A plan, where one is possible. */
  function planned(desired: readonly DesiredClient[], existing: readonly OAuthClient[], prune: boolean) {
    try {
      return planClients(desired, existing, { prune });
    } catch (error) {
      expect(error).toMatchObject({ code: expect.stringMatching(/^(?:client_ambiguous|invalid_input)$/) });
      return undefined;
    }
  }

  test('doing what is planned leaves nothing to do', () => {
    let possible = 0;
    fc.assert(
      fc.property(descriptions, clients, fc.boolean(), (desired, existing, prune) => {
        const plan = planned(desired, existing, prune);
        if (plan === undefined) return;
        possible += 1;
        const result = after(existing, plan);
        expect(planClients(desired, result, { prune }).inSync).toBe(true);
        expect(plan.inSync).toBe(result.length === existing.length && result.every((one, at) => one === existing[at]));
      }),
      { numRuns: 1000 },
    );
    expect(possible).toBeGreaterThan(100);
  });

  test('nothing is deleted but by pruning, and pruning leaves nothing but what is described', () => {
    fc.assert(
      fc.property(descriptions, clients, (desired, existing) => {
        const kept = planned(desired, existing, false);
        const pruned = planned(desired, existing, true);
        expect(kept === undefined).toBe(pruned === undefined);
        if (kept === undefined || pruned === undefined) return;
        expect(kept.steps.some(({ kind }) => kind === 'delete')).toBe(false);
        expect(after(existing, pruned)).toHaveLength(desired.length);
        const same = kept.steps.map((step) => (step.kind === 'unmanaged' ? { ...step, kind: 'delete' } : step));
        expect(same).toEqual(pruned.steps);
      }),
    );
  });

  test('the order is that of the descriptions, then that of the clients, and always the same', () => {
    fc.assert(
      fc.property(descriptions, clients, (desired, existing) => {
        const plan = planned(desired, existing, true);
        if (plan === undefined) return;
        const places = plan.steps.map((step) =>
          step.kind === 'delete' || step.kind === 'unmanaged'
            ? desired.length + existing.findIndex(({ clientId }) => clientId === step.client.clientId)
            : step.at,
        );
        expect(places).toEqual([...places].sort((a, b) => a - b));
        expect(plan).toEqual(planClients(desired, existing, { prune: true }));
      }),
    );
  });

  test('a document of the clients as they are is in sync, whatever they are', () => {
    const any = fc.string({ unit: 'grapheme' });
    const strange = fc
      .array(
        fc.record({
          name: any,
          description: any,
          redirectUris: fc.array(any),
          webOrigins: fc.array(any),
          termsUrl: any,
        }),
      )
      .map((all) => all.map((one, at) => ({ clientId: `id-${at}`, ...one })));
    fc.assert(
      fc.property(strange, (existing) => {
        const document = parseClientsDocument(JSON.parse(JSON.stringify(clientsDocument(existing))));
        expect(planClients(document.clients, existing, { prune: true }).inSync).toBe(true);
      }),
    );
  });
});

describe('a document', () => {
  test.each<[unknown, readonly string[]]>([
    [null, [': Write `clients:` and a list of OAuth clients.']],
    [{}, ['clients: It is needed.']],
    [{ clients: {} }, ['clients: Write a list of OAuth clients.']],
    [{ clients: [], client: 1 }, ['client: There is no such field; there are clients.']],
    [{ clients: ['x'] }, ['clients[0]: Write the fields of an OAuth client.']],
    [
      { clients: [{ name: 7, redirectUris: 'https://a.example', webOrigins: null }] },
      [
        'clients[0].name: Write it as text.',
        'clients[0].description: It is needed.',
        'clients[0].redirectUris: Write a list.',
        'clients[0].webOrigins: Write a list.',
      ],
    ],
    [
      { clients: [{ name: 'n', description: 'd', redirectUris: [1], clientSecret: 's3cret', nmae: '' }] },
      [
        'clients[0].redirectUris[0]: Write it as text.',
        'clients[0].clientSecret: sipgate makes the secret, and it does not belong into a file; leave it out.',
        'clients[0].nmae: There is no such field; there are clientId, name, description, redirectUris, webOrigins, privacyUrl, termsUrl.',
      ],
    ],
  ])('%j is none', (value, expected) => {
    let issues: readonly { path: string; message: string }[] = [];
    try {
      parseClientsDocument(value);
    } catch (error) {
      issues = (error as { issues: typeof issues }).issues;
    }
    expect(issues.map(({ path, message }) => `${path}: ${message}`)).toEqual(expected);
  });

  test('never holds a secret', () => {
    expect(Object.keys(clientsDocument([client('1', 'A')]).clients[0] ?? {})).not.toContain('clientSecret');
  });
});
