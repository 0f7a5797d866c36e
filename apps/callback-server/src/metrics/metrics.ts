import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Counts and durations of one server, as Prometheus reads them. Nothing in them names a person or a connection. */
export interface Metrics {
  signIn(outcome: string): void;
  refresh(reason: string): void;
  /** A webhook message, or one attempt that will be repeated. */
  webhook(outcome: string): void;
  /** How long a caller waited for a valid access token. Durations in milliseconds. */
  token(outcome: string, ms: number): void;
  store(operation: string, outcome: string, ms: number): void;
  request(request: { method: string; route: string; status: number; ms: number }): void;
  /** What `/metrics` answers. */
  render(): Promise<{ readonly contentType: string; readonly text: string }>;
  /** Adds memory, event loop and the like of this process. Once per process. */
  includeProcess(): void;
}

/** Upper bounds in seconds. A token at hand takes under a millisecond, one behind a slow refresh half a minute. */
const TOKEN_BUCKETS = [0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const STORE_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 5];

/** Makes {@link Metrics}. `countConnections` is asked at every look. */
export function createMetrics(countConnections: () => Promise<ReadonlyMap<string, number>>): Metrics {
  const register = new Registry();
  const registers = [register];
  const signIns = new Counter({
    name: 'sipgate_kit_sign_ins_total',
    help: 'Sign-ins that came back, by outcome: success, or the code of the error.',
    labelNames: ['outcome'] as const,
    registers,
  });
  const refreshes = new Counter({
    name: 'sipgate_kit_refreshes_total',
    help: 'Decisions about refreshes, by reason. "waited" counts the waits for a lease that somebody else holds.',
    labelNames: ['reason'] as const,
    registers,
  });
  const webhooks = new Counter({
    name: 'sipgate_kit_webhook_total',
    help: 'Webhook messages that were delivered, given up or outdated, and attempts that failed and are repeated.',
    labelNames: ['outcome'] as const,
    registers,
  });
  const tokens = new Histogram({
    name: 'sipgate_kit_time_to_token_seconds',
    help: 'How long callers waited for a valid access token.',
    labelNames: ['outcome'] as const,
    buckets: TOKEN_BUCKETS,
    registers,
  });
  const store = new Histogram({
    name: 'sipgate_kit_store_seconds',
    help: 'How long the vault took, by operation.',
    labelNames: ['operation', 'outcome'] as const,
    buckets: STORE_BUCKETS,
    registers,
  });
  const requests = new Histogram({
    name: 'sipgate_kit_http_request_seconds',
    help: 'HTTP requests by route and status.',
    labelNames: ['method', 'route', 'status'] as const,
    registers,
  });
  new Gauge({
    name: 'sipgate_kit_connections',
    help: 'Connections by status, counted once a minute.',
    labelNames: ['status'] as const,
    registers,
    async collect() {
      try {
        for (const [status, count] of await countConnections()) this.set({ status }, count);
      } catch {
        // The vault does not answer, which is when everything else here is needed most.
        this.reset();
      }
    },
  });
  return {
    signIn: (outcome) => signIns.inc({ outcome }),
    refresh: (reason) => refreshes.inc({ reason }),
    webhook: (outcome) => webhooks.inc({ outcome }),
    token: (outcome, ms) => tokens.observe({ outcome }, ms / 1_000),
    store: (operation, outcome, ms) => store.observe({ operation, outcome }, ms / 1_000),
    request: ({ method, route, status, ms }) => requests.observe({ method, route, status }, ms / 1_000),
    render: async () => ({ contentType: register.contentType, text: await register.metrics() }),
    includeProcess: () => collectDefaultMetrics({ register }),
  };
}
