import { defineCommand, type Options, type Positional } from '../../command.ts';
import { settingNames } from '../../settings/setting-definitions.ts';

export const options = {
  project: { kind: 'flag', summary: "Write it into the project's sipgate.json, for everybody who works on it" },
} as const satisfies Options;

export const positionals = [
  { name: 'setting', summary: 'Which one', required: true, choices: settingNames },
  { name: 'value', summary: 'What it is to be', required: true },
] as const satisfies readonly Positional[];

export default defineCommand({
  name: 'config set',
  summary: 'Set something for a profile',
  description:
    'It is kept in your own config.json, for the profile in use or the one that --profile names, which is made if need be. Secrets are no settings: `sipgate login` asks for them and seals them.',
  positionals,
  options,
  examples: [
    'sipgate config set clientId 2556404-0-dc848ae6-085c-11e8-92a6-31b99c83912e:third-party',
    'sipgate config set redirectUri http://localhost:8080/oauth --project',
  ],
  json: '{ setting, value, profile?, file }',
  load: async () => (await import('./set.handler.ts')).default,
});
