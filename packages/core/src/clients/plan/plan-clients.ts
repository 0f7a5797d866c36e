import { type InputIssue, InvalidInputError } from '../../invalid-input-error.ts';
import { type ClientChange, clientChanges } from '../client-changes.ts';
import type { OAuthClient } from '../oauth-client.ts';
import {
  assertOAuthClientInput,
  assertOAuthClientPatch,
  type OAuthClientInput,
  type OAuthClientPatch,
} from '../oauth-client-input.ts';
import { AmbiguousClientError } from './ambiguous-client-error.ts';
import type { DesiredClient } from './clients-document.ts';

/** What becomes of one client. `at` is the index of its description. */
export type PlanStep =
  | { readonly kind: 'create'; readonly at: number; readonly input: OAuthClientInput }
  | {
      readonly kind: 'update';
      readonly at: number;
      readonly client: OAuthClient;
      readonly foundBy: FoundBy;
      readonly changes: readonly ClientChange[];
      readonly patch: OAuthClientPatch;
    }
  | { readonly kind: 'unchanged'; readonly at: number; readonly client: OAuthClient; readonly foundBy: FoundBy }
  | { readonly kind: 'delete'; readonly client: OAuthClient }
  /** It is described nowhere, and stays. */
  | { readonly kind: 'unmanaged'; readonly client: OAuthClient };

/** How a description was matched with a client that exists. */
export type FoundBy = 'clientId' | 'name';

/** What there is to do, in this order: the descriptions' own, then what is described nowhere. */
export interface ClientsPlan {
  readonly steps: readonly PlanStep[];
  /** Whether there is nothing to create, update or delete. */
  readonly inSync: boolean;
}

/** Settings of {@link planClients}. */
export interface PlanOptions {
  /** Deletes clients that are described nowhere. Default `false`: they stay. */
  readonly prune?: boolean;
}

/**
 * What has to be done so that the clients are as described. Looks and does nothing; {@link applyPlan} does it.
 *
 * A description means the client of its `clientId`; without one, the client of its name that no other description means
 * by id, else a new client. Fields it leaves out are to be empty. Only what changes is checked: a client may stay as
 * sipgate let it be made.
 *
 * @throws InvalidInputError with paths such as `clients[0].redirectUris[1]`: two descriptions mean one client, a
 * clientId is of no client, or something cannot be so. Nothing was changed.
 * @throws AmbiguousClientError `client_ambiguous` when two clients have a description's name.
 * @example
 * const plan = planClients(document.clients, await clients.list());
 * if (!plan.inSync) await applyPlan(clients, plan);
 */
export function planClients(
  desired: readonly DesiredClient[],
  existing: readonly OAuthClient[],
  { prune = false }: PlanOptions = {},
): ClientsPlan {
  const found = matched(desired, existing);
  const steps = desired.map((description, at) => stepFor(description, at, found[at]));
  assertPossible(steps);
  const described = new Set(found.map((match) => match?.client.clientId));
  const rest = existing
    .filter(({ clientId }) => !described.has(clientId))
    .map((client): PlanStep => ({ kind: prune ? 'delete' : 'unmanaged', client }));
  const all = [...steps, ...rest];
  return { steps: all, inSync: all.every(({ kind }) => kind === 'unchanged' || kind === 'unmanaged') };
}

interface Match {
  readonly client: OAuthClient;
  readonly foundBy: FoundBy;
}

/** For each description the client it means. */
function matched(desired: readonly DesiredClient[], existing: readonly OAuthClient[]): readonly (Match | undefined)[] {
  const issues = [...repeated(desired), ...strangers(desired, existing)];
  if (issues.length > 0) throw new InvalidInputError('document of OAuth clients', issues);
  const claimed = new Set(desired.map(({ clientId }) => clientId));
  const free = existing.filter(({ clientId }) => !claimed.has(clientId));
  return desired.map(({ clientId, name }, at) => {
    if (clientId !== undefined) {
      const client = existing.find((one) => one.clientId === clientId);
      return client && { client, foundBy: 'clientId' };
    }
    const [client, ...others] = free.filter((one) => one.name === name);
    if (client === undefined) return undefined;
    if (others.length === 0) return { client, foundBy: 'name' };
    throw new AmbiguousClientError(
      name,
      [client, ...others].map((one) => one.clientId),
      `clients[${at}].name`,
    );
  });
}

/** Descriptions that mean the client of another one. */
function repeated(desired: readonly DesiredClient[]): readonly InputIssue[] {
  return desired.flatMap(({ clientId, name }, at) => {
    const first = desired.findIndex((other) =>
      clientId === undefined ? other.clientId === undefined && other.name === name : other.clientId === clientId,
    );
    if (first === at) return [];
    return clientId === undefined
      ? [{ path: `clients[${at}].name`, message: `clients[${first}] has this name, too; tell them apart by clientId.` }]
      : [{ path: `clients[${at}].clientId`, message: `clients[${first}] is this client already.` }];
  });
}

/** Making a client anew gives it another id: whoever uses the old one would not find it. */
function strangers(desired: readonly DesiredClient[], existing: readonly OAuthClient[]): readonly InputIssue[] {
  const known = new Set(existing.map(({ clientId }) => clientId));
  return desired.flatMap(({ clientId }, at) =>
    clientId === undefined || known.has(clientId)
      ? []
      : [
          {
            path: `clients[${at}].clientId`,
            message:
              'This account has no such OAuth client. If it is the right account, leave clientId out: the client of this name is taken, or a new one is created.',
          },
        ],
  );
}

function stepFor({ clientId: _, ...input }: DesiredClient, at: number, match: Match | undefined): PlanStep {
  if (match === undefined) return { kind: 'create', at, input };
  const { client, foundBy } = match;
  const changes = clientChanges(client, { webOrigins: [], privacyUrl: '', termsUrl: '', ...input });
  if (changes.length === 0) return { kind: 'unchanged', at, client, foundBy };
  const patch: OAuthClientPatch = Object.fromEntries(changes.map(({ field, after }) => [field, after]));
  return { kind: 'update', at, client, foundBy, changes, patch };
}

/** @throws InvalidInputError for what sipgate would refuse, or nobody could sign in with. */
function assertPossible(steps: readonly PlanStep[]): void {
  const issues = steps.flatMap((step) => {
    if (step.kind === 'create') return issuesOf(step.at, () => assertOAuthClientInput(step.input));
    return step.kind === 'update' ? issuesOf(step.at, () => assertOAuthClientPatch(step.patch)) : [];
  });
  if (issues.length > 0) throw new InvalidInputError('document of OAuth clients', issues);
}

function issuesOf(at: number, check: () => void): readonly InputIssue[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return error.issues.map(({ path, message }) => ({ path: `clients[${at}]${path && `.${path}`}`, message }));
  }
}
