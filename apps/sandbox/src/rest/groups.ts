import type { Schemas } from '@sipgate-kit/core/operations';
import type { FaxlineRow, Tables } from '../companies/company.ts';
import type { AnswersTo, Call } from './call.ts';
import { endpointNumbers } from './endpoint-numbers.ts';
import { shownFaxline } from './faxlines.ts';
import { routeDevice, unrouteDevice } from './phonelines.ts';
import { RestError } from './rest-error.ts';
import { phonelineVoicemail, voicemailSettings } from './voicemail-shapes.ts';

export const groupAnswers: AnswersTo<
  | 'getGroups'
  | 'getGroup'
  | 'addDeviceToGroup'
  | 'removeDeviceFromGroup'
  | 'getGroupFaxlines'
  | 'getGroupNumbers'
  | 'getGroupUsers'
  | 'getGroupVoicemail'
> = {
  getGroups: (call) => ({
    items: groupsOf(call, call.query.userId).map(({ id, alias, departmentId }) => ({
      id,
      alias,
      groupNumbersUrl: `${call.apiUrl}/groups/${id}/numbers`,
      groupUsersUrl: `${call.apiUrl}/groups/${id}/users`,
      departmentId,
    })),
  }),
  getGroup: (call) => {
    const { id, alias, departmentId } = call.row('groupId');
    return { id, alias, departmentId, voicemails: voicemailsOf(call, id).map(voicemailSettings) };
  },
  addDeviceToGroup: (call) => routeDevice(call, call.row('groupId').deviceIds),
  removeDeviceFromGroup: (call) => unrouteDevice(call, call.row('groupId').deviceIds),
  getGroupFaxlines: (call) => {
    const { id } = call.row('groupId');
    return { items: call.company.tables.faxlines.filter(({ groupId }) => groupId === id).map(shownGroupFaxline) };
  },
  getGroupNumbers: (call) => endpointNumbers(call.company, call.row('groupId').id),
  getGroupUsers: (call) => {
    const { userIds } = call.row('groupId');
    const members = call.company.tables.people.filter(({ id }) => userIds.includes(id));
    return {
      items: members.map(({ id, firstname, lastname }) => ({
        id,
        firstname,
        lastname,
        userUrl: `${call.apiUrl}/users/${id}`,
      })),
    };
  },
  getGroupVoicemail: (call) => ({
    items: voicemailsOf(call, call.row('groupId').id).map((row) => phonelineVoicemail(call.company, call.apiUrl, row)),
  }),
};

export const groupFaxlineAnswers: AnswersTo<
  'getGroupFaxlinesForUser' | 'getGroupFaxlineCallerId' | 'getGroupFaxlineNumbers'
> = {
  getGroupFaxlinesForUser: (call) => {
    const groups = groupsOf(call, call.query.userId ?? call.caller.user.userId).map(({ id }) => id);
    return { items: call.company.tables.faxlines.filter((row) => groups.includes(row.groupId)).map(shownGroupFaxline) };
  },
  getGroupFaxlineCallerId: (call) => ({ value: groupFaxlineAt(call).callerId }),
  getGroupFaxlineNumbers: (call) => endpointNumbers(call.company, groupFaxlineAt(call).id),
};

function groupsOf({ company }: Call, userId: string | undefined): readonly Tables['groups'][] {
  const { groups } = company.tables;
  return userId === undefined ? groups : groups.filter(({ userIds }) => userIds.includes(userId));
}

function voicemailsOf({ company }: Call, groupId: string) {
  return company.tables.voicemails.filter((row) => row.groupId === groupId);
}

/** Those of people are somewhere else. */
function groupFaxlineAt(call: Call): FaxlineRow {
  const row = call.row('faxlineId');
  if (row.groupId === '') throw new RestError(404);
  return row;
}

function shownGroupFaxline(row: FaxlineRow): Schemas['GroupFaxline'] {
  return { ...shownFaxline(row), groupId: row.groupId };
}
