import type { Schemas } from '@sipgate-kit/core/operations';

/** A person's phone, SIM card or number of another network, with what is set at it. */
export interface DeviceRow {
  id: string;
  /** Whose it is. */
  userId: string;
  alias: string;
  type: 'REGISTER' | 'MOBILE' | 'EXTERNAL';
  online: boolean;
  dnd: boolean;
  emergencyAddressId: string;
  callerId: string;
  localprefix: Schemas['Localprefix'];
  singleRowDisplay: boolean;
  tariffAnnouncement: boolean;
  /** How often the SIP password was made anew. */
  passwordChanges: number;
  /** Of another network; empty for devices that are none. */
  externalNumber: string;
  incomingCallDisplay: 'CALLED_NUMBER' | 'CALLER_NUMBER';
  simId: string;
  simState: 'INACTIVE' | 'PENDING' | 'ACTIVE';
}

/** A classic phone line, and what it rings and asks. */
export interface PhonelineRow {
  id: string;
  userId: string;
  alias: string;
  deviceIds: string[];
  blockAnonymous: Schemas['BlockAnonymousSetting'];
  forwardings: Schemas['Forwarding'][];
  webhooks: Schemas['PhonelineWebhookSettings'];
}

/** The voicemail of a phone line or, without one, of a group. */
export interface VoicemailRow {
  id: string;
  phonelineId: string;
  groupId: string;
  alias: string;
  timeout: number;
  active: boolean;
  transcription: boolean;
  accessNumber: string;
}

/** A greeting of a voicemail; of none: what callers hear before their call is recorded. */
export interface GreetingRow {
  id: string;
  voicemailId: string;
  alias: string;
  active: boolean;
}

/** A fax line of a person, or of a group: the other of the two ids is empty. */
export interface FaxlineRow {
  id: string;
  userId: string;
  groupId: string;
  alias: string;
  tagline: string;
  canSend: boolean;
  canReceive: boolean;
  callerId: string;
}

/** A call under way. Ringing at first; established two seconds later. */
export interface CallRow {
  id: string;
  /** The account's number, and the other side's. */
  ownNumber: string;
  otherNumber: string;
  /** Whom an attended transfer brought in; empty for nobody. */
  thirdNumber: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  muted: boolean;
  recording: boolean;
  hold: boolean;
  /** Where the call is written down: a history entry, or an event of a channel. Empty where it is not. */
  entryId: string;
  eventId: string;
}

/** One target that is told of something; `list` is where the settings show it. */
export interface NotificationRow {
  id: string;
  userId: string;
  kind: 'fax' | 'voicemail' | 'call' | 'sms';
  list: 'emails' | 'sms' | 'reports';
  endpointId: string;
  email?: string;
  number?: string;
  direction?: string;
  cause?: string;
}

/** Everything a company has many of, by the name of its table. Every row has an id of its own. */
export interface Tables {
  people: Schemas['User'];
  addresses: Schemas['Address'] & { id: string };
  numbers: Schemas['PhoneNumber'];
  devices: DeviceRow;
  phonelines: PhonelineRow;
  parallelForwardings: Schemas['ParallelForwarding'] & { phonelineId: string };
  voicemails: VoicemailRow;
  greetings: GreetingRow;
  faxlines: FaxlineRow;
  groups: { id: string; alias: string; departmentId: number; userIds: string[]; deviceIds: string[] };
  smsExtensions: { id: string; userId: string; alias: string };
  smsCallerIds: { id: string; smsId: string; phonenumber: string; verified: boolean; defaultNumber: boolean };
  /** `userId`: whose private contact it is, or which colleague; empty for a shared one. */
  contacts: Schemas['Contact'] & { userId: string };
  history: Schemas['HistoryEntry'];
  notifications: NotificationRow;
  blacklist: { id: string; phoneNumber: string; isBlock: boolean };
  /** Under the id of the person. */
  callRestrictions: Omit<Schemas['CallRestrictions'], 'userId'> & { id: string };
  /** Under the id of the extension. */
  autorecordings: { id: string; active: boolean };
  portings: Schemas['Porting'];
  calls: CallRow;
  channels: Schemas['Channel'];
  channelEvents: { id: string; channelId: string; createdAt: string; call: Schemas['ChannelCall'] };
  /** `phonelineId` is empty for the webhooks of the account. */
  webhookLog: Schemas['WebhookLogEntry'] & { id: string; phonelineId: string };
  appEvents: Schemas['AppEvent'] & { id: string };
}

export type TableName = keyof Tables;

/** What a company has behind its account: everything `/v2` changes. Plain JSON, rows in the order lists show them. */
export interface Company {
  readonly masterSipId: string;
  /** In 1/10,000 EUR. */
  balance: number;
  /** Whether the address was confirmed with the code from the letter. */
  verified: boolean;
  webhooks: Schemas['WebhookSettings'];
  /** The last number given to each kind of id, so that no id comes twice. */
  serials: Record<string, number>;
  tables: { [Name in TableName]: Tables[Name][] };
}

/** No row in any table. */
export function emptyTables(): Company['tables'] {
  return {
    people: [],
    addresses: [],
    numbers: [],
    devices: [],
    phonelines: [],
    parallelForwardings: [],
    voicemails: [],
    greetings: [],
    faxlines: [],
    groups: [],
    smsExtensions: [],
    smsCallerIds: [],
    contacts: [],
    history: [],
    notifications: [],
    blacklist: [],
    callRestrictions: [],
    autorecordings: [],
    portings: [],
    calls: [],
    channels: [],
    channelEvents: [],
    webhookLog: [],
    appEvents: [],
  };
}

/** The next number of a kind of id: `nextSerial(company, 'e')` for the device after `e1` is 2. */
export function nextSerial(company: Company, kind: string): number {
  const serial = (company.serials[kind] ?? -1) + 1;
  company.serials[kind] = serial;
  return serial;
}
