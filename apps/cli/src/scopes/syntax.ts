import { type ParserOptions, type ParserPlugin, parse } from '@babel/parser';

/** A part of a program: what kind, where, and what is in it. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly loc: { readonly start: { readonly line: number; readonly column: number } };
  readonly [part: string]: unknown;
}

/** A program, as far as it could be understood. */
export type Program = { readonly node: Node } | { readonly problem: string };

const COMMON: readonly ParserPlugin[] = ['decorators', 'explicitResourceManagement', 'sourcePhaseImports'];

const OPTIONS: ParserOptions = {
  sourceType: 'unambiguous',
  errorRecovery: true,
  allowAwaitOutsideFunction: true,
  allowReturnOutsideFunction: true,
  allowSuperOutsideMethod: true,
  allowUndeclaredExports: true,
  attachComment: false,
};

/** JavaScript or TypeScript, with or without JSX, by its name. Mistakes that can be got over are. */
export function programOf(text: string, path: string): Program {
  const problems: string[] = [];
  for (const plugins of dialects(path)) {
    try {
      return { node: parse(text, { ...OPTIONS, plugins: [...COMMON, ...plugins] }).program as unknown as Node };
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { problem: problems[0] ?? 'not understood' };
}

/** In `.ts` files, `<T>` is no element; elsewhere it is, but for old habits. */
function dialects(path: string): readonly (readonly ParserPlugin[])[] {
  if (/\.[cm]?ts$/.test(path)) return [['typescript']];
  if (/\.tsx$/.test(path)) return [['typescript', 'jsx'], ['typescript']];
  return [['jsx', 'flow'], ['typescript', 'jsx'], ['typescript']];
}

/** The parts right within a part, in the order they stand. */
function* partsOf(node: Node): Generator<Node> {
  for (const [name, value] of Object.entries(node)) {
    if (name === 'loc' || name === 'extra' || name === 'errors') continue;
    for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) yield one;
  }
}

/** The part itself and everything within it. Not by recursion: programs made by machines are deep. */
export function* everyPart(top: Node): Generator<Node> {
  const waiting = [top];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    waiting.push(...[...partsOf(node)].reverse());
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}
