import { removeRow } from '../companies/path-rows.ts';
import type { AnswersTo } from './call.ts';
import { invalidParameter } from './rest-error.ts';

export const portingAnswers: AnswersTo<'getPortings' | 'getPorting' | 'revokePorting'> = {
  getPortings: ({ company }) => ({ items: company.tables.portings }),
  getPorting: (call) => call.row('portingId'),
  revokePorting: (call) => {
    const { id, revocable } = call.row('portingId');
    if (!revocable) throw invalidParameter('portingId: It is too late to take it back.');
    removeRow(call.company, 'portingId', id);
    return { items: call.company.tables.portings };
  },
};
