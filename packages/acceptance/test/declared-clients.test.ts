import { createSipgateClient, personalAccessToken } from '@sipgate-kit/core';
import {
  applyPlan,
  clientsDocument,
  createOAuthClients,
  type DesiredClient,
  InterruptedPlanError,
  planClients,
} from '@sipgate-kit/core/clients';
import { createSandbox } from '@sipgate-kit/sandbox';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

/** Alice's OAuth clients on a sandbox of their own. */
async function consoleOnTheSandbox() {
  const sandbox = await createSandbox();
  const options = { fetch: sandbox.fetch, apiOrigins: [sandbox.url] };
  const auth = personalAccessToken(sandbox.users.alice.personalAccessToken, options);
  const clients = createOAuthClients(createSipgateClient({ auth, baseUrl: sandbox.apiUrl }));
  const writes = () => sandbox.requests().filter(({ method }) => method !== 'GET').length;
  return { sandbox, clients, writes };
}

const url = fc.constantFrom('https://a.example/1', 'https://a.example/2', 'https://b.example/*');
const description = (clientId: fc.Arbitrary<string>): fc.Arbitrary<DesiredClient> =>
  fc.record(
    {
      name: fc.constantFrom('A', 'B', 'C', 'D', 'Sandbox browser app'),
      description: fc.constantFrom('one', 'other'),
      redirectUris: fc.uniqueArray(url, { minLength: 1 }),
      webOrigins: fc.uniqueArray(fc.constantFrom('https://a.example', 'https://b.example')),
      privacyUrl: fc.constantFrom('', 'https://a.example/privacy'),
      clientId,
    },
    { requiredKeys: ['name', 'description', 'redirectUris'] },
  );

test('what was planned and applied is in sync, whatever there was and whatever was wanted', {
  timeout: 60_000,
}, async () => {
  const { sandbox, clients, writes } = await consoleOnTheSandbox();
  const atFirst = sandbox.snapshot();
  const seeded = fc.constantFrom(sandbox.client.clientId, sandbox.publicClient.clientId);
  const wanted = fc
    .uniqueArray(description(seeded), { maxLength: 5, selector: ({ name }) => name })
    .map((list) =>
      list.filter(({ clientId }, at) => list.findIndex((one) => one.clientId === clientId) === at || !clientId),
    );
  await fc.assert(
    fc.asyncProperty(wanted, wanted, fc.boolean(), async (before, desired, prune) => {
      sandbox.restore(atFirst);
      await applyPlan(clients, planClients(before, await clients.list()));
      // Two clients of one name can come about, and then a name alone means nothing: that has a test of its own.
      const names = (await clients.list()).map(({ name }) => name);
      fc.pre(new Set(names).size === names.length);
      const plan = planClients(desired, await clients.list(), { prune });
      const written = writes();
      const applied = await applyPlan(clients, plan);
      expect(writes() - written).toBe(applied.length);

      const existing = await clients.list();
      expect(planClients(desired, existing, { prune }).inSync).toBe(true);
      expect(planClients(clientsDocument(existing).clients, existing, { prune: true }).inSync).toBe(true);
      if (prune) expect(existing).toHaveLength(desired.length);
    }),
    { numRuns: 60 },
  );
});

test('what was interrupted anywhere is finished by the next plan, without a client too many', async () => {
  const { sandbox, clients } = await consoleOnTheSandbox();
  const atFirst = sandbox.snapshot();
  const desired: DesiredClient[] = [
    ...['A', 'B', 'C'].map((name) => ({ name, description: 'd', redirectUris: ['https://a.example/cb'] })),
    { ...clientsDocument(await clients.list()).clients[0], description: 'changed' } as DesiredClient,
  ];
  const faults = [{ status: 503 }, { drop: 'before' }, { drop: 'after' }] as const;
  for (const fault of faults) {
    for (let failing = 0; failing < 5; failing += 1) {
      sandbox.restore(atFirst);
      const plan = planClients(desired, await clients.list(), { prune: true });
      const changes = plan.steps.filter(({ kind }) => kind !== 'unchanged').length;
      expect(changes).toBe(5);
      let begun = 0;
      const error = await applyPlan(clients, plan, {
        onStart: ({ kind }) => {
          if (begun === failing) {
            const method = ({ create: 'POST', update: 'PUT', delete: 'DELETE' } as const)[kind];
            sandbox.faults.add({ ...fault, method, path: '/v2/' });
          }
          begun += 1;
        },
      }).catch((failure: unknown) => failure);
      expect(error).toBeInstanceOf(InterruptedPlanError);
      const { done, remaining } = error as InterruptedPlanError;
      expect([done.length, remaining.length]).toEqual([failing, 4 - failing]);

      await applyPlan(clients, planClients(desired, await clients.list(), { prune: true }));
      const names = (await clients.list()).map(({ name }) => name).sort();
      expect(names).toEqual(['A', 'B', 'C', 'Sandbox callback server']);
    }
  }
});
