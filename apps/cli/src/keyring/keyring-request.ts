/** What to do with an entry, in turn. */
export type KeyringStep = { readonly write: string } | { readonly do: 'read' | 'delete' };

/** What the process that talks to the keyring is told. Secret: it goes through a pipe, never through arguments. */
export interface KeyringRequest {
  readonly account: string;
  readonly steps: readonly KeyringStep[];
}

/** What it answers: what each `read` found, or why it could not. */
export type KeyringAnswer =
  | { readonly found: readonly (string | null)[] }
  | { readonly problem: 'not installed' | 'too old' | 'failed'; readonly reason?: string };
