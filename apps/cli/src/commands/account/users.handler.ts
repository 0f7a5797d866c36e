import type { Schemas } from '@sipgate-kit/core/operations';
import type { Handler } from '../../command.ts';
import { connect } from '../../session/connect.ts';

const users: Handler<Record<never, never>> = async (_args, cli) => {
  const sipgate = await connect(cli);
  const { data } = await sipgate.GET('/users', { signal: cli.signal });
  await cli.output.list(
    data.items,
    [
      { head: 'ID', value: ({ id }: Schemas['User']) => id },
      { head: 'NAME', value: ({ firstname, lastname }) => `${firstname} ${lastname}`.trim() },
      { head: 'EMAIL', value: ({ email }) => email },
      { head: 'DEVICE', value: ({ defaultDevice }) => defaultDevice },
      { head: 'ADMIN', value: ({ admin }) => (admin ? 'yes' : '') },
    ],
    'The account shows no people to you.',
  );
};

export default users;
