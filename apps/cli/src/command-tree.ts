import type { Command, CommandGroup } from './command.ts';
import clientsList from './commands/clients/list.ts';

/** Words that several commands share, in the order of the help. */
export const groups: readonly CommandGroup[] = [{ name: 'clients', summary: 'Manage your OAuth clients' }];

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [clientsList];
