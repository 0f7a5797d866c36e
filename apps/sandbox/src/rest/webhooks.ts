import type { AnswersTo, Call } from './call.ts';
import { invalidParameter } from './rest-error.ts';

export const webhookAnswers: AnswersTo<
  | 'getWebhookSettings'
  | 'setWebhookSettings'
  | 'getWebhooksLog'
  | 'getPhonelineWebhookSettings'
  | 'setPhonelineWebhookSettings'
  | 'getPhonelineWebhookLog'
> = {
  getWebhookSettings: ({ company }) => company.webhooks,
  setWebhookSettings: (call) => {
    const { log = false, whitelist = [] } = call.body;
    call.company.webhooks = { ...urlsIn(call), log, whitelist };
  },
  getWebhooksLog: (call) => logOf(call, ''),

  getPhonelineWebhookSettings: (call) => call.row('phonelineId').webhooks,
  setPhonelineWebhookSettings: (call) => {
    const { incomingActive = false, outgoingActive = false, log = false } = call.body;
    const { certificate = '', allowSelfSigned = false } = call.body;
    const settings = { incomingActive, outgoingActive, ...urlsIn(call), log, certificate, allowSelfSigned };
    call.row('phonelineId').webhooks = settings;
  },
  getPhonelineWebhookLog: (call) => logOf(call, call.row('phonelineId').id),
};

/** What was written of the account's webhooks, or of a phone line's. The sandbox calls no webhooks. */
function logOf({ company }: Call, phonelineId: string) {
  const written = company.tables.webhookLog.filter((row) => row.phonelineId === phonelineId);
  return { items: written.map(({ id: _, phonelineId: _phoneline, ...entry }) => entry) };
}

/** Both URLs, or none; accounts of the newer kind take no `http:`. */
function urlsIn({ body, caller: { account } }: Call<'setWebhookSettings' | 'setPhonelineWebhookSettings'>) {
  const { incomingUrl, outgoingUrl } = body;
  const schemes = account.featureScope === 'NEO_PBX' ? ['https:'] : ['https:', 'http:'];
  for (const [field, url] of Object.entries({ incomingUrl, outgoingUrl })) {
    if (url === '' || (URL.canParse(url) && schemes.includes(new URL(url).protocol))) continue;
    throw invalidParameter(`${field}: Write a URL with ${schemes.join(' or ')}, or nothing.`);
  }
  return { incomingUrl, outgoingUrl };
}
