import { defineCommand } from '../../command.ts';

export default defineCommand({
  name: 'doctor',
  summary: 'Find out why something does not work, and what to do about it',
  description:
    'Looks at this computer, the way to sipgate, the OAuth client and the sign-in, side by side. Nothing is changed, but an access token may be refreshed, as every command does. Ends with 1 when a check fails; warnings are fine.',
  examples: [
    'sipgate doctor',
    'sipgate doctor --profile work',
    'sipgate doctor --json | jq \'.[] | select(.status == "fail")\'',
  ],
  json: '[{ check, title, status, message, remedy? }]; status is pass, warn, fail or skip',
  load: async () => (await import('./doctor.handler.ts')).default,
});
