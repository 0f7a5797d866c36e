import type { Schemas } from '@sipgate-kit/core/operations';
import { blankDevice } from '../companies/blank-rows.ts';
import { type Company, type DeviceRow, nextSerial } from '../companies/company.ts';
import type { Call } from './call.ts';

/** First letters of device ids. */
const LETTERS: Readonly<Record<DeviceRow['type'], string>> = { REGISTER: 'e', MOBILE: 'y', EXTERNAL: 'x' };

/** Adds a device of the person in the path. */
export function newDevice(call: Call, type: DeviceRow['type'], alias = ''): DeviceRow {
  const letter = LETTERS[type];
  const id = `${letter}${nextSerial(call.company, letter)}`;
  const device = blankDevice(call.row('userId').id, type, id, alias);
  call.company.tables.devices.push(device);
  return device;
}

/** A device as lists show it, with what it rings for. */
export function plainDevice({ tables: { phonelines, groups } }: Company, row: DeviceRow): Schemas['Device'] {
  const { id, alias, type, online, dnd } = row;
  const ringsFor = (endpoints: readonly { id: string; alias: string; deviceIds: readonly string[] }[]) =>
    endpoints.filter(({ deviceIds }) => deviceIds.includes(id)).map((one) => ({ id: one.id, alias: one.alias }));
  return {
    id,
    alias,
    type,
    online,
    dnd,
    activePhonelines: ringsFor(phonelines),
    activeGroups: ringsFor(groups),
  };
}

export function externalDevice(company: Company, row: DeviceRow): Schemas['ExternalDevice'] {
  const { externalNumber: number, incomingCallDisplay: incomingCallDisplayState } = row;
  return { ...plainDevice(company, row), number, incomingCallDisplayState };
}

export function mobileDevice(company: Company, row: DeviceRow): Schemas['MobileDevice'] {
  const { simId, simState } = row;
  return { ...plainDevice(company, row), credentials: { simId, puk1: '', puk2: '' }, simState, esim: false };
}

/** With what a phone needs to register; the password is one of the sandbox's, good for nothing. */
export function registerDevice({ company, apiUrl }: Call, row: DeviceRow): Schemas['RegisterDevice'] {
  return {
    ...plainDevice(company, row),
    credentials: {
      username: `${company.masterSipId}${row.id}`,
      password: `sandbox-sip-password-${row.passwordChanges}`,
      sipServer: 'sip.sandbox.example',
      outboundProxy: 'proxy.sandbox.example',
      sipServerWebsocketUrl: 'wss://sip.sandbox.example',
    },
    registered: [],
    emergencyAddressId: row.emergencyAddressId,
    addressUrl: `${apiUrl}/addresses/${row.emergencyAddressId}`,
  };
}
