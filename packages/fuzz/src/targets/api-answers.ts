import { createSipgateClient, itemsOfPages, staticToken } from '@sipgate-kit/core';
import { createOAuthClients } from '@sipgate-kit/core/clients';
import fc from 'fast-check';
import { answering, hostileAnswer } from '../answers.ts';
import { almost, hostileJson } from '../hostile.ts';
import { CANARIES, holds, refusesWell } from '../promises.ts';
import { target } from '../target.ts';

const [, , , TOKEN] = CANARIES;
const refusal = fc.oneof(
  almost({ name: 'PARAMETER_INVALID', message: `The token ${TOKEN} is wrong` }),
  fc
    .array(almost({ title: 'x', detail: 'y', source: { pointer: '/name' } }), { maxLength: 3 })
    .map((errors) => ({ errors })),
);
const list = fc.oneof(
  almost({ items: [{ id: '1' }], totalCount: 1 }),
  almost({ data: [{ clientId: 'a', name: 'b', redirectUris: ['c'] }] }),
);

export const apiAnswers = [
  target({
    name: 'API answers',
    promise: 'a call brings data or a typed error, and a refusal repeats no credential',
    input: hostileAnswer(fc.oneof(refusal, list, hostileJson('items', 'data'))),
    async check(answer) {
      const auth = staticToken(TOKEN, { fetch: answering(answer) });
      const sipgate = createSipgateClient({ auth, retry: false });
      await refusesWell(() => sipgate.GET('/account'));
      await refusesWell(() => sipgate.call('getHistory', { query: { limit: 10 } }));
      await refusesWell(() => sipgate.request('getAccount'));
      await refusesWell(() => createOAuthClients(sipgate).list());
    },
  }),
  target({
    name: 'pages of a list',
    promise: 'reading all pages ends, whatever the API says of their number',
    input: fc.array(fc.record({ items: fc.nat({ max: 5 }), totalCount: fc.option(fc.integer(), { nil: undefined }) }), {
      minLength: 1,
      maxLength: 6,
    }),
    async check(pages) {
      let asked = 0;
      const read = async () => {
        const page = pages[Math.min(asked, pages.length - 1)];
        asked += 1;
        // The last page is the last: a list that never ends is no answer of the API.
        const count = asked > pages.length ? 0 : (page?.items ?? 0);
        return { items: Array.from({ length: count }, () => ({})), totalCount: page?.totalCount };
      };
      let items = 0;
      await refusesWell(async () => {
        for await (const _item of itemsOfPages(read as never, { pageSize: 5 } as never)) items += 1;
      });
      holds(asked <= pages.length + 2, `${asked} pages were asked for`);
      holds(items <= pages.length * 5, `${items} items came of ${pages.length} pages`);
    },
  }),
];
