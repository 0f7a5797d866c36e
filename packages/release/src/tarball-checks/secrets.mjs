/**
 * How secrets look: those of package registries, code hosts and clouds, private keys, and signed tokens. A token of the
 * sandbox would be found as well, and rightly: nothing that looks like a credential is published.
 */
const SECRETS = [
  { what: 'a private key', pattern: /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*[A-Za-z0-9+/=]{16}/ },
  { what: 'a token of npm', pattern: /\bnpm_[A-Za-z0-9]{36}\b|_authToken\s*=\s*[^\s$]{8}/ },
  { what: 'a token of GitHub', pattern: /\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_[A-Za-z0-9_]{60}/ },
  { what: 'a key of AWS', pattern: /\bAKIA[0-9A-Z]{16}\b/ },
  { what: 'a signed token', pattern: /\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}/ },
  {
    what: 'a password in a URL',
    pattern:
      /\b[a-z][a-z0-9+]*:\/\/(?!(?:user|alice|name|x|\$)[^\s@]*@)[^\s:/@'"`<>{}$]+:[^\s/@'"`<>{}$]{4,}@[a-z0-9.-]+/i,
  },
];

/**
 * No tarball carries a credential, nor the path of the checkout it was built in.
 *
 * @param {import('../pack.mjs').Packed} packed
 * @param {{ workspace: string }} options
 * @returns {string[]} what is wrong; never the secret itself
 */
export function checkSecrets({ files }, { workspace }) {
  return [...files].flatMap(([path, content]) => {
    const text = Buffer.from(content).toString('utf8');
    const found = SECRETS.filter(({ pattern }) => pattern.test(text)).map(({ what }) => `${path} has ${what}`);
    if (text.includes(workspace)) found.push(`${path} names the folder it was built in`);
    return found;
  });
}
