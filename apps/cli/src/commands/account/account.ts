import { defineCommand } from '../../command.ts';

export default defineCommand({
  name: 'account',
  summary: 'Show your account: company and product',
  examples: ['sipgate account', 'sipgate account --json'],
  json: '{ company, mainProductType, logoUrl, verified, historyLifeTime? }',
  load: async () => (await import('./account.handler.ts')).default,
});
