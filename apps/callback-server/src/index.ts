/**
 * Sign in with sipgate, as routes to mount into a product: pages, sessions, and connections that stay alive.
 *
 * @module
 */
export { type ProxyAllowance, parseProxyAllowance } from './api-proxy/allowance.ts';
export { type CallbackServer, type CallbackServerOptions, createCallbackServer } from './callback-server.ts';
export { type Configuration, loadConfiguration, type ServerConfiguration } from './configuration.ts';
export { type ApiKey, type ApiScope, parseApiKeys } from './connections-api/api-keys.ts';
export { parseEnvFile, readEnvFile } from './env-file.ts';
export { createLogger, type LogFields, type Logger, type LogOutput, silentLogger } from './log.ts';
export type { Metrics } from './metrics/metrics.ts';
export { metricsApp } from './metrics/metrics-app.ts';
export { openServerSpill, type RecoveryOptions, recoverAnswers } from './server-spill.ts';
export { openServerVault, type ServerVaultOptions, type VaultConfiguration } from './server-vault.ts';
export type { NeedsLoginEvent } from './webhook/needs-login-event.ts';
export type { WebhookTarget } from './webhook/webhook.ts';
export { parseWebhookSecrets } from './webhook/webhook-signature.ts';
