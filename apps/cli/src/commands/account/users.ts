import { defineCommand } from '../../command.ts';

export default defineCommand({
  name: 'users',
  summary: 'List the people of your account',
  examples: ['sipgate users', "sipgate users --json | jq -r '.[].email'"],
  json: '[{ id, firstname, lastname, email, defaultDevice, busyOnBusy, admin, addressId?, directDialIds?, timezone? }]',
  load: async () => (await import('./users.handler.ts')).default,
});
