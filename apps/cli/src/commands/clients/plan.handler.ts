import { SipgateKitError } from '@sipgate-kit/core';
import type { Handler } from '../../command.ts';
import { planFor, readClientsFile } from './clients-file.ts';
import { ownClients } from './own-clients.ts';
import type { options } from './plan.ts';
import { planData } from './plan-data.ts';
import { USUAL_FILE } from './plan-options.ts';
import { reviewPlan } from './plan-review.ts';
import { planText } from './plan-text.ts';

const plan: Handler<typeof options> = async ({ file = USUAL_FILE, prune, exitCode }, cli) => {
  const described = await readClientsFile(cli, file);
  const existing = await (await ownClients(cli)).list({ signal: cli.signal });
  const found = planFor(described, existing, { prune });
  reviewPlan(cli, found);
  await cli.output.data(planData(found), (_, { colors }) => planText(found, colors));
  if (found.inSync) return;
  const next = `sipgate clients apply -f ${file}${prune ? ' --prune' : ''}`;
  if (!exitCode) return cli.output.note(`Next: ${next}`);
  throw new SipgateKitError(
    'clients_differ',
    `The OAuth clients are not as ${described.document.source} describes them.`,
    {
      hint: `Next: ${next}`,
    },
  );
};

export default plan;
