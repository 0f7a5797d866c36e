import type { Schemas } from '@sipgate-kit/core/operations';
import type { Tables } from './company.ts';

// Every phone number is from the ranges the German regulator keeps free for film and fiction.

const HOUR_MS = 3_600_000;

/** People outside who call, or are called. */
const OTHERS = ['+493023125101', '+496990009102', '+494066969103', '+492214710104', '+498999998105'];

/** The one channel that every account of the newer kind has. */
export function supportChannel(now: number): Schemas['Channel'] {
  return {
    id: '5b0f7a52-6f0e-4c5e-8a57-0d3a4f1c9e21',
    name: 'Support',
    owner: 'w0',
    locale: 'de_DE',
    createdAt: new Date(now - 1000 * HOUR_MS).toISOString(),
    users: [{ id: 'w0', deviceIds: ['e0'] }],
    settings: {
      ringingOrder: { type: 'PARALLEL', users: ['w0'] },
      users: { ringTime: 20, followUpTime: 10 },
    },
  };
}

/** `count` calls of the channel, newest first, seven hours apart; every third was missed, every other came in. */
export function channelEvents(channel: Schemas['Channel'], own: string, count: number, now: number) {
  return Array.from({ length: count }, (_, index): Tables['channelEvents'] => {
    const startedAt = now - (index * 7 + 1) * HOUR_MS;
    const after = (seconds: number) => new Date(startedAt + seconds * 1000).toISOString();
    const other = OTHERS[index % OTHERS.length] ?? '';
    const incoming = index % 2 === 0;
    const missed = index % 3 === 2;
    return {
      id: `sandbox-event-${count - index}`,
      channelId: channel.id,
      createdAt: after(0),
      call: {
        callSid: `sandbox-call-${count - index}`,
        channelId: channel.id,
        direction: incoming ? 'INCOMING' : 'OUTGOING',
        from: incoming ? other : own,
        to: incoming ? own : other,
        owner: missed ? null : 'w0',
        state: missed ? 'MISSED' : 'FINISHED',
        startedAt: after(0),
        ...(missed ? {} : { establishedAt: after(8) }),
        terminatedAt: after(missed ? 20 : 60 + index * 7),
        terminatedReason: missed ? 'CANCELLED' : 'TERMINATED',
      },
    };
  });
}
