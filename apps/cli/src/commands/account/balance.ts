import { defineCommand } from '../../command.ts';

export default defineCommand({
  name: 'balance',
  summary: 'Show the credit of your account',
  examples: ['sipgate balance', 'sipgate balance --json'],
  json: '{ value, currency, amount }; amount is ten thousand times the value, as the API has it',
  load: async () => (await import('./balance.handler.ts')).default,
});
