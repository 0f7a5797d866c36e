import { Page } from '../pages/page.tsx';
import type { Paths } from '../paths.ts';

/** Asks an operator for an API key, or says why the page stays shut. */
export function AdminLoginPage(props: {
  paths: Paths;
  mode: 'key' | 'local';
  hasKeys: boolean;
  problem?: string | undefined;
}) {
  const { paths, mode, hasKeys, problem } = props;
  return (
    <Page title="Connections" paths={paths}>
      <h1>Connections</h1>
      <p class="lead">
        {mode === 'local' && 'This page opens for browsers on the server itself, without a proxy in between. '}
        {hasKeys && 'Enter an API key that may read connections. You stay signed in for 15 minutes.'}
      </p>
      {problem !== undefined && (
        <div class="notice bad" role="alert">
          <p>{problem}</p>
        </div>
      )}
      {hasKeys && (
        <form class="card" method="post" action={`${paths.admin}/login`}>
          <p>
            <label for="key">API key</label>
          </p>
          <input id="key" name="key" type="password" autocomplete="off" required autofocus />
          <div class="actions">
            <button class="button" type="submit">
              Show connections
            </button>
          </div>
        </form>
      )}
    </Page>
  );
}
