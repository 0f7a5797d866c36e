/** The same moment twice: an access token has expired, and two processes notice. */
const provider = { id: 'sipgate', name: 'sipgate', note: 'rotates, detects reuse' };

/** Each for itself. @type {import('./sequence-picture.mjs').Sequence} */
export const uncoordinated = {
  label:
    'Without coordination two processes send the same refresh token; sipgate takes the second for theft and ends the session.',
  actors: [
    { id: 'a', name: 'Process A' },
    { id: 'store', name: 'Your database' },
    { id: 'b', name: 'Process B' },
    provider,
  ],
  steps: [
    {
      from: 'a',
      to: 'store',
      text: 'reads R1',
      says: 'Process A has a call to make. Its access token is old, so it reads the refresh token: R1.',
    },
    { from: 'b', to: 'store', text: 'reads R1', says: 'At the same moment process B does the same. It reads R1, too.' },
    { from: 'a', to: 'sipgate', text: 'refresh with R1', says: 'A sends R1.' },
    {
      from: 'sipgate',
      to: 'a',
      text: 'R2',
      kind: 'answer',
      mood: 'good',
      says: 'sipgate answers with new tokens. R1 is worthless from now on, and R2 is the only one that is alive.',
    },
    {
      from: 'b',
      to: 'sipgate',
      text: 'refresh with R1',
      mood: 'bad',
      says: 'B sends R1 as well. For sipgate that is a refresh token used twice, as a thief would.',
    },
    {
      from: 'sipgate',
      text: 'ends the session',
      mood: 'bad',
      says: 'So sipgate ends the session: R2, which A has just got, is dead as well.',
    },
    {
      from: 'sipgate',
      to: 'b',
      text: 'invalid_grant',
      kind: 'answer',
      mood: 'bad',
      says: 'B is refused. A finds out at its next refresh.',
    },
    { from: 'a', text: 'signed out', mood: 'bad', says: 'The person has to sign in again, and nobody knows why.' },
  ],
};

/** With a lease in the vault. @type {import('./sequence-picture.mjs').Sequence} */
export const coordinated = {
  label:
    'With the kit process A takes the lease, refreshes and stores the new tokens; process B waits and takes them from the vault.',
  actors: [
    { id: 'a', name: 'Process A', ours: true },
    { id: 'store', name: 'Vault', note: 'generation 1', ours: true },
    { id: 'b', name: 'Process B', ours: true },
    provider,
  ],
  steps: [
    {
      from: 'a',
      to: 'store',
      text: 'lease for generation 1',
      says: 'Process A asks the vault for the lease of this connection, and gets it.',
    },
    { from: 'b', to: 'store', text: 'lease?', says: 'Process B asks, too.' },
    {
      from: 'store',
      to: 'b',
      text: 'taken: wait',
      kind: 'answer',
      says: 'The lease is taken. B does not send anything; it watches the row.',
    },
    {
      from: 'a',
      to: 'store',
      text: 'mark: sending until …',
      says: 'A writes down until when its request may be under way, so that nobody sends meanwhile, even if A dies.',
    },
    { from: 'a', to: 'sipgate', text: 'refresh with R1', says: 'Now A sends R1, once.' },
    { from: 'sipgate', to: 'a', text: 'R2', kind: 'answer', mood: 'good', says: 'sipgate answers with new tokens.' },
    {
      from: 'a',
      to: 'store',
      text: 'generation 2: R2',
      mood: 'good',
      says: 'A stores them, durably, before anybody uses them. The row is now at generation 2.',
    },
    {
      from: 'store',
      to: 'b',
      text: 'generation 2',
      kind: 'answer',
      mood: 'good',
      says: 'B sees the new generation and takes the new token. One refresh, two successes, nobody signed out.',
    },
  ],
};
