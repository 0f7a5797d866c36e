import type { Command, CommandGroup } from './command.ts';
import account from './commands/account/account.ts';
import balance from './commands/account/balance.ts';
import history from './commands/account/history.ts';
import numbers from './commands/account/numbers.ts';
import users from './commands/account/users.ts';
import clientsList from './commands/clients/list.ts';

/** Words that several commands share, in the order of the help. */
export const groups: readonly CommandGroup[] = [{ name: 'clients', summary: 'Manage your OAuth clients' }];

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [account, balance, numbers, users, history, clientsList];
