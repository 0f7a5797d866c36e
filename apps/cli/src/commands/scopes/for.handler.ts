import { DEFAULT_API_URL } from '@sipgate-kit/core';
import { scopesFor } from '@sipgate-kit/core/operations';
import type { Handler } from '../../command.ts';
import { meantOperation } from '../api/meant-operation.ts';
import type { positionals } from './for.ts';
import { noteInternal, noteLogin } from './scope-notes.ts';

const forOperations: Handler<Record<never, never>, typeof positionals> = async ({ operations: named }, cli) => {
  const apiUrl = (await cli.settings()).get('apiUrl') ?? DEFAULT_API_URL;
  const operations = named.map((name) => {
    const [target = '', path] = name.trim().split(/\s+/, 2);
    const { operationId, method, path: template, scopes } = meantOperation(target, path, apiUrl).operation;
    return { operationId, method, path: template, scopes };
  });
  const scopes = scopesFor(operations.map(({ operationId }) => operationId));
  if (scopes.length > 0 || cli.output.json)
    await cli.output.data({ scopes, operations }, (data) => data.scopes.join('\n'));
  noteInternal(cli, operations);
  if (scopes.length === 0) cli.output.note('No scope is needed that anybody could ask for.');
  else noteLogin(cli, scopes);
};

export default forOperations;
