import { readAllPages } from '@sipgate-kit/core';
import type { Schemas } from '@sipgate-kit/core/operations';
import type { Handler } from '../../command.ts';
import { connect } from '../../session/connect.ts';

const numbers: Handler<Record<never, never>> = async (_args, cli) => {
  const sipgate = await connect(cli);
  const all = await readAllPages(async (query) => {
    const { data } = await sipgate.GET('/numbers', { params: { query }, signal: cli.signal });
    return data;
  });
  await cli.output.list(
    all,
    [
      { head: 'NUMBER', value: ({ number }: Schemas['PhoneNumber']) => number },
      { head: 'AS WRITTEN', value: ({ localized }) => localized },
      { head: 'TYPE', value: ({ type }) => type.toLowerCase() },
      { head: 'RINGS AT', value: ({ endpointId, endpointAlias }) => endpoint(endpointId, endpointAlias) },
      { head: 'ID', value: ({ id }) => id },
    ],
    'The account has no phone numbers.',
  );
};

/** `Alice Adler (p0)`; nothing rings at a number without an endpoint. */
function endpoint(id = '', alias = ''): string {
  return id === '' || alias === '' ? alias || id : `${alias} (${id})`;
}

export default numbers;
