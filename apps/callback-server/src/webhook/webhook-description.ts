import { z } from '@hono/zod-openapi';

const message = z
  .object({
    id: z.string().openapi({
      description: 'The same for every copy of this message, as in the header webhook-id: do nothing twice.',
    }),
    type: z.literal('connection.needs_login'),
    connectionId: z.string().openapi({ description: 'As in the connections API.' }),
    reason: z.string().openapi({ example: 'refused: Session not active' }),
    at: z.iso.datetime().openapi({ description: 'When it was found out.' }),
  })
  .openapi('NeedsLogin');

/** The webhook's message, as the description of the connections API shows it. */
export const webhookDescription = {
  method: 'post',
  path: 'connection.needs_login',
  operationId: 'needsLogin',
  summary: 'A connection needs its person',
  description:
    'Sent to SIPGATE_KIT_WEBHOOK_URL, signed by the headers webhook-id, webhook-timestamp and webhook-signature ' +
    '(Standard Webhooks). May come twice, and, when this server stops at the wrong moment, not at all: poll as well.',
  request: { body: { content: { 'application/json': { schema: message } } } },
  responses: {
    '2XX': { description: 'Taken. Answer within ten seconds, and do the work afterwards.' },
    410: { description: 'Not wanted: it is not sent again. Every other answer is followed by up to five more tries.' },
  },
} as const;
