import { moneyValue } from '@sipgate-kit/core';
import type { Handler } from '../../command.ts';
import { connect } from '../../session/connect.ts';

const balance: Handler<Record<never, never>> = async (_args, cli) => {
  const sipgate = await connect(cli);
  const { data } = await sipgate.GET('/balance', { signal: cli.signal });
  const { amount, currency } = data;
  await cli.output.data(
    { value: moneyValue({ amount }), currency, amount },
    ({ value }) => `${credit(value)} ${currency}`,
  );
};

/** Two digits behind the point, or as many as there are. */
function credit(value: number): string {
  return new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 4 }).format(value);
}

export default balance;
