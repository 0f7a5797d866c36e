import { DEFAULT_API_URL } from '@sipgate-kit/core';
import { operationDetails } from '@sipgate-kit/core/operation-details';
import type { Handler } from '../../command.ts';
import type { positionals } from './describe.ts';
import { exampleCommand } from './example-command.ts';
import { meantOperation } from './meant-operation.ts';
import { operationText } from './operation-text.ts';

const describe: Handler<Record<never, never>, typeof positionals> = async ({ operation: target, path }, cli) => {
  const baseUrl = (await cli.settings()).get('apiUrl') ?? DEFAULT_API_URL;
  const { operation } = meantOperation(target, path, baseUrl);
  const { operationId, method, path: template, scopes } = operation;
  const details = { ...operation, ...operationDetails[operationId] };
  const { tag, summary, description, successStatus, parameters, body = null, answer = null } = details;
  const example = exampleCommand(operation);
  await cli.output.data(
    {
      operationId,
      tag,
      method,
      path: template,
      summary,
      description,
      scopes,
      successStatus,
      parameters,
      body,
      answer,
      example,
    },
    (_data, view) => operationText(details, example, view),
  );
};

export default describe;
