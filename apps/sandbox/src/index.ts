/**
 * A local sipgate: Keycloak-like login and REST API, with no account and no network.
 *
 * @module
 */
export type { SandboxUser } from './accounts.ts';
export type { SandboxClock } from './clock.ts';
export type { Snapshot } from './control/snapshot-schema.ts';
export type { CallbackForgery, Fault, Faults, PendingFault } from './door/faults.ts';
export type { LoggedRequest } from './door/request-log.ts';
export type { ContractViolation } from './door/violations.ts';
export type { Administrator } from './login/administrator.ts';
export type { DeviceFlow } from './login/device-codes.ts';
export type { SessionTrace, TokenStatus, TokenTrace } from './login/lineage.ts';
export type { RedirectMatching } from './login/redirect-matching.ts';
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
export type { ScenarioName } from './scenarios/scenarios.ts';
export {
  type ConfirmDeviceRequest,
  type CookieJar,
  SandboxSignInError,
  type SignInProblem,
  type SignInRequest,
} from './sign-in.ts';
export { startData, startMessage } from './start-message.ts';
