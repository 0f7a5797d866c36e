import { operations } from '@sipgate-kit/core/operations';
import type { Handler } from '../../command.ts';
import { bashScript } from '../../completion/bash.ts';
import { completionModel } from '../../completion/completion-model.ts';
import { fishScript } from '../../completion/fish.ts';
import { powershellScript } from '../../completion/powershell.ts';
import { zshScript } from '../../completion/zsh.ts';
import type { positionals } from './completion.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript, powershell: powershellScript } as const;

const completion: Handler<Record<never, never>, typeof positionals> = async ({ shell }, cli) => {
  const script = SCRIPTS[shell as keyof typeof SCRIPTS](completionModel(cli.tree, Object.keys(operations)));
  await cli.output.data({ shell, script }, () => script);
};

export default completion;
