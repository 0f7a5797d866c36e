import type { Company } from '../companies/company.ts';
import { nextSerial } from '../companies/company.ts';
import { removeRow } from '../companies/path-rows.ts';
import { VERIFICATION_CODE } from './account.ts';
import type { AnswersTo } from './call.ts';
import { charge, PRICES } from './money.ts';
import { phoneNumberIn } from './phone-number.ts';
import { invalidParameter } from './rest-error.ts';

export const smsAnswers: AnswersTo<
  | 'getSmsExtensions'
  | 'setSmsAlias'
  | 'getSmsCallerIds'
  | 'addSmsCallerId'
  | 'editSmsCallerId'
  | 'deleteSmsCallerId'
  | 'verifySmsCallerId'
> = {
  getSmsExtensions: (call) => {
    const own = call.company.tables.smsExtensions.filter(({ userId }) => userId === call.row('userId').id);
    return { items: own.map(({ id, alias }) => ({ id, alias, callerId: senderOf(call.company, id) })) };
  },
  setSmsAlias: (call) => {
    call.row('smsId').alias = call.body.alias ?? '';
  },
  getSmsCallerIds: (call) => ({
    items: callerIdsOf(call.company, call.row('smsId').id).map(({ id, phonenumber, verified, defaultNumber }) => ({
      id: Number(id),
      phonenumber,
      verified,
      defaultNumber,
    })),
  }),

  // The code is sent to the number, which costs a text message.
  addSmsCallerId: (call) => {
    const phonenumber = phoneNumberIn('phonenumber', call.body.phonenumber);
    const { id: smsId } = call.row('smsId');
    charge(call.company, PRICES.sms);
    const id = String(nextSerial(call.company, 'callerId'));
    call.company.tables.smsCallerIds.push({ id, smsId, phonenumber, verified: false, defaultNumber: false });
  },
  editSmsCallerId: (call) => {
    const chosen = call.row('callerId');
    const { defaultNumber = false } = call.body;
    if (defaultNumber && !chosen.verified) throw invalidParameter('defaultNumber: The number is not verified yet.');
    if (defaultNumber) for (const other of callerIdsOf(call.company, chosen.smsId)) other.defaultNumber = false;
    chosen.defaultNumber = defaultNumber;
  },
  deleteSmsCallerId: (call) => void removeRow(call.company, 'callerId', call.row('callerId').id),
  verifySmsCallerId: (call) => {
    if (call.body.verificationCode !== VERIFICATION_CODE)
      throw invalidParameter('verificationCode: It is another one.');
    call.row('callerId').verified = true;
  },
};

/** What recipients of text messages see. */
export function senderOf(company: Company, smsId: string): string {
  return callerIdsOf(company, smsId).find(({ defaultNumber }) => defaultNumber)?.phonenumber ?? 'sipgate';
}

function callerIdsOf({ tables: { smsCallerIds } }: Company, smsId: string) {
  return smsCallerIds.filter((row) => row.smsId === smsId);
}
