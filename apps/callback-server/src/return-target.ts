import { SipgateKitError } from '@sipgate-kit/core';

/** What {@link createReturnTargets} is made of. */
export interface ReturnTargetOptions {
  /** Our own public origin, to which paths are relative. */
  readonly origin: string;
  /** Further origins that may be returned to. */
  readonly allowedOrigins: readonly string[];
  /** Path of the page to return to when nobody asked for another. */
  readonly home: string;
  /** Our own paths that would start the sign-in again, or end it. */
  readonly refusedPaths: readonly string[];
}

/** Decides where a browser may be sent after a sign-in. */
export interface ReturnTargets {
  /**
   * The absolute URL to return to; home when nothing was asked for.
   *
   * @throws SipgateKitError `return_target_refused` for everything that is not, letter by letter, a path of our own
   *   origin or a URL of an allowed one.
   */
  parse(requested: readonly string[]): string;
}

const LONGEST_TARGET = 2048;

/**
 * Control characters, spaces and backslashes: browsers drop or turn them into slashes, so that what looks like a path
 * becomes a host (RFC 9700 §4.11). Nothing honest contains them unescaped.
 */
const DECEIVING = /[\p{Cc}\p{Cf}\p{Z}\\]/u;

/**
 * Guards against open redirects: what comes out is always an absolute URL of our own origin or of an allowed one.
 *
 * @example
 * const targets = createReturnTargets({ origin: 'https://app.example', allowedOrigins: [], home: '/', refusedPaths: [] });
 * targets.parse(['/reports?month=5']); // 'https://app.example/reports?month=5'
 */
export function createReturnTargets(options: ReturnTargetOptions): ReturnTargets {
  const allowed = new Set([options.origin, ...options.allowedOrigins]);

  return {
    parse([requested, ...more]) {
      if (requested === undefined || requested === '') return new URL(options.home, options.origin).href;
      if (more.length > 0) throw refused('it was given more than once');
      if (requested.length > LONGEST_TARGET) throw refused(`it is longer than ${LONGEST_TARGET} characters`);
      if (DECEIVING.test(requested)) throw refused('it contains spaces, control characters or backslashes');
      const isPath = /^\/(?!\/)/.test(requested);
      if (!isPath && !/^https?:\/\/[^/]/i.test(requested)) throw refused('it is neither a path nor a whole URL');
      if (!URL.canParse(requested, options.origin)) throw refused('it is no URL');
      const url = new URL(requested, options.origin);
      if (url.username !== '' || url.password !== '') throw refused('it contains a user name');
      if (!allowed.has(url.origin)) throw refused('its origin is not on the list');
      if (url.pathname.startsWith('//')) throw refused('its path begins with two slashes');
      if (url.origin === options.origin && options.refusedPaths.includes(url.pathname)) {
        throw refused('it would start the sign-in again');
      }
      return url.href;
    },
  };
}

function refused(why: string): SipgateKitError {
  return new SipgateKitError('return_target_refused', `The address to return to was refused: ${why}.`, {
    hint: 'Use a path of this site, as in return_to=/reports, or have its origin added to SIPGATE_KIT_RETURN_ORIGINS.',
  });
}
