import type { Company } from '../companies/company.ts';
import type { AnswersTo } from './call.ts';
import { referenced } from './references.ts';
import { RestError } from './rest-error.ts';

const RESTRICTIONS = ['foreignSpecial', 'charged', 'roaming', 'highCostForeignNumbers'] as const;

export const callRestrictionAnswers: AnswersTo<'getCallRestrictions' | 'setCallRestriction'> = {
  // Takes several people and answers with one object: the first one's.
  getCallRestrictions: ({ company, query: { userIds = [] }, caller: { user } }) => {
    const [first] = userIds.map((id) => referenced(company, 'people', 'userIds', id).id);
    return shown(restrictionsOf(company, first ?? user.userId));
  },
  setCallRestriction: (call) => {
    const name = RESTRICTIONS.find((known) => known === call.path['restriction']);
    if (name === undefined) throw new RestError(404);
    const restrictions = restrictionsOf(call.company, call.row('userId').id);
    restrictions[name] = call.body.enabled ?? false;
    return shown(restrictions);
  },
};

function shown({ id: userId, ...restrictions }: Company['tables']['callRestrictions'][number]) {
  return { userId, ...restrictions };
}

/** What a person may call; everything that is not expensive abroad, until somebody says otherwise. */
function restrictionsOf({ tables: { callRestrictions } }: Company, id: string) {
  const found = callRestrictions.find((row) => row.id === id);
  if (found !== undefined) return found;
  const restrictions = { id, foreignSpecial: false, charged: false, roaming: false, highCostForeignNumbers: true };
  callRestrictions.push(restrictions);
  return restrictions;
}
