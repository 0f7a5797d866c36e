import { createHmac } from 'node:crypto';
import { equalInConstantTime } from '@sipgate-kit/core';
import type { ApiKey } from '../connections-api/api-keys.ts';

/** Long enough to look something up, short enough for a browser that is left open. Duration in milliseconds. */
export const ADMIN_SESSION_MS = 15 * 60_000;

const VALUE = /^([\w.-]{1,40}):(\d{1,15}):([\w-]{43})$/;

/**
 * A cookie's value for whoever has shown an API key: its name and an end, signed with what we know of the key. Every
 * instance with the same keys understands it, and it ends when the key is taken away.
 */
export function issueAdminSession(key: ApiKey, now: number): string {
  const endsAt = Math.min(now + ADMIN_SESSION_MS, key.expiresAt ?? Number.POSITIVE_INFINITY);
  return `${key.name}:${endsAt}:${signature(key, `session ${endsAt}`)}`;
}

/** The key behind a cookie's value, while it lasts. */
export function readAdminSession(keys: readonly ApiKey[], value: string, now: number): ApiKey | undefined {
  const [, name, endsAt, given] = VALUE.exec(value) ?? [];
  const key = keys.find((candidate) => candidate.name === name);
  if (key === undefined || endsAt === undefined || given === undefined || Number(endsAt) < now) return undefined;
  return equalInConstantTime(given, signature(key, `session ${endsAt}`)) ? key : undefined;
}

/** What a form of ours carries, so that no other page can send it. */
export const formToken = (key: ApiKey, session: string): string => signature(key, `form ${session}`);

const signature = ({ digest }: ApiKey, text: string): string =>
  createHmac('sha256', digest).update(`sipgate-kit admin ${text}`).digest('base64url');
