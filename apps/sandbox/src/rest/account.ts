import type { AnswersTo } from './call.ts';
import { RestError } from './rest-error.ts';

/** The code of every letter and every text message of a sandbox. */
export const VERIFICATION_CODE = '123456';

export const accountAnswers: AnswersTo<'getAccount' | 'getBalance' | 'userinfo' | 'verifyAccount'> = {
  getAccount: ({ caller: { account }, company: { verified } }) => ({
    company: account.company,
    mainProductType: 'TEAM',
    logoUrl: '',
    verified,
    historyLifeTime: 'UNLIMITED',
  }),

  // 10,000 are one euro.
  getBalance: ({ company: { balance: amount } }) => ({ amount, currency: 'EUR' }),

  // 404 is the only refusal that sipgate's description has.
  verifyAccount: ({ company, body: { verificationCode } }) => {
    if (verificationCode !== VERIFICATION_CODE) throw new RestError(404);
    company.verified = true;
  },

  // `sub` is the id within the company, the same `w0` in every company.
  userinfo: ({ caller: { user, account }, company }) => ({
    sub: user.userId,
    domain: account.domain,
    masterSipId: account.masterSipId,
    locale: 'de_DE',
    userId: user.sub.split(':').at(-1) ?? '',
    isTestAccount: true,
    isAdmin: company.tables.people.find(({ id }) => id === user.userId)?.admin ?? false,
    product: 'team',
    flags: [],
  }),
};
