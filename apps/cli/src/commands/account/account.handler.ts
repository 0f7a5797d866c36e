import type { Handler } from '../../command.ts';
import { detailsText } from '../../output/details.ts';
import { connect } from '../../session/connect.ts';

const HISTORY_KEPT: Readonly<Record<string, string>> = {
  NONE: 'not kept',
  THIRTY_DAYS: 'kept for 30 days',
  UNLIMITED: 'kept for ever',
};

const account: Handler<Record<never, never>> = async (_args, cli) => {
  const sipgate = await connect(cli);
  const { data } = await sipgate.GET('/account', { signal: cli.signal });
  await cli.output.data(data, ({ company, mainProductType, verified, historyLifeTime, logoUrl }, view) =>
    detailsText(
      [
        ['Company', company || 'none given'],
        ['Product', productName(mainProductType)],
        ['Verified', verified ? 'yes' : 'no'],
        ['History', historyLifeTime === undefined ? undefined : (HISTORY_KEPT[historyLifeTime] ?? historyLifeTime)],
        ['Logo', logoUrl || undefined],
      ],
      view,
    ),
  );
};

/** `FORMER_TEAM` as `team (former)`. */
function productName(type: string): string {
  const former = /^FORMER_(.+)$/.exec(type)?.[1];
  return former === undefined ? type.toLowerCase() : `${former.toLowerCase()} (former)`;
}

export default account;
