import type { Schemas } from '@sipgate-kit/core/operations';
import { blankFaxline } from '../companies/blank-rows.ts';
import { type FaxlineRow, nextSerial } from '../companies/company.ts';
import { removeRow } from '../companies/path-rows.ts';
import type { AnswersTo } from './call.ts';
import { endpointNumbers } from './endpoint-numbers.ts';
import { ownNumberIn } from './phone-number.ts';

export const faxlineAnswers: AnswersTo<
  | 'getUserFaxlines'
  | 'createFaxline'
  | 'changeFaxlineAlias'
  | 'deleteFaxline'
  | 'getFaxlineCallerId'
  | 'changeFaxlineCallerId'
  | 'getFaxlineNumbers'
  | 'changeTagline'
> = {
  getUserFaxlines: (call) => {
    const own = call.company.tables.faxlines.filter(({ userId }) => userId === call.row('userId').id);
    return { items: own.map(shownFaxline) };
  },
  createFaxline: (call) => {
    const row = blankFaxline({ userId: call.row('userId').id }, `f${nextSerial(call.company, 'f')}`, 'Fax');
    call.company.tables.faxlines.push(row);
    return shownFaxline(row);
  },
  changeFaxlineAlias: (call) => {
    call.row('faxlineId').alias = call.body.alias ?? '';
  },
  deleteFaxline: (call) => void removeRow(call.company, 'faxlineId', call.row('faxlineId').id),
  getFaxlineCallerId: (call) => ({ value: call.row('faxlineId').callerId }),
  changeFaxlineCallerId: (call) => {
    call.row('faxlineId').callerId = ownNumberIn(call.company, 'value', call.body.value);
  },
  getFaxlineNumbers: (call) => endpointNumbers(call.company, call.row('faxlineId').id),
  changeTagline: (call) => {
    call.row('faxlineId').tagline = call.body.value ?? '';
  },
};

export function shownFaxline({ id, alias, tagline, canSend, canReceive }: FaxlineRow): Schemas['Faxline'] {
  return { id, alias, tagline, canSend, canReceive };
}
