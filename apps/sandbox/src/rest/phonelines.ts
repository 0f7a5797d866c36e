import type { Schemas } from '@sipgate-kit/core/operations';
import { blankPhoneline, blankVoicemail } from '../companies/blank-rows.ts';
import { nextSerial, type PhonelineRow } from '../companies/company.ts';
import { removeRow } from '../companies/path-rows.ts';
import type { AnswersTo, Call } from './call.ts';
import { plainDevice } from './device-shapes.ts';
import { endpointNumbers } from './endpoint-numbers.ts';
import { phoneNumberIn } from './phone-number.ts';
import { referenced } from './references.ts';
import { RestError } from './rest-error.ts';
import { voicemailSettings } from './voicemail-shapes.ts';

export const phonelineAnswers: AnswersTo<
  | 'getPhonelines'
  | 'createPhoneline'
  | 'getPhoneline'
  | 'setPhonelineAlias'
  | 'deletePhoneline'
  | 'getBlockAnonymousSetting'
  | 'setBlockAnonymousSetting'
  | 'getDevicesForPhoneline'
  | 'addDeviceToPhoneline'
  | 'removeDeviceFromPhoneline'
  | 'getPhonelineNumbers'
> = {
  getPhonelines: (call) => {
    const own = call.company.tables.phonelines.filter(({ userId }) => userId === call.row('userId').id);
    return { items: own.map((row) => shown(call, row)) };
  },
  // A new phone line has a voicemail and rings the person's default device.
  createPhoneline: (call) => {
    const { company } = call;
    const { id: userId, defaultDevice } = call.row('userId');
    const row = blankPhoneline(userId, `p${nextSerial(company, 'p')}`, 'Phone line');
    if (company.tables.devices.some(({ id }) => id === defaultDevice)) row.deviceIds.push(defaultDevice);
    company.tables.phonelines.push(row);
    company.tables.voicemails.push(blankVoicemail({ phonelineId: row.id }, `v${nextSerial(company, 'v')}`, row.alias));
    return shown(call, row);
  },
  getPhoneline: (call) => {
    const { id, alias } = call.row('phonelineId');
    const voicemails = call.company.tables.voicemails.filter(({ phonelineId }) => phonelineId === id);
    return { id, alias, voicemails: voicemails.map(voicemailSettings) };
  },
  setPhonelineAlias: (call) => {
    call.row('phonelineId').alias = call.body.alias ?? '';
  },
  deletePhoneline: (call) => void removeRow(call.company, 'phonelineId', call.row('phonelineId').id),

  getBlockAnonymousSetting: (call) => call.row('phonelineId').blockAnonymous,
  setBlockAnonymousSetting: (call) => {
    const { enabled = false, target = 'REJECT' } = call.body;
    call.row('phonelineId').blockAnonymous = { enabled, target };
    return { enabled, target };
  },

  getDevicesForPhoneline: (call) => {
    const { deviceIds } = call.row('phonelineId');
    const devices = call.company.tables.devices.filter(({ id }) => deviceIds.includes(id));
    return { items: devices.map((row) => plainDevice(call.company, row)) };
  },
  addDeviceToPhoneline: (call) => routeDevice(call, call.row('phonelineId').deviceIds),
  removeDeviceFromPhoneline: (call) => unrouteDevice(call, call.row('phonelineId').deviceIds),

  getPhonelineNumbers: (call) => endpointNumbers(call.company, call.row('phonelineId').id),
};

export const forwardingAnswers: AnswersTo<
  | 'getPhonelineForwardings'
  | 'setPhonelineForwardingSettings'
  | 'getPhonelineParallelForwardings'
  | 'addParallelForwarding'
  | 'changeParallelForwardingSettings'
  | 'deleteParallelForwardingSettings'
> = {
  getPhonelineForwardings: (call) => ({ items: call.row('phonelineId').forwardings }),
  setPhonelineForwardingSettings: (call) => {
    const { forwardings = [] } = call.body;
    call.row('phonelineId').forwardings = forwardings.map(({ destination, timeout = 0, active = false }, at) => ({
      alias: '',
      destination: phoneNumberIn(`forwardings[${at}].destination`, destination),
      timeout,
      active,
    }));
  },
  getPhonelineParallelForwardings: (call) => {
    const { id } = call.row('phonelineId');
    const own = call.company.tables.parallelForwardings.filter(({ phonelineId }) => phonelineId === id);
    return { items: own.map(({ phonelineId: _, ...forwarding }) => forwarding) };
  },
  addParallelForwarding: (call) => {
    const destination = phoneNumberIn('destination', call.body.destination);
    const { alias = '', active = false } = call.body;
    const { id: phonelineId } = call.row('phonelineId');
    const id = String(nextSerial(call.company, 'parallelForwarding'));
    call.company.tables.parallelForwardings.push({ id, phonelineId, alias, destination, active });
  },
  changeParallelForwardingSettings: (call) => {
    const destination = phoneNumberIn('destination', call.body.destination);
    const { alias = '', active = false } = call.body;
    Object.assign(call.row('parallelForwardingId'), { alias, destination, active });
  },
  deleteParallelForwardingSettings: (call) =>
    void removeRow(call.company, 'parallelForwardingId', call.row('parallelForwardingId').id),
};

/** Lets the device in the body ring, too; it rings once, however often it is named. */
export function routeDevice(call: Call<'addDeviceToPhoneline' | 'addDeviceToGroup'>, deviceIds: string[]): undefined {
  const { id } = referenced(call.company, 'devices', 'deviceId', call.body.deviceId);
  if (!deviceIds.includes(id)) deviceIds.push(id);
}

/** The device in the path rings no more; throws 404 when it did not. */
export function unrouteDevice(call: Call, deviceIds: string[]): undefined {
  const at = deviceIds.indexOf(call.row('deviceId').id);
  if (at === -1) throw new RestError(404);
  deviceIds.splice(at, 1);
}

function shown({ apiUrl }: Call, { id, userId, alias }: PhonelineRow): Schemas['Phoneline'] {
  const url = `${apiUrl}/${userId}/phonelines/${id}`;
  return {
    id,
    alias,
    blockAnonymousUrl: `${url}/blockanonymous`,
    devicesUrl: `${url}/devices`,
    forwardingsUrl: `${url}/forwardings`,
    numbersUrl: `${url}/numbers`,
    parallelForwardingsUrl: `${url}/parallelforwardings`,
    voicemailsUrl: `${url}/voicemails`,
  };
}
