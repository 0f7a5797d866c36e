import type { KoaContextWithOIDC } from 'oidc-provider';
import { secondsOf } from '../clock.ts';
import { cookieOf, otherNameOf, redirect, toBrowser } from './browser-answer.ts';
import { findByUserCode, type IssuedDeviceCode, isOpen, noteDeviceCode } from './device-codes.ts';
import { deviceCodePage, deviceStatusPage } from './device-pages.tsx';
import { DEVICE_PARAMETER, PROTOCOL_PATH, SCOPES_PARAMETER } from './provider.ts';
import type { RealmContext } from './realm.ts';

/** Where the browser ends; also the redirect URI by which oidc-provider hands over the code that the device gets. */
export function deviceStatusUri(issuer: string): string {
  return `${issuer}/device/status`;
}

/** `GET …/device`: the page for the code, or, with `?user_code=`, straight on. */
export async function deviceVerification(realm: RealmContext, request: Request): Promise<Response> {
  const elsewhere = otherNameOf(realm, request);
  if (elsewhere !== undefined) return redirect(302, elsewhere, []);
  const typed = new URL(request.url).searchParams.get('user_code') ?? '';
  return typed === '' ? codePage(realm) : verify(realm, request, typed);
}

/** `POST …/device`: the code was typed in. */
export async function answerDeviceVerification(realm: RealmContext, request: Request): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  return verify(realm, request, form.get('device_user_code') ?? '');
}

/** `GET …/device/status?error=`. */
export function deviceStatus(request: Request): Promise<Response> {
  const error = new URL(request.url).searchParams.get('error') ?? '';
  if (error === '') {
    return deviceStatusPage({
      title: 'Device Login Successful',
      message: 'You may close this browser window and go back to your device.',
      failed: false,
    });
  }
  const message = FAILURES[error] ?? FAILURES['other'] ?? '';
  return deviceStatusPage({ title: 'Device Login Failed', message, failed: true });
}

const EXPIRED = 'The code has expired. Please go back to your device and try connecting again.';

const FAILURES: Readonly<Record<string, string>> = {
  access_denied: 'Consent denied for connecting the device.',
  expired_token: EXPIRED,
  other: 'You may close this browser window and go back to your device and try connecting again.',
};

function codePage(realm: RealmContext, error?: string): Promise<Response> {
  const action = `${new URL(realm.issuer).pathname}/device`;
  return deviceCodePage({ action, ...(error === undefined ? {} : { error }) });
}

/**
 * The person's side is a sign-in like any other, with login, consent and session; only its code is kept for the device.
 * oidc-provider's own device flow is not used: its pages, codes and polling are not Keycloak's, and this needs none of it.
 */
async function verify(realm: RealmContext, request: Request, typed: string): Promise<Response> {
  const now = realm.clock.now();
  const code = findByUserCode(realm.state, typed, now);
  if (code === undefined || code.answer !== undefined || code.spentAt !== undefined) {
    return codePage(realm, 'Invalid code, please try again.');
  }
  if (!isOpen(code, now)) return codePage(realm, EXPIRED);
  const query = new URLSearchParams({
    client_id: code.clientId,
    redirect_uri: deviceStatusUri(realm.issuer),
    response_type: 'code',
    scope: 'openid',
    // Always asked: the person may have been handed somebody else's code (RFC 8628 §5.4).
    prompt: 'consent',
    [SCOPES_PARAMETER]: code.scopes.join(' '),
    [DEVICE_PARAMETER]: code.userCode,
  });
  const answer = await realm.askProvider({
    method: 'GET',
    path: `${PROTOCOL_PATH}/auth?${query}`,
    ...cookieOf(request),
  });
  return toBrowser(realm, answer);
}

/** The device code that a sign-in at oidc-provider is for. */
function deviceCodeOf(
  realm: RealmContext,
  parameters: Readonly<Record<string, unknown>>,
): IssuedDeviceCode | undefined {
  const userCode = parameters[DEVICE_PARAMETER];
  return typeof userCode === 'string' ? findByUserCode(realm.state, userCode, realm.clock.now()) : undefined;
}

/** The person said no: the device will hear it, and the code is of no more use. */
export function denyDevice(realm: RealmContext, parameters: Readonly<Record<string, unknown>>): void {
  const code = deviceCodeOf(realm, parameters);
  if (code !== undefined && isOpen(code, realm.clock.now())) noteDeviceCode(realm.state, code, { answer: 'denied' });
}

/**
 * Keeps oidc-provider's code for the device; the browser gets none. Too late, or after a no, it gets the error instead.
 */
export function approveDevice(
  realm: RealmContext,
  ctx: KoaContextWithOIDC,
  { grantId, innerCode }: { grantId: string; innerCode: string },
): Record<string, string> {
  const now = realm.clock.now();
  const code = deviceCodeOf(realm, ctx.oidc.params ?? {});
  if (code === undefined || !isOpen(code, now)) {
    return { error: code?.answer === 'denied' ? 'access_denied' : 'expired_token' };
  }
  const authTime = ctx.oidc.session?.authTime() ?? secondsOf(now);
  noteDeviceCode(realm.state, code, { answer: { grantId, innerCode, authTime } });
  return {};
}
