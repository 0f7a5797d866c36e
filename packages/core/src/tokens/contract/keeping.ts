import {
  alice,
  bob,
  holds,
  present,
  same,
  signedIn,
  storedAccessToken,
  storedState,
  type TokenStoreContractCase,
  tokens,
} from './case.ts';

/** Reading, finding, and the token set's way through the store. */
export const keepingCases: readonly TokenStoreContractCase[] = [
  {
    title: 'a sign-in creates an active connection that holds exactly its token set',
    async run(context) {
      const { store, clock } = context;
      const whole = tokens('whole', {
        idToken: 'id-whole',
        accessTokenExpiresAt: 301_000,
        refreshTokenExpiresAt: 1_801_000,
        authenticatedAt: 900,
      });
      const created = await store.saveSignIn(alice, whole);
      same('state', created, {
        id: created.id,
        key: alice,
        generation: created.generation,
        status: 'active',
        failures: 0,
        refreshTokenExpiresAt: 1_801_000,
        createdAt: clock.now(),
        updatedAt: clock.now(),
        refreshedAt: clock.now(),
        observedAt: clock.now(),
      });
      const { tokenSet, ...state } = present('connection', await store.read(created.id));
      same('state as read', state, created);
      same('token set', tokenSet.serialize(), whole.serialize());
    },
  },
  {
    title: 'optional fields of a token set that are absent stay absent',
    async run(context) {
      const bare = tokens('bare');
      const { id } = await context.store.saveSignIn(alice, bare);
      const { tokenSet } = present('connection', await context.store.read(id));
      same('fields', Object.keys(tokenSet.serialize()).sort(), Object.keys(bare.serialize()).sort());
      same('token set', tokenSet.serialize(), bare.serialize());
    },
  },
  {
    title: 'both handles see what either wrote, at once',
    async run(context) {
      const { store, otherHandle = store } = context;
      const { id, generation } = await signedIn(context);
      same('before', await storedAccessToken(context, id), 'access-first');
      await otherHandle.replace(id, { generation, tokenSet: tokens('second') });
      same('after', await storedAccessToken(context, id), 'access-second');
    },
  },
  {
    title: 'unknown and guessed ids give nothing and change nothing',
    async run(context) {
      const { store } = context;
      const { id, generation } = await signedIn(context);
      for (const guess of [
        '',
        id.slice(0, -1),
        `${id}x`,
        id.toUpperCase() === id ? id.toLowerCase() : id.toUpperCase(),
        '%',
        '*',
        "' or 1=1 --",
      ]) {
        same(`read ${guess}`, await store.read(guess), undefined);
        same(`readStates ${guess}`, await store.readStates([guess]), []);
        same(
          `acquireLease ${guess}`,
          await store.acquireLease(guess, { owner: 'thief', generation, ttlMs: 5_000 }),
          'moved',
        );
        same(`replace ${guess}`, await store.replace(guess, { generation, tokenSet: tokens('stolen') }), undefined);
        same(`setStatus ${guess}`, await store.setStatus(guess, { generation, status: 'paused' }), false);
        same(`remove ${guess}`, await store.remove(guess), undefined);
      }
      same('token', await storedAccessToken(context, id), 'access-first');
      same('status', (await storedState(context, id)).status, 'active');
    },
  },
  {
    title: 'a connection is found by the whole of its key only',
    async run(context) {
      const { store } = context;
      const { id } = await signedIn(context);
      const other = await store.saveSignIn(bob, tokens('bob'));
      holds('two people have two connections', other.id !== id);
      same('alice', (await store.findByKey(alice))?.id, id);
      same('bob', (await store.findByKey(bob))?.id, other.id);
      same('other issuer', await store.findByKey({ ...alice, issuer: 'https://other.example' }), undefined);
      same('other client', await store.findByKey({ ...alice, clientId: 'other' }), undefined);
      same('other subject', await store.findByKey({ ...alice, subject: 'other' }), undefined);
    },
  },
  {
    title: 'states of many connections come in one batch: repeated and missing ids do no harm',
    async run(context) {
      const { store } = context;
      const people = Array.from({ length: 30 }, (_, index) => ({ ...alice, subject: `person-${index}` }));
      const ids = (await Promise.all(people.map((key) => store.saveSignIn(key, tokens(key.subject))))).map(
        ({ id }) => id,
      );
      const states = await store.readStates([...ids, 'missing', ...ids.slice(0, 3)]);
      same('ids', states.map(({ id }) => id).sort(), [...ids].sort());
      same('none asked', await store.readStates([]), []);
    },
  },
  {
    title: "instants are the store's: when it was created, changed and read",
    async run(context) {
      const { store, clock } = context;
      const createdAt = clock.now();
      const { id, generation } = await signedIn(context);
      clock.advance(1_000);
      const replaced = present('replaced', await store.replace(id, { generation, tokenSet: tokens('second') }));
      clock.advance(500);
      await store.setStatus(id, { generation: replaced.generation, status: 'active' });
      const state = await storedState(context, id);
      same('createdAt', state.createdAt, createdAt);
      same('updatedAt', [replaced.updatedAt, state.updatedAt], [createdAt + 1_000, createdAt + 1_500]);
      same('refreshedAt', [replaced.refreshedAt, state.refreshedAt], [createdAt + 1_000, createdAt + 1_000]);
      same('observedAt', [replaced.observedAt, state.observedAt], [createdAt + 1_000, createdAt + 1_500]);
    },
  },
];
