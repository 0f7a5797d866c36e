import type { LoggedRequest } from '../../door/request-log.ts';
import { CONSOLE_PATH, REQUESTS_PATH, TOKENS_PATH } from '../paths.ts';
import { count, timeOfDay } from '../words.ts';
import { curlCommand } from './curl-command.ts';

/** A page shows so many, the newest ones. */
const MOST_REQUESTS = 200;

const FILTERS = [
  { name: 'All', value: 'all', keeps: () => true },
  { name: 'Login', value: 'login', keeps: ({ path }: LoggedRequest) => path.startsWith('/auth/') },
  { name: 'REST API', value: 'api', keeps: ({ path }: LoggedRequest) => path.startsWith('/v2') },
  { name: 'Failed', value: 'failed', keeps: (request: LoggedRequest) => hasFailed(request) },
] as const;

export interface RequestsPageContent {
  /** Oldest first. */
  readonly requests: readonly LoggedRequest[];
  /** Where the curl commands lead. */
  readonly origin: string;
  /** Value of the chosen filter; an unknown one is all. */
  readonly filter: string;
}

/** What was requested, the newest first, each as a curl command, too. */
export function RequestsPage({ requests, origin, filter }: RequestsPageContent) {
  const chosen = FILTERS.find(({ value }) => value === filter) ?? FILTERS[0];
  const kept = requests.filter(chosen.keeps);
  const shown = kept.slice(-MOST_REQUESTS).reverse();
  return (
    <>
      <div class="head">
        <h1>Requests</h1>
        <div class="tools">
          <button class="small-button script-only" type="button" id="pause" aria-pressed="false">
            Pause
          </button>
          <form method="post" action={`${CONSOLE_PATH}/requests/clear`} data-stay>
            <input type="hidden" name="back" value={REQUESTS_PATH} />
            <button class="small-button" type="submit">
              Clear
            </button>
          </form>
        </div>
      </div>
      <p class="lead">
        What came in, by the sandbox's time. Nothing secret is kept: in the curl commands, shell variables stand in its
        place, to be set by you.
      </p>
      <nav class="filters" aria-label="Filter">
        {FILTERS.map(({ name, value }) => (
          <a
            href={value === 'all' ? REQUESTS_PATH : `${REQUESTS_PATH}?show=${value}`}
            aria-current={value === chosen.value ? 'true' : undefined}
          >
            {name}
          </a>
        ))}
        <span class="sub">
          {count(kept.length, 'request')}
          {kept.length > shown.length && `, the newest ${shown.length} shown`}
        </span>
      </nav>
      {shown.length === 0 ? (
        <p class="empty">Nothing yet. Requests appear here as they come.</p>
      ) : (
        <ol class="requests log" reversed start={kept.length}>
          {shown.map((request) => (
            <RequestRow request={request} command={curlCommand(request, origin)} />
          ))}
        </ol>
      )}
    </>
  );
}

/** One request in a line; opened, it shows the command that repeats it. */
export function RequestRow({ request, command }: { request: LoggedRequest; command?: string | undefined }) {
  const commandId = `curl-${request.id}`;
  return (
    <li id={`request-${request.id}`} class="request">
      {command === undefined ? (
        <div class="line">
          <Facts request={request} />
        </div>
      ) : (
        <>
          <details>
            <summary class="line">
              <Facts request={request} />
            </summary>
            {request.authorization?.startsWith('Bearer ') === true && (
              <p class="with">
                With the access token <code>{request.authorization.slice('Bearer '.length)}</code>, see{' '}
                <a href={TOKENS_PATH}>Tokens</a>.
              </p>
            )}
            {/* Scrolls sideways, so it has to take the keyboard's focus. */}
            <pre id={commandId} tabindex={0}>
              <code>{command}</code>
            </pre>
          </details>
          <button class="small-button copy-curl script-only" type="button" data-copy={commandId}>
            Copy as curl
          </button>
        </>
      )}
    </li>
  );
}

function Facts({ request }: { request: LoggedRequest }) {
  const { method, path, status, at, durationMs, grantType, fault, error, violations = [] } = request;
  const [, realm, rest = path] = /^\/auth\/realms\/([\w-]+)(?:\/protocol\/openid-connect)?(\/.*)$/.exec(path) ?? [];
  return (
    <>
      <time datetime={new Date(at).toISOString()}>{timeOfDay(at)}</time>
      <span class="method">{method}</span>
      <span class="path" title={path}>
        {realm !== undefined && <span class="realm">{realm} </span>}
        <code>{rest}</code>
        {grantType !== undefined && (
          <span class="badge">{grantType.replace(/^urn:ietf:params:oauth:grant-type:/, '')}</span>
        )}
        {fault === true && <span class="badge warn">fault</span>}
        {[...(error === undefined ? [] : [error]), ...violations].map((reason) => (
          <span class="reason">{reason}</span>
        ))}
      </span>
      <span class={`status ${statusKind(status)}`}>{status ?? 'dropped'}</span>
      <span class="took">{durationMs} ms</span>
    </>
  );
}

function hasFailed({ status, error, fault }: LoggedRequest): boolean {
  return status === undefined || status >= 400 || error !== undefined || fault === true;
}

function statusKind(status: number | undefined): 'good' | 'other' | 'bad' {
  if (status === undefined || status >= 400) return 'bad';
  return status >= 300 ? 'other' : 'good';
}
