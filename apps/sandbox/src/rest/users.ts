import { removeRow } from '../companies/path-rows.ts';
import type { AnswersTo } from './call.ts';
import { referenced } from './references.ts';
import { RestError } from './rest-error.ts';

export const userAnswers: AnswersTo<
  | 'getAllUsers'
  | 'getUser'
  | 'deleteUser'
  | 'setBusyOnBusySetting'
  | 'setDefaultDevice'
  | 'setUserLocation'
  | 'setUserRole'
> = {
  getAllUsers: ({ company }) => ({ items: company.tables.people }),
  getUser: (call) => call.row('userId'),

  // Nobody can delete themselves: somebody has to be left to manage the account.
  deleteUser: (call) => {
    const user = call.row('userId');
    if (user.id === call.caller.user.userId) throw new RestError(403);
    removeRow(call.company, 'userId', user.id);
    return user;
  },

  setBusyOnBusySetting: (call) => {
    call.row('userId').busyOnBusy = call.body.enabled ?? false;
  },
  setDefaultDevice: (call) => {
    call.row('userId').defaultDevice = referenced(call.company, 'devices', 'deviceId', call.body.deviceId).id;
  },
  setUserLocation: (call) => {
    call.row('userId').addressId = referenced(call.company, 'addresses', 'addressId', call.body.addressId).id;
  },
  setUserRole: (call) => {
    call.row('userId').admin = call.body.admin ?? false;
  },
};
