import { defineCommand, type Options } from '../../command.ts';

export const options = {
  pause: { kind: 'flag', negative: true, summary: 'Go through without waiting for Enter' },
  auto: { kind: 'flag', summary: 'On the sandbox, let a scripted person sign in, without a browser' },
  user: { kind: 'text', value: 'name', summary: 'Who that is; alice by default' },
} as const satisfies Options;

export default defineCommand({
  name: 'walkthrough',
  summary: 'See the OAuth flow step by step, with every request explained',
  description:
    'Signs in, calls the REST API, refreshes and signs out again, for real, and shows what goes over the wire; secrets by length and fingerprint only. It takes place on the sandbox if that runs and no profile is named, else with the profile in use. Nothing is kept, and your own sign-in is not touched. Without a terminal, a scripted person signs in at the sandbox.',
  options,
  examples: ['sipgate walkthrough', 'sipgate walkthrough --auto --no-pause', 'sipgate walkthrough --profile work'],
  json: '[{ title, explanation, request?, answer?, details?, remember }]; request and answer are { line, rows: [{ name, value, meaning? }] }',
  load: async () => (await import('./walkthrough.handler.ts')).default,
});
