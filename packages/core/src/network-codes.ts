import type { NetworkFailure } from './network-failure.ts';

type Explanation = readonly [codes: RegExp, reason: (host: string) => string, hint: string];

/** The platform's codes, which are Node's, with what they mean. All but EPROTO come before anything was sent. */
const EXPLANATIONS: readonly Explanation[] = [
  [/^ENOTFOUND$/, (host) => `there is no host ${host}`, 'Check the network, the name servers and the URL.'],
  [/^EAI_AGAIN$/, (host) => `no name server told where ${host} is`, 'Check the network and the name servers.'],
  [/^ECONNREFUSED$/, (host) => `nobody listens at ${host}`, 'Check the URL, and whether the server runs.'],
  [
    /^(?:EHOSTUNREACH|ENETUNREACH)$/,
    (host) => `no way leads to ${host}`,
    'Check the network, and the VPN if you use one.',
  ],
  [
    /^UND_ERR_CONNECT_TIMEOUT$/,
    (host) => `${host} did not take the connection in time`,
    'Check the network, and whether a firewall asks for a proxy.',
  ],
  [
    /^(?:CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/,
    (host) => `by the clock of this computer, the certificate of ${host} is not valid now`,
    "Check this computer's date and time. Are they right, then the server needs a new certificate.",
  ],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    (host) => `the certificate that came is not for ${host}`,
    'Check the URL, and what stands between here and there.',
  ],
  [
    /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_)/,
    (host) => `nobody trusted has signed the certificate of ${host}`,
    'Does something in your network open TLS connections, a proxy of your company for instance? Then put its certificate authority, as PEM, into a file, and set NODE_EXTRA_CA_CERTS to its path.',
  ],
  [
    /^(?:CERT_|ERR_TLS_|ERR_SSL_|EPROTO)/,
    (host) => `${host} and we could not agree on TLS`,
    'Check the URL, and what stands between here and there.',
  ],
];

/** Deno's words, with the numbers of Linux, macOS and Windows. */
const CODES_IN_WORDS: readonly (readonly [words: RegExp, code: string])[] = [
  [/\(Connect\): dns error/, 'ENOTFOUND'],
  [/\(Connect\): tcp .*\(os error (?:111|61|10061)\)/, 'ECONNREFUSED'],
  [/\(Connect\): tcp .*\(os error (?:101|51|10051)\)/, 'ENETUNREACH'],
  [/\(Connect\): tcp .*\(os error (?:113|65|10065)\)/, 'EHOSTUNREACH'],
  [/\(Connect\): (?:invalid peer certificate|received )/, 'EPROTO'],
];

/** What one of the platform's codes, or its words, mean for a request to `host`. Browsers give none, so that pages do without this. */
export function explainNetworkCode(codeOrWords: string, host: string): NetworkFailure {
  const code = codeOrWords.includes(' ') ? CODES_IN_WORDS.find(([words]) => words.test(codeOrWords))?.[1] : codeOrWords;
  if (code === undefined) return { neverSent: false };
  const found = EXPLANATIONS.find(([codes]) => codes.test(code));
  if (found === undefined) return { reason: code, neverSent: false };
  const [, reason, hint] = found;
  return { reason: `${reason(host)} (${code})`, hint, neverSent: code !== 'EPROTO' };
}
