import { type OperationId, operations } from '@sipgate-kit/core/operations';
import { operationAt, operationsOfCommand } from './command-calls.ts';
import type { FoundCall, FoundCalls, UnknownCall } from './found-call.ts';
import { type KitNames, lastName, type Made, madeBy } from './kit-names.ts';
import { ANYTHING, bare, type KnownTexts, knownTextsIn } from './known-texts.ts';
import { everyPart, isNode, type Node } from './syntax.ts';

const METHODS = new Set(['GET', 'POST', 'PUT', 'DELETE']);
const BY_ID = new Set(['call', 'items', 'stream', 'request']);
const STARTERS = /^(?:exec|spawn|execFile|execa|execaCommand|\$|sh|run)(?:Sync)?$/;
const API_URL = /^https:\/\/api\.sipgate\.com\/v2(?=\/|$)/;

/** The operations behind the methods of `createOAuthClients`. */
export const OAUTH_CLIENT_OPERATIONS: Readonly<Record<string, readonly OperationId[]>> = {
  list: ['getClients'],
  get: ['getClient'],
  create: ['createClient', 'getClient'],
  update: ['getClient', 'updateClient'],
  delete: ['deleteClient'],
  privacy: ['getGdprUrls'],
};

/** Applying a plan creates, changes and deletes. */
const PLAN_OPERATIONS: readonly OperationId[] = ['createClient', 'getClient', 'updateClient', 'deleteClient'];

type Seen = readonly OperationId[] | { readonly why: string } | undefined;

/**
 * The calls in a program: by path and by operationId, of OAuth clients, of the command `sipgate` and of `fetch` with the
 * API's URL.
 *
 * @param made what names stand for, in this program or in those it imports them from
 */
export function scriptCalls(program: Node, text: string, made: KitNames['byName']): FoundCalls {
  const texts = knownTextsIn(program);
  const calls: FoundCall[] = [];
  const unknown: UnknownCall[] = [];
  for (const node of everyPart(program)) {
    const seen = seenIn(node, texts, made);
    if (seen === undefined) continue;
    const place = { line: node.loc.start.line, column: node.loc.start.column + 1, code: codeOf(node, text) };
    if ('why' in seen) unknown.push({ ...place, why: seen.why });
    else for (const operationId of seen) calls.push({ ...place, operationId });
  }
  return { calls, unknown };
}

function seenIn(node: Node, texts: KnownTexts, made: KitNames['byName']): Seen {
  if (node.type === 'TaggedTemplateExpression') return ofShell(lastName(node['tag']), [node['quasi']], texts);
  if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return undefined;
  const callee = bare(node['callee']);
  const args = node['arguments'] as readonly unknown[];
  const name = lastName(callee) ?? '';
  const receiver = isNode(callee) && callee.type.endsWith('MemberExpression') ? callee['object'] : undefined;
  const receiving = receiver === undefined ? undefined : kindOf(receiver, made);

  if (name === 'applyPlan' && receiver === undefined) return PLAN_OPERATIONS;
  if (receiving === 'oauthClients' && name in OAUTH_CLIENT_OPERATIONS) return OAUTH_CLIENT_OPERATIONS[name];
  if (METHODS.has(name)) return ofPath(name, args, texts, receiving);
  if (BY_ID.has(name) && receiver !== undefined) return ofId(args, texts, receiving);
  return ofShell(name, args, texts) ?? ofFetch(name, args, texts);
}

function kindOf(receiver: unknown, made: KitNames['byName']): Made | undefined {
  return madeBy(receiver) ?? made.get(lastName(receiver) ?? '');
}

function ofPath(method: string, [first]: readonly unknown[], texts: KnownTexts, receiving: Made | undefined): Seen {
  const found = texts(first).flatMap((path) => operationAt(method, path.replaceAll(ANYTHING, 'x')) ?? []);
  return found.length === 0 && receiving === 'client' ? { why: 'its path is known at run time only' } : nonEmpty(found);
}

function ofId([first]: readonly unknown[], texts: KnownTexts, receiving: Made | undefined): Seen {
  const found = texts(first).filter((id): id is OperationId => Object.hasOwn(operations, id));
  return found.length === 0 && receiving === 'client'
    ? { why: 'its operation is known at run time only' }
    : nonEmpty(found);
}

/** `exec('sipgate api …')`, `spawn('sipgate', ['api', …])`, `$`sipgate api …``. */
function ofShell(name: string | undefined, [first, second]: readonly unknown[], texts: KnownTexts): Seen {
  if (!STARTERS.test(name ?? '')) return undefined;
  const list = bare(second);
  const rest = list?.type === 'ArrayExpression' ? (list['elements'] as readonly unknown[]) : undefined;
  const found = texts(first).flatMap((line) => {
    const [program = '', ...words] = line
      .trim()
      .replace(/^(?:npx|pnpm exec|pnpm dlx|yarn) (?:--?\w+ )*/, '')
      .split(/\s+/);
    if (program !== 'sipgate') return [];
    const given = [...words, ...(rest ?? []).map((one) => texts(one)[0] ?? ANYTHING)];
    return operationsOfCommand(given.map((word) => word.replaceAll(ANYTHING, '$x'))) ?? [];
  });
  if (found.includes('dynamic')) return { why: 'what the command calls is known at run time only' };
  return nonEmpty(found.filter((id) => id !== 'dynamic'));
}

/** `fetch('https://api.sipgate.com/v2/…', { method })`, `axios.get('https://…')`. */
function ofFetch(name: string, [first, second]: readonly unknown[], texts: KnownTexts): Seen {
  const urls = texts(first).filter((url) => API_URL.test(url));
  const method = methodIn(second, texts) ?? (METHODS.has(name.toUpperCase()) ? name.toUpperCase() : 'GET');
  return nonEmpty(
    urls.flatMap((url) => operationAt(method, url.replace(API_URL, '').replaceAll(ANYTHING, 'x') || '/') ?? []),
  );
}

function methodIn(options: unknown, texts: KnownTexts): string | undefined {
  const node = bare(options);
  if (node?.type !== 'ObjectExpression') return undefined;
  const properties = node['properties'] as readonly Node[];
  const method = properties.find((one) => one.type === 'ObjectProperty' && lastName(one['key']) === 'method');
  return texts(method?.['value'])[0]?.toUpperCase();
}

function nonEmpty(found: readonly OperationId[]): readonly OperationId[] | undefined {
  return found.length === 0 ? undefined : [...new Set(found)];
}

const LONGEST = 60;

/** The call as it is written, up to the end of what names the operation. */
function codeOf({ start, end, ...node }: Node, text: string): string {
  const first = Array.isArray(node['arguments']) ? node['arguments'][0] : undefined;
  const until = isNode(first) ? Number(first['end']) : Number(end);
  const code = text.slice(start, until).replaceAll(/\s+/g, ' ');
  const closed = isNode(first) ? `${code}${until < Number(end) - 1 ? ', …' : ''})` : code;
  return closed.length > LONGEST ? `${closed.slice(0, LONGEST - 1)}…` : closed;
}
