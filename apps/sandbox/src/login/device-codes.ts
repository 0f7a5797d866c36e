import type { RandomSource } from '../random.ts';
import type { PkceChallenge } from './authorization-check.ts';
import type { RealmState } from './realm-state.ts';

/** How devices sign in at a realm; the names of Keycloak's settings. Durations are in seconds. */
export interface DeviceFlow {
  readonly codeLifespanS: number;
  readonly pollingIntervalS: number;
}

/** Keycloak's usual values. */
export const USUAL_DEVICE_FLOW: DeviceFlow = { codeLifespanS: 600, pollingIntervalS: 5 };

/** So long after its end, and one polling interval, a code is still called expired; then Keycloak forgets it. */
const REMEMBERED_S = 10;

const USER_CODE_LETTERS = 8;

/** A device's request and what became of it. Instants are milliseconds since the epoch. */
export interface IssuedDeviceCode {
  readonly deviceCode: string;
  /** Eight capital letters, without the dash that is shown. */
  readonly userCode: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly challenge?: PkceChallenge;
  readonly pollingIntervalS: number;
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
  { codeLifespanS, pollingIntervalS }: DeviceFlow,
  { now, random }: { readonly now: number; readonly random: RandomSource },
): IssuedDeviceCode {
  const code: IssuedDeviceCode = {
    ...request,
    deviceCode: random.bytes(32).toString('base64url'),
    userCode: newUserCode(random),
    pollingIntervalS,
    expiresAt: now + codeLifespanS * 1000,
  };
  state.deviceCodes.set(code.deviceCode, code);
  return code;
}

function newUserCode(random: RandomSource): string {
  return Array.from({ length: USER_CODE_LETTERS }, () =>
    String.fromCharCode(65 + (random.bytes(4).readUInt32BE() % 26)),
  ).join('');
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

function isRemembered({ expiresAt, pollingIntervalS }: IssuedDeviceCode, now: number): boolean {
  return now < expiresAt + (pollingIntervalS + REMEMBERED_S) * 1000;
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
