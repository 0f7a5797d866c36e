import { Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import type { InteractionResults } from 'oidc-provider';
import { secondsOf } from '../clock.ts';
import { consentPage } from './consent-page.tsx';
import { consentedScopes, giveConsent } from './consents.ts';
import { denyDevice } from './device-verification.ts';
import { errorPage } from './error-page.tsx';
import { loginPage } from './login-page.tsx';
import { requestedScopes } from './provider.ts';
import type { RealmContext } from './realm.ts';

type Interaction = InstanceType<RealmContext['provider']['Interaction']>;

/** The login and the consent page, and what the person answers on them. */
export function interactionRoutes(realm: RealmContext) {
  const cookieName = realm.provider.cookieName('interaction');
  return new Hono()
    .get('/:interaction', async (c) => {
      const interaction = await find(realm, c.req.param('interaction'), getCookie(c, cookieName));
      return interaction === undefined ? expiredPage() : show(realm, interaction, c.req.path);
    })
    .post('/:interaction', async (c) => {
      const interaction = await find(realm, c.req.param('interaction'), getCookie(c, cookieName));
      if (interaction === undefined) return expiredPage();
      const form = new URLSearchParams(await c.req.text());
      return interaction.prompt.name === 'login'
        ? answerLogin(realm, interaction, form, c.req.path)
        : answerConsent(realm, interaction, form);
    });
}

/** The interaction under way in this browser: the cookie has to name the one in the address. */
async function find(realm: RealmContext, id: string, cookie: string | undefined): Promise<Interaction | undefined> {
  return cookie === id ? realm.provider.Interaction.find(id) : undefined;
}

function expiredPage(): Promise<Response> {
  return errorPage({
    message: 'Cookie not found. Please make sure cookies are enabled in your browser.',
    hint: 'This page belongs to a sign-in that is over, or that was started in another browser. Go back to the application and start again.',
  });
}

function show(
  realm: RealmContext,
  interaction: Interaction,
  action: string,
  error?: string,
  username?: string,
): Promise<Response> {
  const client = realm.clients.find(String(interaction.params.client_id));
  if (client === undefined) return errorPage({ message: 'Client not found.' });
  const formTargets = [redirectTarget(String(interaction.params.redirect_uri))];
  if (interaction.prompt.name === 'login') {
    const hint = interaction.params.login_hint;
    return loginPage({
      action,
      clientName: client.name,
      username: username ?? (typeof hint === 'string' ? hint : ''),
      ...(error === undefined ? {} : { error }),
      formTargets,
    });
  }
  const { termsUrl, privacyUrl, name } = client;
  const scopes = scopesToAskFor(realm, interaction);
  return consentPage({ action, clientName: name, scopes, termsUrl, privacyUrl, formTargets });
}

/** The scopes the person has not granted yet; all of them where the client asks to be asked again. */
function scopesToAskFor(realm: RealmContext, { params, session }: Interaction): readonly string[] {
  const requested = requestedScopes(params).filter((scope) => scope !== 'openid');
  const granted = consentedScopes(realm.state, session?.accountId ?? '', String(params.client_id));
  const missing = requested.filter((scope) => !granted.has(scope));
  return missing.length === 0 ? requested : missing;
}

async function answerLogin(
  realm: RealmContext,
  interaction: Interaction,
  form: URLSearchParams,
  action: string,
): Promise<Response> {
  const username = form.get('username') ?? '';
  const user = realm.directory.userByName(username);
  if (user === undefined || form.get('password') !== user.password) {
    return show(realm, interaction, action, 'Invalid username or password.', username);
  }
  if (realm.state.disabledAccounts.has(user.sub)) {
    return show(realm, interaction, action, 'Account is disabled, contact your administrator.', username);
  }
  if (interaction.session !== undefined && interaction.session.accountId !== user.sub) {
    await leaveSession(realm, interaction);
  }
  const ts = secondsOf(realm.clock.now());
  // Not remembered: a cookie for as long as the browser is open, like Keycloak's.
  return finish(interaction, { login: { accountId: user.sub, ts, remember: false } });
}

/** As in Keycloak, a person who refuses at their first sign-in is not signed in: the next try asks for the password again. */
async function forgetUnfinishedSignIn(realm: RealmContext, interaction: Interaction): Promise<void> {
  const uid = interaction.session?.uid;
  const finished = [...realm.state.userSessions.values()].some(({ browserSessionUid }) => browserSessionUid === uid);
  if (!finished) await leaveSession(realm, interaction);
}

/** The browser loses its session: another person signs in where one already is, or nobody did in the end. */
async function leaveSession(realm: RealmContext, interaction: Interaction): Promise<void> {
  const { session } = interaction;
  if (session?.uid !== undefined) {
    const browserSession = await realm.provider.Session.findByUid(session.uid);
    await browserSession?.destroy();
  }
  delete interaction.session;
}

async function answerConsent(realm: RealmContext, interaction: Interaction, form: URLSearchParams): Promise<Response> {
  if (!form.has('accept')) {
    denyDevice(realm, interaction.params);
    await forgetUnfinishedSignIn(realm, interaction);
    return finish(interaction, { error: 'access_denied' });
  }
  const sub = interaction.session?.accountId;
  if (sub === undefined) return expiredPage();
  giveConsent(realm.state, sub, String(interaction.params.client_id), requestedScopes(interaction.params));
  return finish(interaction, { consent: {} });
}

/** Notes the answer and sends the browser on, with 303 so that it does not post the form again. */
async function finish(interaction: Interaction, answer: InteractionResults): Promise<Response> {
  interaction.result = 'error' in answer ? answer : { ...interaction.lastSubmission, ...answer };
  await interaction.persist();
  return new Response(null, {
    status: 303,
    headers: { location: interaction.returnTo, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  });
}

/** For the CSP: the origin of an http(s) redirect URI, the scheme of any other. */
function redirectTarget(redirectUri: string): string {
  const { protocol, origin } = new URL(redirectUri);
  return protocol === 'http:' || protocol === 'https:' ? origin : protocol;
}
