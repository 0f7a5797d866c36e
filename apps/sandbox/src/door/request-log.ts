/** One request as it may be shown: no query, no body, no headers. */
export interface LoggedRequest {
  readonly method: string;
  /** Without query; ids of sign-ins under way are replaced. */
  readonly path: string;
  /** Absent where the connection was closed without an answer. */
  readonly status?: number;
  /** Instant of arrival by the sandbox's clock, milliseconds since the epoch. */
  readonly at: number;
  /** Real milliseconds from arrival to answer. */
  readonly durationMs: number;
  /** `grant_type` of a token request, so that refreshes can be counted. */
  readonly grantType?: string;
  /** Whether a fault had its hand in this. */
  readonly fault?: true;
}

/** The requests a sandbox has seen, oldest first. */
export interface RequestLog {
  add(entry: LoggedRequest): void;
  list(): readonly LoggedRequest[];
  clear(): void;
}

/** Beyond this many the oldest go, so that a sandbox left running does not fill the memory. */
const KEPT = 100_000;

export function createRequestLog(): RequestLog {
  let entries: LoggedRequest[] = [];
  return {
    add(entry) {
      entries.push(entry);
      if (entries.length > KEPT) entries = entries.slice(KEPT / 10);
    },
    list: () => [...entries],
    clear() {
      entries = [];
    },
  };
}

/** The path as it is logged: what names a sign-in under way is left out. */
export function redactedPath(path: string): string {
  return path.replace(/(\/login-actions\/|\/openid-connect\/auth\/)(?!device$)[^/]+/, '$1:interaction');
}

/** The grant type of a token request, if it is one the log may show; anything else could be a slip with a secret in it. */
export function loggableGrantType(form: string): string | undefined {
  const grantType = new URLSearchParams(form).get('grant_type');
  return grantType !== null && /^(?:urn:ietf:params:oauth:grant-type:)?[a-z_]{1,30}$/.test(grantType)
    ? grantType
    : undefined;
}
