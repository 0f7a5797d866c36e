import { type Context, Hono } from 'hono';
import type { Child } from 'hono/jsx';
import type { Directory } from '../../accounts.ts';
import { type ClientStore, newClient, type SandboxClient } from '../../clients.ts';
import type { SandboxClock } from '../../clock.ts';
import type { RandomSource } from '../../random.ts';
import type { Show } from '../console.tsx';
import { CLIENTS_PATH, clientPath } from '../paths.ts';
import { AddAddressDialog, LintOf } from './add-address-dialog.tsx';
import { ADDRESS_LISTS, type AddressList, refusalOf } from './address-lists.ts';
import { ClientDetails } from './client-details.tsx';
import { type ClientForm, checkClientForm, clientFormOf, EMPTY_CLIENT_FORM } from './client-form.ts';
import { ClientFormDialog, type ClientFormDialogContent } from './client-form-dialog.tsx';
import { ClientsPage } from './clients-page.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { environmentOf } from './environment.ts';
import { isDoubtful } from './lint-report.tsx';

export interface ClientsParts {
  readonly clients: ClientStore;
  readonly directory: Directory;
  readonly issuers: Readonly<Record<SandboxClient['realm'], string>>;
  readonly apiUrl: string;
  readonly clock: SandboxClock;
  readonly random: RandomSource;
  /** How many sessions with this client are alive. */
  readonly liveSessions: (clientId: string) => number;
  /** Ends them all. */
  readonly endSessions: (clientId: string) => void;
}

/** Sentences after a deed, by the word the address carries from there. */
const NOTICES: Readonly<Record<string, string>> = {
  created: 'The client is created. Add a redirect URI, and people can sign in with it at once.',
  saved: 'Saved. It holds from the next sign-in on.',
  added: 'Added. It holds at once.',
  removed: 'Removed. It holds at once.',
  deleted: 'The client is deleted, and its sessions have ended.',
};

/** The tab Clients: every dialog is a page, every button a form, so that all of it works without a script. */
export function clientsRoutes(
  { clients, directory, issuers, apiUrl, clock, random, liveSessions, endSessions }: ClientsParts,
  show: Show,
) {
  const app = new Hono()
    .get(CLIENTS_PATH, (c) => listPage(c))
    .get(`${CLIENTS_PATH}/new`, (c) => listPage(c, newDialog(EMPTY_CLIENT_FORM, {})))
    .post(CLIENTS_PATH, async (c) => {
      const body = await c.req.parseBody();
      const form = clientFormOf(body);
      const owner = directory.accounts.find(({ masterSipId }) => masterSipId === body.owner) ?? directory.accounts[0];
      const checked = checkClientForm(form, { redirectUris: [], webOrigins: [] });
      if ('problems' in checked || owner === undefined) {
        return listPage(c, newDialog(form, 'problems' in checked ? checked.problems : {}, owner?.masterSipId), 422);
      }
      const client = newClient(owner.masterSipId, checked.description, { now: clock.now(), random });
      clients.put(client);
      return c.redirect(`${clientPath(client.clientId)}?done=created`, 303);
    })
    .get(`${CLIENTS_PATH}/:id`, (c) => clientPage(c))
    .get(`${CLIENTS_PATH}/:id/secret`, (c) => {
      const secret = found(c)?.clientSecret;
      if (secret === undefined) return c.text('This client has no secret.\n', 404);
      return secretText(c, secret);
    })
    .get(`${CLIENTS_PATH}/:id/env`, (c) => {
      const client = found(c);
      if (client === undefined) return c.text('This client is gone.\n', 404);
      return secretText(c, environmentOf(client, { issuer: issuers[client.realm], apiUrl }));
    })
    .get(`${CLIENTS_PATH}/:id/edit`, (c) => clientPage(c, (client) => editDialog(client, client, {})))
    .post(`${CLIENTS_PATH}/:id/edit`, async (c) => {
      const client = found(c);
      if (client === undefined) return gone(c);
      const form = clientFormOf(await c.req.parseBody());
      const checked = checkClientForm(form, client);
      if ('problems' in checked) return clientPage(c, () => editDialog(client, form, checked.problems), 422);
      clients.put({ ...client, ...checked.description });
      return c.redirect(`${clientPath(client.clientId)}?done=saved`, 303);
    })
    .get(`${CLIENTS_PATH}/:id/delete`, (c) => clientPage(c, (client) => deleteDialog(client, '')))
    .post(`${CLIENTS_PATH}/:id/delete`, async (c) => {
      const client = found(c);
      if (client === undefined) return gone(c);
      const { typed } = await c.req.parseBody();
      const name = typeof typed === 'string' ? typed.trim() : '';
      if (name !== client.name) {
        return clientPage(c, () => deleteDialog(client, name, `That is not its name. Type ${client.name}.`), 422);
      }
      clients.remove(client.clientId);
      endSessions(client.clientId);
      return c.redirect(`${CLIENTS_PATH}?done=deleted`, 303);
    });
  for (const list of ADDRESS_LISTS) addressRoutes(app, list);
  return app;

  function addressRoutes(routes: Hono, list: AddressList) {
    const path = `${CLIENTS_PATH}/:id/${list.path}`;
    routes
      .get(`${path}/new`, (c) => {
        const value = c.req.query('value') ?? '';
        return clientPage(c, (client) => <AddAddressDialog client={client} list={list} value={value} />);
      })
      .get(`${path}/lint`, (c) => {
        const client = found(c);
        if (client === undefined) return c.text('This client is gone.\n', 404);
        c.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
        return c.html(<LintOf client={client} list={list} value={(c.req.query('value') ?? '').trim()} />);
      })
      .post(path, async (c) => {
        const client = found(c);
        if (client === undefined) return gone(c);
        const body = await c.req.parseBody();
        const value = String(body.value ?? '').trim();
        const problem = refusalOf(list, value, client);
        const unseen = isDoubtful(list.lint(value, client)) && body.seen !== value;
        if (problem !== undefined || unseen) {
          return clientPage(
            c,
            () => <AddAddressDialog client={client} list={list} value={value} problem={problem} />,
            422,
          );
        }
        clients.put({ ...client, [list.field]: [...client[list.field], value] });
        return c.redirect(`${clientPath(client.clientId)}?done=added`, 303);
      })
      .post(`${path}/remove`, async (c) => {
        const client = found(c);
        if (client === undefined) return gone(c);
        const { value } = await c.req.parseBody();
        clients.put({ ...client, [list.field]: client[list.field].filter((one) => one !== value) });
        return c.redirect(`${clientPath(client.clientId)}?done=removed`, 303);
      });
  }

  function found(c: Context): SandboxClient | undefined {
    return clients.find(c.req.param('id') ?? '');
  }

  function gone(c: Context): Promise<Response> {
    return show(c, {
      title: 'Clients',
      status: 404,
      content: (
        <ClientsPage clients={clients.list()} directory={directory}>
          <div class="empty">
            <p class="quiet">This client is not there, or not any more.</p>
          </div>
        </ClientsPage>
      ),
    });
  }

  function listPage(c: Context, dialog?: Child, status?: number): Promise<Response> {
    const content = <ClientsPage clients={clients.list()} directory={directory} notice={noticeOf(c)} dialog={dialog} />;
    return show(c, { title: 'Clients', content, ...(status !== undefined && { status }) });
  }

  function clientPage(c: Context, dialog?: (client: SandboxClient) => Child, status?: number): Promise<Response> {
    const client = found(c);
    if (client === undefined) return gone(c);
    const content = (
      <ClientsPage
        clients={clients.list()}
        directory={directory}
        selected={client.clientId}
        notice={noticeOf(c)}
        dialog={dialog?.(client)}
      >
        <ClientDetails
          client={client}
          directory={directory}
          issuer={issuers[client.realm]}
          showSecret={c.req.query('secret') === 'shown'}
        />
      </ClientsPage>
    );
    return show(c, { title: client.name, content, ...(status !== undefined && { status }) });
  }

  function newDialog(form: ClientForm, problems: ClientFormDialogContent['problems'], chosen = '') {
    return (
      <ClientFormDialog
        title="New client"
        act="Create client"
        action={CLIENTS_PATH}
        back={CLIENTS_PATH}
        form={form}
        problems={problems}
        owners={{ accounts: directory.accounts, chosen }}
      />
    );
  }

  function editDialog({ clientId }: SandboxClient, form: ClientForm, problems: ClientFormDialogContent['problems']) {
    return (
      <ClientFormDialog
        title="Edit client"
        act="Save"
        action={clientPath(clientId, 'edit')}
        back={clientPath(clientId)}
        form={form}
        problems={problems}
      />
    );
  }

  function deleteDialog(client: SandboxClient, typed: string, problem?: string) {
    return <DeleteDialog client={client} sessions={liveSessions(client.clientId)} typed={typed} problem={problem} />;
  }
}

/** For this sandbox's own pages, and for nobody's cache. */
function secretText(c: Context, text: string): Response {
  return c.text(text, 200, {
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
}

function noticeOf(c: Context): string | undefined {
  return NOTICES[c.req.query('done') ?? ''];
}
