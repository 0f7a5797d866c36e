import { createHash, randomBytes } from 'node:crypto';
import { equalInConstantTime, TRANSACTION_LIFETIME_MS } from '@sipgate-kit/core';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { CookieStyle } from './cookie-names.ts';

/** Sign-ins one browser can have under way; as many as tabs a person opens at once, few enough for the header. */
const MOST_FLOWS = 5;

/**
 * The browser's half of every sign-in under way: one cookie per sign-in, so that tabs do not disturb each other. Only
 * the browser that began a sign-in can finish it (RFC 9700 §4.7), which keeps strangers from signing people in as
 * themselves.
 */
export interface FlowCookies {
  /** A random name for this browser, kept as long as it has a sign-in under way. Not secret by itself. */
  browserOf(c: Context): { readonly browserId: string; readonly isNew: boolean };
  /** Ties a new sign-in to the browser; the oldest beyond five is forgotten. */
  remember(c: Context, flow: { browserId: string; state: string; startedAt: number }): void;
  /** Whether this browser began the sign-in with that state. Says nothing by its duration. */
  matches(c: Context, state: string): boolean;
  forget(c: Context, state: string): void;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

/** Binds instant, browser and state together, so that none of them can be exchanged. The state itself stays out of the cookie. */
const bind = (startedAt: string, browserId: string, state: string) => sha256(`${startedAt}.${browserId}.${state}`);

interface FlowCookie {
  readonly name: string;
  readonly startedAt: string;
  readonly browserId: string;
  readonly binding: string;
}

const VALUE = /^([\da-z]{1,11})\.([\w-]{22})\.([\w-]{43})$/;

/** Makes {@link FlowCookies} for one public origin. */
export function createFlowCookies({ flowPrefix, secure }: CookieStyle): FlowCookies {
  const nameOf = (state: string) => `${flowPrefix}${sha256(state).slice(0, 8)}`;
  const attributes = { httpOnly: true, secure, sameSite: 'Lax', path: '/' } as const;
  const drop = (c: Context, name: string) => setCookie(c, name, '', { ...attributes, maxAge: 0 });

  const underWay = (c: Context): { readonly flows: readonly FlowCookie[]; readonly unreadable: readonly string[] } => {
    const flows: FlowCookie[] = [];
    const unreadable: string[] = [];
    for (const [name, value] of Object.entries(getCookie(c))) {
      if (!name.startsWith(flowPrefix)) continue;
      const [, startedAt, browserId, binding] = VALUE.exec(value) ?? [];
      if (startedAt && browserId && binding) flows.push({ name, startedAt, browserId, binding });
      else unreadable.push(name);
    }
    const age = ({ startedAt }: FlowCookie) => Number.parseInt(startedAt, 36);
    return { flows: flows.sort((one, other) => age(one) - age(other)), unreadable };
  };

  return {
    browserOf(c) {
      const browserId = underWay(c).flows.at(-1)?.browserId;
      return { browserId: browserId ?? randomBytes(16).toString('base64url'), isNew: browserId === undefined };
    },

    remember(c, { browserId, state, startedAt }) {
      const { flows, unreadable } = underWay(c);
      const oldest = flows.slice(0, Math.max(0, flows.length - MOST_FLOWS + 1));
      for (const name of [...unreadable, ...oldest.map((flow) => flow.name)]) drop(c, name);
      const since = startedAt.toString(36);
      setCookie(c, nameOf(state), `${since}.${browserId}.${bind(since, browserId, state)}`, {
        ...attributes,
        maxAge: TRANSACTION_LIFETIME_MS / 1000,
      });
    },

    matches(c, state) {
      const name = nameOf(state);
      const flow = underWay(c).flows.find((candidate) => candidate.name === name);
      return flow !== undefined && equalInConstantTime(flow.binding, bind(flow.startedAt, flow.browserId, state));
    },

    forget: (c, state) => drop(c, nameOf(state)),
  };
}
