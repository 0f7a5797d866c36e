import type { AnswersTo } from './call.ts';
import { digitsOf } from './phone-number.ts';
import { RestError } from './rest-error.ts';

export const blacklistAnswers: AnswersTo<
  'getIncomingBlacklist' | 'addIncomingBlacklistEntry' | 'removeIncomingBlacklistEntry'
> = {
  getIncomingBlacklist: ({ company }) => ({
    items: company.tables.blacklist.map(({ phoneNumber, isBlock }) => ({ phoneNumber, isBlock })),
  }),
  addIncomingBlacklistEntry: ({ company, body: { phoneNumber, isBlock = false } }) => {
    const { blacklist } = company.tables;
    const id = digitsOf(phoneNumber);
    if (blacklist.some((row) => row.id === id)) {
      throw new RestError(409, {
        title: 'Conflict',
        detail: 'The number is on the list already',
        pointer: '/phoneNumber',
      });
    }
    blacklist.push({ id, phoneNumber, isBlock });
    return { phoneNumber, isBlock };
  },
  removeIncomingBlacklistEntry: ({ company: { tables }, path: { phoneNumber = '' } }) => {
    const at = tables.blacklist.findIndex(({ id }) => id === digitsOf(phoneNumber));
    if (at === -1) {
      throw new RestError(404, {
        title: 'Not Found',
        detail: 'The number is not on the list',
        pointer: '/phoneNumber',
      });
    }
    tables.blacklist.splice(at, 1);
  },
};
