/**
 * OAuth clients as a resource: list, read, create, change, delete; presets for the usual kinds.
 *
 * @module
 */

export { type InputIssue, InvalidInputError } from '../invalid-input-error.ts';
export { CLIENT_FIELDS, type ClientChange, type ClientFieldValue, clientChanges } from './client-changes.ts';
export { CreatedClientError } from './created-client-error.ts';
export type { HostWildcardOptions } from './host-wildcard.ts';
export { type ClientPatternReport, clientWarnings, lintOAuthClient } from './lint/client-lint.ts';
export type { Certainty, Finding, LintRule, PatternReport, Refused, Severity } from './lint/finding.ts';
export { lintRedirectUri } from './lint/redirect-uri-lint.ts';
export { lintWebOrigin } from './lint/web-origin-lint.ts';
export type { LegalLinks, OAuthClient } from './oauth-client.ts';
export {
  assertOAuthClientInput,
  assertOAuthClientPatch,
  type OAuthClientInput,
  type OAuthClientPatch,
} from './oauth-client-input.ts';
export { createOAuthClients, type OAuthClients } from './oauth-clients.ts';
export { AmbiguousClientError } from './plan/ambiguous-client-error.ts';
export { type AppliedStep, type ApplyOptions, applyPlan, type ChangingStep, changingSteps } from './plan/apply-plan.ts';
export {
  type ClientsDocument,
  clientsDocument,
  type DesiredClient,
  parseClientsDocument,
} from './plan/clients-document.ts';
export { InterruptedPlanError } from './plan/interrupted-plan-error.ts';
export { type ClientsPlan, type FoundBy, type PlanOptions, type PlanStep, planClients } from './plan/plan-clients.ts';
export { type BrowserPreset, type LocalPreset, presets, type ServerPreset, type WebphonePreset } from './presets.ts';
export { matchRedirectUri, soleRedirectUri } from './redirect-uri-matching.ts';
export { refusedFields } from './refused-fields.ts';
export { allowedOrigins, allowsOrigin } from './web-origin-matching.ts';
