import { defineCommand, type Positional } from '../../command.ts';

export const positionals = [
  {
    name: 'shell',
    summary: 'Which one you use',
    required: true,
    choices: ['bash', 'zsh', 'fish', 'powershell'],
  },
] as const satisfies readonly Positional[];

export default defineCommand({
  name: 'completion',
  summary: 'Print a script that completes commands and options by Tab',
  description:
    'Its first lines say how to have it in every new shell. It knows the commands of this release: print it anew after an update.',
  positionals,
  examples: [
    'eval "$(sipgate completion bash)"',
    'sipgate completion zsh > "$HOME/.zfunc/_sipgate"',
    'sipgate completion fish > ~/.config/fish/completions/sipgate.fish',
    'sipgate completion powershell | Out-String | Invoke-Expression',
  ],
  json: '{ shell, script }',
  load: async () => (await import('./completion.handler.ts')).default,
});
