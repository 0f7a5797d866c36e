import { randomBytes, randomInt } from 'node:crypto';
import type { PkceChallenge } from './authorization-check.ts';
import type { RealmState } from './realm-state.ts';

/** Keycloak's usual values. */
export const DEVICE_CODE_LIFETIME_S = 600;
export const POLLING_INTERVAL_S = 5;

/** So long after its end a code is still called expired; then it was never heard of. Keycloak forgets it then. */
const REMEMBERED_MS = (POLLING_INTERVAL_S + 10) * 1000;

const USER_CODE_LETTERS = 8;

/** A device's request and what became of it. Instants are milliseconds since the epoch. */
export interface IssuedDeviceCode {
  readonly deviceCode: string;
  /** Eight capital letters, without the dash that is shown. */
  readonly userCode: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly challenge?: PkceChallenge;
  readonly expiresAt: number;
  readonly polledAt?: number;
  /** What the person answered. Absent: nothing yet. */
  readonly answer?: 'denied' | ApprovedDevice;
  /** When the tokens were fetched: the code is good once. */
  readonly spentAt?: number;
}

/** A confirmed device: the grant it was given, and oidc-provider's code, which waits to be redeemed. */
export interface ApprovedDevice {
  readonly innerCode: string;
  readonly grantId: string;
  /** Seconds since the epoch. */
  readonly authTime: number;
}

export function issueDeviceCode(
  state: RealmState,
  request: Pick<IssuedDeviceCode, 'clientId' | 'scopes' | 'challenge'>,
  now: number,
): IssuedDeviceCode {
  const code: IssuedDeviceCode = {
    ...request,
    deviceCode: randomBytes(32).toString('base64url'),
    userCode: newUserCode(),
    expiresAt: now + DEVICE_CODE_LIFETIME_S * 1000,
  };
  state.deviceCodes.set(code.deviceCode, code);
  return code;
}

function newUserCode(): string {
  return Array.from({ length: USER_CODE_LETTERS }, () => String.fromCharCode(65 + randomInt(26))).join('');
}

/** `WDJBMJHT` as it is shown: `WDJB-MJHT`. */
export function shownUserCode(userCode: string): string {
  return `${userCode.slice(0, 4)}-${userCode.slice(4)}`;
}

/** A code as it was typed, dashes and case aside; `undefined` when nobody knows it, or knows it no longer. */
export function findByUserCode(state: RealmState, typed: string, now: number): IssuedDeviceCode | undefined {
  const userCode = typed.trim().replaceAll('-', '').toUpperCase();
  return [...state.deviceCodes.values()].find((code) => code.userCode === userCode && isRemembered(code, now));
}

/** The device code of a token request; `undefined` when it was never given out, is spent or forgotten. */
export function findDeviceCode(state: RealmState, deviceCode: string, now: number): IssuedDeviceCode | undefined {
  const code = state.deviceCodes.get(deviceCode);
  return code !== undefined && code.spentAt === undefined && isRemembered(code, now) ? code : undefined;
}

function isRemembered({ expiresAt }: IssuedDeviceCode, now: number): boolean {
  return now < expiresAt + REMEMBERED_MS;
}

/** Whether the person may still answer. */
export function isOpen(code: IssuedDeviceCode, now: number): boolean {
  return code.answer === undefined && code.spentAt === undefined && now < code.expiresAt;
}

/** Notes what happened to a code. */
export function noteDeviceCode(
  state: RealmState,
  code: IssuedDeviceCode,
  news: Partial<Pick<IssuedDeviceCode, 'polledAt' | 'answer' | 'spentAt'>>,
): void {
  state.deviceCodes.set(code.deviceCode, { ...code, ...news });
}
