import type { Schemas } from '@sipgate-kit/core/operations';
import { type Company, type NotificationRow, nextSerial } from '../companies/company.ts';
import { removeRow } from '../companies/path-rows.ts';
import type { AnswersTo, Call } from './call.ts';
import { phoneNumberIn } from './phone-number.ts';
import { referenced } from './references.ts';
import { invalidParameter } from './rest-error.ts';

/** Where each operation puts its target: kind of event, list in the settings. */
const PLACES = {
  createEmailNotificationForCall: ['call', 'emails'],
  createSmsNotificationForCall: ['call', 'sms'],
  addFaxEmailNotification: ['fax', 'emails'],
  addFaxReportEmailNotification: ['fax', 'reports'],
  addFaxSmsNotification: ['fax', 'sms'],
  addSmsEmailNotification: ['sms', 'emails'],
  addVoicemailEmailNotification: ['voicemail', 'emails'],
  addVoicemailSmsNotification: ['voicemail', 'sms'],
} as const satisfies Record<string, readonly [NotificationRow['kind'], NotificationRow['list']]>;

type AddingOperation = keyof typeof PLACES;

/** Whose events a kind is about. */
const TABLES = { call: 'phonelines', fax: 'faxlines', sms: 'smsExtensions', voicemail: 'voicemails' } as const;

export const notificationAnswers: AnswersTo<AddingOperation | 'getNotifications' | 'deleteNotification'> = {
  ...(Object.fromEntries(
    Object.entries(PLACES).map(([operationId, [kind, list]]) => [
      operationId,
      (call: Call<AddingOperation>) => add(call, kind, list),
    ]),
  ) as AnswersTo<AddingOperation>),
  getNotifications: (call) => settingsOf(call.company, call.row('userId').id),
  deleteNotification: (call) => void removeRow(call.company, 'notificationId', call.row('notificationId').id),
};

function add(call: Call<AddingOperation>, kind: NotificationRow['kind'], list: NotificationRow['list']): undefined {
  const body: Readonly<Record<string, string | undefined>> = { ...call.body };
  const field = ['endpointId', 'faxlineId', 'voicemailId'].find((name) => body[name] !== undefined) ?? 'endpointId';
  const target = list === 'sms' ? { number: phoneNumberIn('number', body['number']) } : { email: emailIn(body) };
  const { direction, cause } = body;
  call.company.tables.notifications.push({
    id: String(nextSerial(call.company, 'notification')),
    userId: call.row('userId').id,
    kind,
    list,
    endpointId: referenced(call.company, TABLES[kind], field, body[field]).id,
    ...target,
    ...(kind === 'sms' ? { direction: 'INCOMING' } : direction !== undefined && { direction }),
    ...(cause !== undefined && { cause }),
  });
}

/** Grouped by what it is about: an entry for each of the person's lines, also for those nobody is told of. */
function settingsOf({ tables }: Company, userId: string): Schemas['NotificationSettings'] {
  const own = <Row extends { userId: string }>(rows: readonly Row[]) => rows.filter((row) => row.userId === userId);
  const phonelines = own(tables.phonelines);
  const voicemails = tables.voicemails.filter((row) => phonelines.some(({ id }) => id === row.phonelineId));
  const settings = (kind: NotificationRow['kind'], endpoints: readonly { id: string; alias: string }[]) =>
    endpoints.map(({ id, alias }) => {
      const targets = own(tables.notifications).filter((row) => row.kind === kind && row.endpointId === id);
      const listed = (list: NotificationRow['list']) =>
        targets
          .filter((row) => row.list === list)
          .map(({ userId: _, kind: _kind, list: _list, endpointId: _endpoint, ...target }) => target);
      const reports = kind === 'fax' ? { reports: listed('reports') } : {};
      const sms = kind === 'sms' ? {} : { sms: listed('sms') };
      return { endpointId: id, endpointAlias: alias, emails: listed('emails'), ...sms, ...reports };
    });
  return {
    fax: settings('fax', own(tables.faxlines)),
    voicemail: settings('voicemail', voicemails),
    call: settings('call', phonelines),
    sms: settings('sms', own(tables.smsExtensions)),
  };
}

function emailIn({ email = '' }: Readonly<Record<string, string | undefined>>): string {
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw invalidParameter('email: Write an e-mail address.');
  return email;
}
