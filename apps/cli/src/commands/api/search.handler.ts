import { operationDetails } from '@sipgate-kit/core/operation-details';
import type { Handler } from '../../command.ts';
import { allOperations, type ListedOperation, listOperations } from './operation-list.ts';
import type { positionals } from './search.ts';

const search: Handler<Record<never, never>, typeof positionals> = async ({ words }, cli) => {
  const wanted = words.flatMap((word) => word.toLowerCase().split(/\s+/)).filter((word) => word !== '');
  const found = allOperations
    .map((operation) => ({ operation, rank: rankOf(operation, wanted) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ operation }) => operation);
  await listOperations(
    cli,
    found,
    `No operation has ${wanted.length === 1 ? `"${wanted[0]}"` : 'all these words'} in its id, path or description. \`sipgate api list\` shows all.`,
  );
};

/** 0 where a word is missing; otherwise the more, the nearer to the name the words stand. */
function rankOf({ operationId, path, tag, summary }: ListedOperation, words: readonly string[]): number {
  const { description } = operationDetails[operationId];
  const places = [description, summary, tag, path, operationId].map((text) => text.toLowerCase());
  const ranks = words.map((word) => places.findLastIndex((place) => place.includes(word)) + 1);
  return ranks.includes(0) ? 0 : ranks.reduce((sum, rank) => sum + rank, 0);
}

export default search;
