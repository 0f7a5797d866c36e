import { bare } from './known-texts.ts';
import { everyPart, isNode, type Node } from './syntax.ts';

/** What the kit makes that calls are made of. */
export type Made = 'client' | 'oauthClients';

/** The names that stand for what the kit made. */
export interface KitNames {
  readonly byName: ReadonlyMap<string, Made>;
  /** Where OAuth clients are made, to tell if nothing is seen that uses them. */
  readonly makings: readonly Node[];
}

const MAKERS: Readonly<Record<string, Made>> = { createSipgateClient: 'client', createOAuthClients: 'oauthClients' };
const TYPES: Readonly<Record<string, Made>> = { SipgateClient: 'client', OAuthClients: 'oauthClients' };

/** The names in a program that are given what the kit makes, or are declared to have its type. */
export function kitNamesIn(program: Node): KitNames {
  const byName = new Map<string, Made>();
  const makings: Node[] = [];
  for (const node of everyPart(program)) {
    const [name, value] = givenName(node);
    const made = name === undefined ? undefined : (madeBy(value) ?? declaredAs(node));
    if (name !== undefined && made !== undefined) byName.set(name, made);
    if (madeBy(node) === 'oauthClients') makings.push(node);
  }
  return { byName, makings };
}

/** What a call makes: `createSipgateClient(…)`, also with `.withScopes(…)` behind it. */
export function madeBy(expression: unknown): Made | undefined {
  const call = bare(expression);
  if (call?.type !== 'CallExpression') return undefined;
  const callee = bare(call['callee']);
  if (callee?.type === 'Identifier') return MAKERS[String(callee['name'])];
  if (callee?.type !== 'MemberExpression') return undefined;
  const method = lastName(callee);
  return method === 'withScopes' ? madeBy(callee['object']) : MAKERS[method ?? ''];
}

/** The last name of `a.b.c`, `this.c`, `c`. */
export function lastName(expression: unknown): string | undefined {
  const node = bare(expression);
  if (node?.type === 'Identifier') return String(node['name']);
  if (node?.type === 'PrivateName') return lastName(node['id']);
  if (node?.type !== 'MemberExpression' && node?.type !== 'OptionalMemberExpression') return undefined;
  if (node['computed'] !== true) return lastName(node['property']);
  const property = bare(node['property']);
  return property?.type === 'StringLiteral' ? String(property['value']) : undefined;
}

/** `const name = value`, `name = value`, `{ name: value }`, `class { name = value }`, and parameters. */
function givenName(node: Node): readonly [name?: string | undefined, value?: unknown] {
  switch (node.type) {
    case 'VariableDeclarator':
      return [lastName(node['id']), node['init']];
    case 'AssignmentExpression':
    case 'AssignmentPattern':
      return [lastName(node['left']), node['right']];
    case 'ObjectProperty':
    case 'ClassProperty':
    case 'ClassPrivateProperty':
      return [lastName(node['key']), node['value']];
    case 'TSPropertySignature':
      return [lastName(node['key'])];
    case 'Identifier':
      return [String(node['name'])];
    default:
      return [];
  }
}

function declaredAs(node: Node): Made | undefined {
  const annotation = node['typeAnnotation'] ?? (isNode(node['id']) ? node['id']['typeAnnotation'] : undefined);
  const type = isNode(annotation) ? annotation['typeAnnotation'] : undefined;
  const name = isNode(type) && type.type === 'TSTypeReference' ? type['typeName'] : undefined;
  return isNode(name) && name.type === 'Identifier' ? TYPES[String(name['name'])] : undefined;
}
