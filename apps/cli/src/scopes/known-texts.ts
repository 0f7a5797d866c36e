import { everyPart, isNode, type Node } from './syntax.ts';

/** What stands for a value that only the running program knows. */
export const ANYTHING = '\u0000';

/** Follows an expression to the texts it may have. */
export type KnownTexts = (expression: unknown) => readonly string[];

/** Parentheses and types around an expression. */
const AROUND = new Set([
  'ParenthesizedExpression',
  'TSAsExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSTypeAssertion',
  'TypeCastExpression',
  'AwaitExpression',
]);

/** An expression without parentheses, types and `await` around it. */
export function bare(expression: unknown): Node | undefined {
  let node = isNode(expression) ? expression : undefined;
  while (node !== undefined && AROUND.has(node.type)) {
    const inner: unknown = node['expression'] ?? node['argument'];
    node = isNode(inner) ? inner : undefined;
  }
  return node;
}

/**
 * Reads texts in a program: literals, templates, sums and choices of them, and constants that have one. No text where it
 * is something else; {@link ANYTHING} within a text for what is not known.
 */
export function knownTextsIn(program: Node): KnownTexts {
  const constants = constantsIn(program);
  const textsOf = (expression: unknown, following: readonly string[] = []): readonly string[] => {
    const node = bare(expression);
    switch (node?.type) {
      case 'StringLiteral':
        return [String(node['value'])];
      case 'TemplateLiteral':
        return [templateText(node, (part) => textsOf(part, following)[0])];
      case 'BinaryExpression': {
        if (node['operator'] !== '+') return [];
        const [left, right] = [node['left'], node['right']].map((side) => textsOf(side, following)[0]);
        return left === undefined && right === undefined ? [] : [(left ?? ANYTHING) + (right ?? ANYTHING)];
      }
      case 'ConditionalExpression':
        return [...textsOf(node['consequent'], following), ...textsOf(node['alternate'], following)];
      case 'LogicalExpression':
        return [...textsOf(node['left'], following), ...textsOf(node['right'], following)];
      case 'Identifier': {
        const name = String(node['name']);
        return following.includes(name) ? [] : textsOf(constants.get(name), [...following, name]);
      }
      default:
        return [];
    }
  };
  return textsOf;
}

function templateText(node: Node, textOf: (part: unknown) => string | undefined): string {
  const parts = node['expressions'] as readonly unknown[];
  const between = node['quasis'] as readonly { readonly value: { readonly cooked?: string | null } }[];
  return between
    .map(({ value }, at) => (value.cooked ?? '') + (at < parts.length ? (textOf(parts[at]) ?? ANYTHING) : ''))
    .join('');
}

/** Names that stand for one expression throughout. One that is declared twice stands for neither. */
function constantsIn(program: Node): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (const node of everyPart(program)) {
    if (node.type !== 'VariableDeclaration' || node['kind'] !== 'const') continue;
    for (const { id, init } of node['declarations'] as readonly { id: Node; init: unknown }[]) {
      if (id.type !== 'Identifier') continue;
      const name = String(id['name']);
      found.set(name, found.has(name) ? undefined : init);
    }
  }
  return found;
}
