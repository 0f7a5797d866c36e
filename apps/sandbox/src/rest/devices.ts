import type { Schemas } from '@sipgate-kit/core/operations';
import type { DeviceRow } from '../companies/company.ts';
import { removeRow } from '../companies/path-rows.ts';
import type { AnswersTo } from './call.ts';
import { externalDevice, mobileDevice, newDevice, plainDevice, registerDevice } from './device-shapes.ts';
import { ownNumberIn, phoneNumberIn } from './phone-number.ts';
import { referenced } from './references.ts';
import { invalidParameter } from './rest-error.ts';

/** What `?type=` may name. */
const KINDS: Readonly<Record<string, readonly DeviceRow['type'][]>> = {
  all: ['REGISTER', 'MOBILE', 'EXTERNAL'],
  // The sandbox has no apps.
  app: [],
  register: ['REGISTER'],
  mobile: ['MOBILE'],
  external: ['EXTERNAL'],
};

export const deviceAnswers: AnswersTo<
  | 'getDevice'
  | 'getDevices'
  | 'createDevice'
  | 'createExternalDevice'
  | 'createMobileDevice'
  | 'createRegisterDevice'
  | 'deleteDevice'
  | 'changeDeviceSettings'
  | 'changeDeviceAlias'
  | 'changeDevicePassword'
  | 'changeCallerDisplayOfDevice'
  | 'changeTargetNumberOfDevice'
  | 'getDeviceContingents'
  | 'activateSim'
  | 'deactivateSim'
  | 'orderSim'
> = {
  getDevice: (call) => plainDevice(call.company, call.row('deviceId')),
  getDevices: (call) => {
    const kinds = kindsIn(call.query.type ?? 'all');
    const own = call.company.tables.devices.filter(({ userId }) => userId === call.row('userId').id);
    return { items: own.filter(({ type }) => kinds.includes(type)).map((row) => plainDevice(call.company, row)) };
  },

  createDevice: (call) => plainDevice(call.company, newDevice(call, call.body.type, call.body.alias)),
  createExternalDevice: (call) => {
    const number = phoneNumberIn('number', call.body.number);
    const row = newDevice(call, 'EXTERNAL', call.body.alias);
    row.externalNumber = number;
    return externalDevice(call.company, row);
  },
  createMobileDevice: (call) => mobileDevice(call.company, newDevice(call, 'MOBILE', call.body.alias)),
  createRegisterDevice: (call) => registerDevice(call, newDevice(call, 'REGISTER', call.body.alias)),
  deleteDevice: (call) => void removeRow(call.company, 'deviceId', call.row('deviceId').id),

  changeDeviceSettings: (call) => {
    const { dnd = false, emergencyAddressId } = call.body;
    const device = call.row('deviceId');
    if (emergencyAddressId !== undefined) {
      const address = referenced(call.company, 'addresses', 'emergencyAddressId', emergencyAddressId);
      device.emergencyAddressId = address.id;
    }
    device.dnd = dnd;
  },
  changeDeviceAlias: (call) => {
    call.row('deviceId').alias = call.body.value ?? '';
  },
  changeDevicePassword: (call) => {
    only('REGISTER', call.row('deviceId')).passwordChanges += 1;
  },
  changeCallerDisplayOfDevice: (call) => {
    only('EXTERNAL', call.row('deviceId')).incomingCallDisplay = call.body.incomingCallDisplay;
  },
  changeTargetNumberOfDevice: (call) => {
    const number = phoneNumberIn('number', call.body.number);
    only('EXTERNAL', call.row('deviceId')).externalNumber = number;
  },

  getDeviceContingents: (call) => ({
    contingents: call.row('deviceId').type === 'MOBILE' ? [DATA_CONTINGENT] : [],
  }),
  activateSim: (call) => {
    const simId = call.body.simId ?? '';
    if (!/^\d{18,20}$/.test(simId)) throw invalidParameter('simId: Write the 18 to 20 digits printed on the card.');
    Object.assign(only('MOBILE', call.row('deviceId')), { simId, simState: 'ACTIVE', online: true });
  },
  deactivateSim: (call) => {
    Object.assign(only('MOBILE', call.row('deviceId')), { simId: '', simState: 'INACTIVE', online: false });
  },
  orderSim: (call) => {
    referenced(call.company, 'addresses', 'addressId', call.body.addressId);
    only('MOBILE', call.row('deviceId')).simState = 'PENDING';
  },
};

export const deviceSettingAnswers: AnswersTo<
  | 'getDeviceCallerId'
  | 'changeDeviceCallerId'
  | 'getLocalprefix'
  | 'changeLocalprefixSettings'
  | 'getSingleRowDisplay'
  | 'changeSingleRowDisplay'
  | 'getTariffAnnouncement'
  | 'changeTariffAnnouncement'
> = {
  getDeviceCallerId: (call) => ({ value: call.row('deviceId').callerId }),
  changeDeviceCallerId: (call) => {
    call.row('deviceId').callerId = ownNumberIn(call.company, 'value', call.body.value);
  },
  getLocalprefix: (call) => call.row('deviceId').localprefix,
  changeLocalprefixSettings: (call) => {
    const { value = '', active = false } = call.body;
    if (!/^(0[1-9]\d{1,4})?$/.test(value)) throw invalidParameter('value: Write an area code, such as 030.');
    call.row('deviceId').localprefix = { value, active };
  },
  getSingleRowDisplay: (call) => ({ enabled: call.row('deviceId').singleRowDisplay }),
  changeSingleRowDisplay: (call) => {
    call.row('deviceId').singleRowDisplay = call.body.enabled ?? false;
  },
  getTariffAnnouncement: (call) => ({ enabled: call.row('deviceId').tariffAnnouncement }),
  changeTariffAnnouncement: (call) => {
    call.row('deviceId').tariffAnnouncement = call.body.enabled ?? false;
  },
};

const DATA_CONTINGENT: Schemas['Contingent'] = {
  type: 'DATA',
  amount: 5000,
  used: 1200,
  left: 3800,
  unit: 'MB',
  expires: '2030-01-01T00:00:00Z',
};

function kindsIn(type: string): readonly DeviceRow['type'][] {
  return type.split(',').flatMap((name) => {
    const kinds = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
    if (kinds === undefined) throw invalidParameter(`type: Write one of ${Object.keys(KINDS).join(', ')}.`);
    return kinds;
  });
}

/** The device, if it is of the kind the operation is about; throws 400 otherwise. */
function only(type: DeviceRow['type'], device: DeviceRow): DeviceRow {
  if (device.type !== type) throw invalidParameter(`deviceId: Name a device of the type ${type}.`);
  return device;
}
