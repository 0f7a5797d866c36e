import { operationDetails } from '@sipgate-kit/core/operation-details';
import type { Schemas } from '@sipgate-kit/core/operations';
import { removeRow } from '../companies/path-rows.ts';
import type { AnswersTo, Call } from './call.ts';

/** What sipgate's own web app asks for. Nearly all of it needs the scope `internal`. */
export const appAnswers: AnswersTo<
  | 'getAppEvents'
  | 'deleteAppEvent'
  | 'getAppProperties'
  | 'getTermsAcceptance'
  | 'getAppUsers'
  | 'getIdentityVerification'
  | 'getRestrictions'
> = {
  getAppEvents: (call) => eventsOf(call),
  deleteAppEvent: (call) => {
    removeRow(call.company, 'id', call.row('id').id);
    return eventsOf(call);
  },
  getAppProperties: ({ company: { verified } }) => ({ ...TEAM_PROPERTIES, verificationLetterCodeRequired: !verified }),
  getTermsAcceptance: () => ({ accepted: true }),
  getAppUsers: ({ company }) => ({ items: company.tables.people }),
  getIdentityVerification: ({ company: { verified } }) => ({ state: verified ? 'SUCCESS' : 'PENDING' }),
  // Everything is allowed.
  getRestrictions: ({ query: { userId, restriction = KNOWN_RESTRICTIONS } }) => ({
    items: restriction.map((name) => ({ restriction: name, value: {}, target: userId })),
  }),
};

const KNOWN_RESTRICTIONS = (operationDetails.getRestrictions.parameters.find(({ name }) => name === 'restriction')
  ?.items?.values ?? []) as readonly string[];

const TEAM_PROPERTIES: Schemas['AppProperties'] = {
  identityVerificationRequired: false,
  verificationLetterCodeRequired: false,
  showSipCredentials: true,
  showRegisterDndOption: true,
  showDisplaySingleLineOption: true,
  showClick2DialButton: true,
  showVerificationLetter: false,
  hasDedicatedAdminArea: true,
  showSimRelevantOptions: true,
  showESimOptions: true,
  showEventTimeToLiveHint: false,
  showNettoPrices: true,
  showBasicLogo: false,
  showSimquadratLogo: false,
  identityVerificationRequiredForMobile: true,
  chatbotHuman: false,
  chatbotUsingInformalLanguage: false,
  multiSimProduct: true,
  productWithoutBaseFee: false,
  voipOnlyProduct: false,
  mobileOnlyProduct: false,
};

function eventsOf({ company }: Call): Schemas['AppEventList'] {
  return { items: company.tables.appEvents.map(({ id: _, ...event }) => event) };
}
