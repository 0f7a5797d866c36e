import type { Schemas } from '@sipgate-kit/core/operations';
import type { Tables } from '../companies/company.ts';
import type { AnswersTo, Call } from './call.ts';
import { isEstablished } from './calls.ts';
import { invalidParameter } from './rest-error.ts';

const USUAL_PAGE = 50;

export const channelAnswers: AnswersTo<'getChannels' | 'getChannelEvents'> = {
  getChannels: ({ company }) => ({ items: company.tables.channels }),

  // Newest first. Where a page ends is known by the id of its last event; the last page names no position.
  getChannelEvents: (call) => {
    const { position, limit = USUAL_PAGE } = call.query;
    const { id } = call.row('channelId');
    const all = call.company.tables.channelEvents.filter(({ channelId }) => channelId === id);
    const from = position === undefined ? 0 : all.findIndex((event) => event.id === position) + 1;
    if (position !== undefined && from === 0)
      throw invalidParameter('position: Write the position of the page before.');
    const page = all.slice(from, from + limit);
    const last = from + limit < all.length ? page.at(-1) : undefined;
    return { events: page.map((event) => shown(call, event)), ...(last && { position: last.id }), limit };
  },
};

/** A call that is not over yet is ringing or established. */
function shown({ company, now }: Call, event: Tables['channelEvents']): Schemas['ChannelEvent'] {
  const { id: eventId, createdAt } = event;
  const going = company.tables.calls.find((row) => row.eventId === eventId);
  const state = going === undefined ? {} : { state: isEstablished(going, now) ? 'ESTABLISHED' : 'RINGING' };
  return { eventId, type: 'CALL', createdAt, recordings: [], call: { ...event.call, ...state } };
}
