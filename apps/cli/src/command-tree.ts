import type { Command, CommandGroup } from './command.ts';
import account from './commands/account/account.ts';
import balance from './commands/account/balance.ts';
import history from './commands/account/history.ts';
import numbers from './commands/account/numbers.ts';
import users from './commands/account/users.ts';
import api from './commands/api/api.ts';
import apiDescribe from './commands/api/describe.ts';
import apiList from './commands/api/list.ts';
import apiSearch from './commands/api/search.ts';
import authRefresh from './commands/auth/refresh.ts';
import authStatus from './commands/auth/status.ts';
import authToken from './commands/auth/token.ts';
import clientsApply from './commands/clients/apply.ts';
import clientsCreate from './commands/clients/create.ts';
import clientsDelete from './commands/clients/delete.ts';
import clientsExport from './commands/clients/export.ts';
import clientsGet from './commands/clients/get.ts';
import clientsLint from './commands/clients/lint.ts';
import clientsList from './commands/clients/list.ts';
import clientsPlan from './commands/clients/plan.ts';
import clientsPrivacy from './commands/clients/privacy.ts';
import clientsUpdate from './commands/clients/update.ts';
import completion from './commands/completion/completion.ts';
import configGet from './commands/config/get.ts';
import configList from './commands/config/list.ts';
import configSet from './commands/config/set.ts';
import configUnset from './commands/config/unset.ts';
import doctor from './commands/doctor/doctor.ts';
import login from './commands/login.ts';
import logout from './commands/logout.ts';
import profileDelete from './commands/profile/delete.ts';
import profileList from './commands/profile/list.ts';
import profileShow from './commands/profile/show.ts';
import profileUse from './commands/profile/use.ts';
import sandbox from './commands/sandbox/sandbox.ts';
import scopesDescribe from './commands/scopes/describe.ts';
import scopesFor from './commands/scopes/for.ts';
import scopesFrom from './commands/scopes/from.ts';
import scopesList from './commands/scopes/list.ts';
import walkthrough from './commands/walkthrough/walkthrough.ts';

/** Words that several commands share, in the order of the help. */
export const groups: readonly CommandGroup[] = [
  { name: 'auth', summary: 'See and use your sign-in' },
  { name: 'clients', summary: 'Manage your OAuth clients' },
  { name: 'scopes', summary: 'Find out which scopes you need' },
  { name: 'profile', summary: 'Keep several accounts, clients and sandboxes apart' },
  { name: 'config', summary: 'See and change settings' },
];

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  login,
  logout,
  authStatus,
  authToken,
  authRefresh,
  account,
  balance,
  numbers,
  users,
  history,
  clientsList,
  clientsGet,
  clientsCreate,
  clientsUpdate,
  clientsDelete,
  clientsPrivacy,
  clientsLint,
  clientsExport,
  clientsPlan,
  clientsApply,
  api,
  apiList,
  apiSearch,
  apiDescribe,
  scopesList,
  scopesDescribe,
  scopesFor,
  scopesFrom,
  profileList,
  profileShow,
  profileUse,
  profileDelete,
  configList,
  configGet,
  configSet,
  configUnset,
  doctor,
  walkthrough,
  sandbox,
  completion,
];
