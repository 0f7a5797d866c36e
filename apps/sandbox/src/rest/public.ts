import { type OperationId, operations, type Schemas } from '@sipgate-kit/core/operations';
import type { ClientStore } from '../clients.ts';
import type { PublicAnswers } from './call.ts';
import { legalLinks } from './oauth-clients.ts';
import { invalidParameter, RestError } from './rest-error.ts';

/** The one-time value of every link of a sandbox that sets a password. */
const NONCE = 'example-nonce';

const TEXTS: Readonly<Record<string, Schemas['Translations']>> = {
  de: { 'example.greeting': 'Hallo' },
  en: { 'example.greeting': 'Hello' },
};

/** Names that `GET /` has for paths. The rest of its names are of operations that went away, or of more of the same. */
const URLS: Readonly<Partial<Record<keyof Schemas['ApiUrls'], OperationId>>> = {
  accountUrl: 'getAccount',
  accountVerifiedUrl: 'verifyAccount',
  addressesUrl: 'getAddresses',
  authorizationOauthClientsUrl: 'getClients',
  balanceUrl: 'getBalance',
  contactsUrl: 'getContacts',
  deviceUrl: 'getDevice',
  groupsUrl: 'getGroups',
  historyUrl: 'getHistory',
  historyEntryUrl: 'getHistoryById',
  numbersUrl: 'getNumbers',
  phonelinesUrl: 'getPhonelines',
  portingsUrl: 'getPortings',
  sessionsCallUrl: 'newCall',
  settingsSipgateioUrl: 'getWebhookSettings',
  smsUrl: 'getSmsExtensions',
  userInfoUrl: 'userinfo',
  usersUrl: 'getAllUsers',
  voicemailsUrl: 'getVoicemails',
};

/** Answers to everybody, without a token. */
export function publicAnswers(clients: ClientStore): PublicAnswers {
  return {
    getApiUrls: ({ apiUrl }) =>
      Object.fromEntries(Object.entries(URLS).map(([name, id]) => [name, `${apiUrl}${operations[id].path}`])),
    getAppLinks: () => ({
      loginUrl: 'https://login.sandbox.example/',
      logoutUrl: 'https://login.sandbox.example/logout',
      supportUrl: 'https://help.sandbox.example/',
      personalSettingsUrl: 'https://app.sandbox.example/settings',
    }),
    getGdprUrls: ({ path }) => legalLinks(clients, path['clientId']),
    getTranslations: ({ path: { language = '' } }) => {
      const texts = Object.hasOwn(TEXTS, language) ? TEXTS[language] : undefined;
      if (texts === undefined) throw new RestError(404);
      return texts;
    },

    // Says the same whether or not there is such a person. No e-mail is sent, and no password changes.
    requestPasswordReset: ({ body: { username } }) => {
      if (!username) throw invalidParameter('username: It is needed.');
    },
    resetPassword: ({ path: { nonce }, body: { password, passwordRepeat } }) => {
      if (nonce !== NONCE) throw new RestError(404);
      if (!password || password !== passwordRepeat) throw invalidParameter('passwordRepeat: Write the password twice.');
    },
  };
}
