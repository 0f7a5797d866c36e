/**
 * `error`: refused, dangerous, or it can never match. `warning`: it works, but hardly as it was meant. `note`: good to
 * know.
 */
export type Severity = 'error' | 'warning' | 'note';

/**
 * How sure a finding is. `certain`: a standard or sipgate itself says so. `keycloak`: tried on a stock Keycloak 26, which
 * sipgate's login is built on; its settings may differ. `unknown`: what sipgate's login does is not known.
 */
export type Certainty = 'certain' | 'keycloak' | 'unknown';

/** The rules' names. They never change between minor versions. */
export type LintRule =
  | 'characters'
  | 'any_uri'
  | 'port_wildcard'
  | 'host_end_wildcard'
  | 'not_absolute'
  | 'app_scheme'
  | 'user_info'
  | 'fragment'
  | 'plain_http'
  | 'host_wildcard'
  | 'query_wildcard'
  | 'inner_wildcard'
  | 'answer_parameter'
  | 'dot_segments'
  | 'not_as_sent'
  | 'no_path'
  | 'prefix_wildcard'
  | 'whole_host'
  | 'exact_query'
  | 'loopback_port'
  | 'loopback_any_port'
  | 'any_origin'
  | 'redirect_origins'
  | 'not_an_origin'
  | 'app_origin'
  | 'usual_port'
  | 'twice'
  | 'covered';

/** One thing to know about a redirect URI or web origin. */
export interface Finding {
  readonly rule: LintRule;
  readonly severity: Severity;
  readonly certainty: Certainty;
  /** In whole sentences. Never quotes a user name or password. */
  readonly message: string;
}

/** A finding of a rule, with what the rule alone would write instead. */
export interface RuleFinding extends Finding {
  readonly fix?: string;
}

/** An address that looks as if it belonged, and why it does not. */
export interface Refused {
  readonly url: string;
  readonly why: string;
}

/** What is known about one redirect URI or web origin before anybody signs in with it. */
export interface PatternReport {
  /** As it was written, but for a user name and password. */
  readonly pattern: string;
  /** What it lets through, in a sentence. */
  readonly meaning: string;
  /** Addresses that a stock Keycloak lets through; empty when there are none that a program would send. */
  readonly matches: readonly string[];
  /** Addresses near it that are refused. */
  readonly refuses: readonly Refused[];
  /** The gravest first. */
  readonly findings: readonly Finding[];
  /** What to write instead, where that can be told: it has no errors and no warnings. */
  readonly instead?: string;
}

const ORDER: readonly Severity[] = ['error', 'warning', 'note'];

/** The gravest first; otherwise as the rules stand. */
export function sorted<F extends Finding>(findings: readonly F[]): readonly F[] {
  return [...findings].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

/** What is wrong, in words; `undefined` when nothing is. */
export function firstError(findings: readonly Finding[]): string | undefined {
  return findings.find(({ severity }) => severity === 'error')?.message;
}

/** Applies the rules' fixes one after the other, until nothing but notes is left. `undefined` when that is not reached. */
export function repaired(pattern: string, rules: (pattern: string) => readonly RuleFinding[]): string | undefined {
  let current = pattern;
  for (let round = 0; round < 12; round += 1) {
    const grave = rules(current).filter(({ severity }) => severity !== 'note');
    if (grave.length === 0) return current === pattern ? undefined : current;
    const fix = grave.find((finding) => finding.fix !== undefined && finding.fix !== current)?.fix;
    if (fix === undefined) return undefined;
    current = fix;
  }
  return undefined;
}

/** A finding as it is shown to others. */
export function withoutFix({ rule, severity, certainty, message }: RuleFinding): Finding {
  return { rule, severity, certainty, message };
}
