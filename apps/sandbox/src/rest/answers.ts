import { accountAnswers } from './account.ts';
import { addressAnswers } from './addresses.ts';
import { appAnswers } from './app.ts';
import { autorecordingAnswers } from './autorecording.ts';
import { blacklistAnswers } from './blacklist.ts';
import type { Answers } from './call.ts';
import { callRestrictionAnswers } from './call-restrictions.ts';
import { callAnswers } from './calls.ts';
import { channelAnswers } from './channels.ts';
import { contactAnswers, contactFileAnswers } from './contacts.ts';
import { deviceAnswers, deviceSettingAnswers } from './devices.ts';
import { faxlineAnswers } from './faxlines.ts';
import { groupAnswers, groupFaxlineAnswers } from './groups.ts';
import { historyAnswers } from './history.ts';
import { notificationAnswers } from './notifications.ts';
import { numberAnswers } from './numbers.ts';
import { type OAuthClientDependencies, oauthClientAnswers } from './oauth-clients.ts';
import { forwardingAnswers, phonelineAnswers } from './phonelines.ts';
import { portingAnswers } from './portings.ts';
import { sessionAnswers } from './sessions.ts';
import { smsAnswers } from './sms.ts';
import { userAnswers } from './users.ts';
import { greetingAnswers, voicemailAnswers } from './voicemails.ts';
import { webhookAnswers } from './webhooks.ts';

/** What every operation that takes a token answers. */
export function createAnswers(dependencies: OAuthClientDependencies): Answers {
  return {
    ...accountAnswers,
    ...addressAnswers,
    ...appAnswers,
    ...autorecordingAnswers,
    ...blacklistAnswers,
    ...callAnswers,
    ...callRestrictionAnswers,
    ...channelAnswers,
    ...contactAnswers,
    ...contactFileAnswers,
    ...deviceAnswers,
    ...deviceSettingAnswers,
    ...faxlineAnswers,
    ...forwardingAnswers,
    ...greetingAnswers,
    ...groupAnswers,
    ...groupFaxlineAnswers,
    ...historyAnswers,
    ...notificationAnswers,
    ...numberAnswers,
    ...oauthClientAnswers(dependencies),
    ...phonelineAnswers,
    ...portingAnswers,
    ...sessionAnswers,
    ...smsAnswers,
    ...userAnswers,
    ...voicemailAnswers,
    ...webhookAnswers,
  };
}
