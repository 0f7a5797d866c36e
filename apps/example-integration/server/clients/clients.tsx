import { SipgateKitError } from '@sipgate-kit/core';
import { CreatedClientError, clientChanges, type OAuthClient, type OAuthClientInput } from '@sipgate-kit/core/clients';
import { type Context, Hono } from 'hono';
import { statusOf } from '../failure.tsx';
import { page } from '../page.tsx';
import { type Env, signedOut, type Visitor } from '../visitor.ts';
import { ChangePage } from './change-page.tsx';
import { ClientFormPage, type FormPage, LintReports } from './client-form-page.tsx';
import { checkedInput, EDIT_FORM, NEW_CLIENT_FORMS, type Values, valuesOf, warningsOf } from './client-forms.ts';
import { ClientList } from './client-list.tsx';
import { ClientPage } from './client-page.tsx';
import { DeletePage } from './delete-page.tsx';
import { PresetPage } from './preset-page.tsx';

/**
 * Everything about OAuth clients, below `/clients`.
 *
 * @param ownClientId the client this console itself signs people in with
 */
export function clientRoutes(ownClientId: string) {
  const app = new Hono<Env>();

  app.get('/', async (c) => {
    const clients = await visitorOf(c).clients.list();
    return page(c, {
      title: 'OAuth clients',
      content: <ClientList clients={clients} deleted={c.req.query('deleted')} />,
    });
  });

  app.get('/new', (c) => page(c, { title: 'New client', content: <PresetPage forms={NEW_CLIENT_FORMS} /> }));

  app.get('/new/:preset', (c) => {
    const form = newClientForm(c);
    return form === undefined ? c.notFound() : formPage(c, { ...form, fresh: true, values: { port: '8080' } });
  });

  app.post('/new/:preset', async (c) => {
    const about = newClientForm(c);
    if (about === undefined) return c.notFound();
    const values = await valuesIn(c);
    try {
      const input = checkedInput(about.form, values);
      // What somebody is warned of for the first time is not taken yet.
      const warned = warningsOf(input);
      if (warned !== '' && warned !== values['seen']) return formPage(c, { ...about, values, warned: true });
      const { clientId } = await visitorOf(c).clients.create(input);
      return c.redirect(`${addressOf(clientId)}?created`, 303);
    } catch (error) {
      if (error instanceof CreatedClientError) return c.redirect(`${addressOf(error.clientId)}?created`, 303);
      return formPage(c, { ...about, values, error: expected(error) });
    }
  });

  /** What the script shows while somebody types. Pure: nobody is asked. */
  app.post('/lint/:form', async (c) => {
    const form = c.req.param('form') === 'edit' ? EDIT_FORM : NEW_CLIENT_FORMS[c.req.param('form')];
    return form === undefined ? c.notFound() : c.html(<LintReports form={form} values={await valuesIn(c)} />);
  });

  app.get('/:id', async (c) => {
    const client = await read(c);
    const created = c.req.query('created') !== undefined;
    return page(c, { title: client.name, content: <ClientPage client={client} created={created} /> });
  });

  /** The secret comes into a page only on request: by POST, so that no link, prefetch or history brings it up. */
  app.post('/:id/secret', async (c) => {
    const client = await read(c);
    return page(c, {
      title: client.name,
      content: <ClientPage client={client} secret={client.clientSecret?.reveal()} />,
    });
  });

  // Where a sign-in in between ends.
  app.get('/:id/secret', (c) => c.redirect(addressOf(c.req.param('id')), 303));

  app.get('/:id/edit', async (c) => {
    const client = await read(c);
    return formPage(c, { ...editForm(client.clientId), fresh: true, values: valuesOf(client) });
  });

  /** Three steps: `review` shows what would change, `save` does it, `change` goes back to the form. */
  app.post('/:id/edit', async (c) => {
    const about = editForm(c.req.param('id'));
    const { step, before, ...values } = await valuesIn(c);
    try {
      if (step === 'change') return formPage(c, { ...about, values });
      const wanted = checkedInput(EDIT_FORM, values);
      const { clients } = visitorOf(c);
      const client = await clients.get(c.req.param('id'));
      const changedMeanwhile = step === 'save' && before !== stateOf(client);
      if (step !== 'save' || changedMeanwhile) return changePage(c, { client, wanted, values, changedMeanwhile });
      await clients.update(client.clientId, wanted);
      return c.redirect(addressOf(client.clientId), 303);
    } catch (error) {
      return formPage(c, { ...about, values, error: expected(error) });
    }
  });

  app.get('/:id/delete', async (c) => {
    const client = await read(c);
    return page(c, { title: `Delete ${client.name}`, content: <DeletePage client={client} own={isOwn(client)} /> });
  });

  app.post('/:id/delete', async (c) => {
    const client = await read(c);
    const { confirmation = '' } = await valuesIn(c);
    if (confirmation.trim() !== client.name.trim()) {
      const content = <DeletePage client={client} own={isOwn(client)} confirmation={confirmation} />;
      return page(c, { title: `Delete ${client.name}`, status: 422, content });
    }
    await visitorOf(c).clients.delete(client.clientId);
    return c.redirect(`/clients?${new URLSearchParams({ deleted: client.name })}`, 303);
  });

  const isOwn = ({ clientId }: OAuthClient) => clientId === ownClientId;

  return app;
}

function visitorOf(c: Context<Env>): Visitor {
  if (c.var.visitor === undefined) throw signedOut();
  return c.var.visitor;
}

const read = (c: Context<Env, '/:id'>) => visitorOf(c).clients.get(c.req.param('id'));

async function valuesIn(c: Context<Env>): Promise<Values> {
  const fields = Object.entries(await c.req.parseBody());
  return Object.fromEntries(fields.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

function newClientForm(c: Context<Env, '/new/:preset'>) {
  const preset = c.req.param('preset');
  const form = NEW_CLIENT_FORMS[preset];
  if (form === undefined) return undefined;
  return {
    title: `New client: ${form.title}`,
    form,
    lint: preset,
    path: c.req.path,
    submit: 'Create',
    back: '/clients',
  };
}

function editForm(clientId: string) {
  const address = addressOf(clientId);
  return {
    title: 'Edit client',
    form: EDIT_FORM,
    lint: 'edit',
    path: `${address}/edit`,
    submit: 'Review',
    back: address,
  };
}

/** The ids of sipgate's clients have a colon in them. */
const addressOf = (clientId: string) => `/clients/${encodeURIComponent(clientId)}`;

function formPage(c: Context<Env>, about: FormPage) {
  const status = about.error === undefined ? (about.warned ? 422 : 200) : statusOf(about.error);
  return page(c, { title: about.title, status, content: <ClientFormPage {...about} /> });
}

interface Change {
  readonly client: OAuthClient;
  readonly wanted: OAuthClientInput;
  readonly values: Values;
  readonly changedMeanwhile: boolean;
}

function changePage(c: Context<Env>, { client, wanted, values, changedMeanwhile }: Change) {
  const content = (
    <ChangePage
      client={client}
      changes={clientChanges(client, wanted)}
      values={values}
      before={stateOf(client)}
      path={`${addressOf(client.clientId)}/edit`}
      back={addressOf(client.clientId)}
      changedMeanwhile={changedMeanwhile}
    />
  );
  return page(c, { title: 'Review the changes', status: changedMeanwhile ? 409 : 200, content });
}

/** Everything that can be changed, as text: whether somebody else has changed it meanwhile. */
const stateOf = (client: OAuthClient) => JSON.stringify(valuesOf(client));

/** Errors of the kit are shown in the form; bugs are not. */
function expected(error: unknown): SipgateKitError {
  if (error instanceof SipgateKitError) return error;
  throw error;
}
