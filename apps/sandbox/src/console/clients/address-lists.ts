import { lintRedirectUri, lintWebOrigin, type PatternReport } from '@sipgate-kit/core/clients';
import { clientDescription } from '../../client-description.ts';
import type { SandboxClient } from '../../clients.ts';

/** The two lists of addresses a client has. */
export interface AddressList {
  /** Last part of its paths. */
  readonly path: 'redirect-uris' | 'web-origins';
  readonly field: 'redirectUris' | 'webOrigins';
  readonly title: string;
  /** The button, as sipgate's console names it. */
  readonly add: string;
  readonly label: string;
  readonly hint: string;
  readonly empty: string;
  lint(value: string, client: SandboxClient): PatternReport;
}

export const ADDRESS_LISTS: readonly AddressList[] = [
  {
    path: 'redirect-uris',
    field: 'redirectUris',
    title: 'Redirect URIs',
    add: 'Add redirect uri',
    label: 'Redirect URI',
    hint: 'As your program sends it, such as http://localhost:8080/oauth.',
    empty: 'None yet: nobody can sign in before there is one.',
    lint: (value) => lintRedirectUri(value),
  },
  {
    path: 'web-origins',
    field: 'webOrigins',
    title: 'Web origins',
    add: 'Add web origin',
    label: 'Web origin',
    hint: 'Scheme, host and port of pages whose own code asks for tokens, such as http://localhost:5173.',
    empty: 'None: only programs outside of browsers may ask for tokens.',
    lint: (value, { redirectUris }) => lintWebOrigin(value, redirectUris),
  },
];

/** Why an address cannot be added at all, in words; `undefined` when it can. */
export function refusalOf(list: AddressList, value: string, client: SandboxClient): string | undefined {
  if (value === '') return `Enter a ${list.label}.`;
  if (client[list.field].includes(value)) return 'The client has it already.';
  const issues = clientDescription.shape[list.field].safeParse([value]).error?.issues ?? [];
  return issues.length === 0 ? undefined : `It ${issues[0]?.message}.`;
}
