import type { CodeFile, SkippedFile } from './code-files.ts';
import type { FoundCall, UnknownCall } from './found-call.ts';
import { type KitNames, kitNamesIn, type Made } from './kit-names.ts';
import { pageScripts } from './page-scripts.ts';
import { OAUTH_CLIENT_OPERATIONS, scriptCalls } from './script-calls.ts';
import { shellCalls } from './shell-calls.ts';
import { everyPart, type Node, programOf } from './syntax.ts';

type InFile<Found> = Found & { readonly file: string };

/** What a code base calls, in the order of its files. */
export interface CodeCalls {
  readonly calls: readonly InFile<FoundCall>[];
  readonly unknown: readonly InFile<UnknownCall>[];
  readonly skipped: readonly SkippedFile[];
}

interface Script {
  readonly file: string;
  readonly text: string;
  readonly linesAbove: number;
  readonly program: Node;
  readonly names: KitNames;
}

/** Finds the calls of the API in files: in scripts by their syntax, in commands line by line. */
export function callsInCode(files: readonly CodeFile[]): CodeCalls {
  const skipped: SkippedFile[] = [];
  const code = files.filter(({ language }) => language !== 'shell');
  const likely = code.filter(({ text }) => LIKELY.test(text)).flatMap((file) => scriptsOf(file, skipped));
  const exported = new Map(likely.flatMap(({ names }) => [...names.byName]));
  // What the kit made may have any name where it is imported from.
  const names = [...exported.keys()];
  const further = code
    .filter(({ text }) => !LIKELY.test(text) && names.some((name) => text.includes(name)))
    .flatMap((file) => scriptsOf(file, skipped));
  const scripts = [...likely, ...further];
  const found = [
    ...scripts.map((script) => ({ file: script.file, above: script.linesAbove, ...inScript(script, exported) })),
    ...files
      .filter(({ language }) => language === 'shell')
      .map(({ path, text }) => ({ file: path, above: 0, ...shellCalls(text) })),
  ];
  const placed = <Found extends { readonly line: number; readonly column: number }>(
    choose: (one: (typeof found)[number]) => readonly Found[],
  ): readonly InFile<Found>[] =>
    found
      .flatMap((one) => choose(one).map((call) => ({ file: one.file, ...call, line: call.line + one.above })))
      .sort((a, b) => order(a.file, b.file) || a.line - b.line || a.column - b.column);
  return {
    calls: placed(({ calls }) => calls),
    unknown: placed(({ unknown }) => unknown),
    skipped,
  };
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** What may have to do with the API; to read the syntax of everything else would only take time. */
const LIKELY = /sipgate|OAuthClients|\bapplyPlan\b|\b(?:GET|POST|PUT|DELETE)\b|\.\s*(?:call|items|stream|request)\b/i;

/** The programs in a file. */
function scriptsOf({ path, language, text }: CodeFile, skipped: SkippedFile[]): readonly Script[] {
  const parts =
    language === 'page'
      ? pageScripts(text).map((part) => ({ ...part, name: part.typescript ? 'script.tsx' : 'script.js' }))
      : [{ text, linesAbove: 0, name: path }];
  return parts.flatMap((part): readonly Script[] => {
    const program = programOf(part.text, part.name);
    if ('problem' in program) {
      skipped.push({ file: path, why: `not understood: ${program.problem}` });
      return [];
    }
    const { node } = program;
    return [{ file: path, text: part.text, linesAbove: part.linesAbove, program: node, names: kitNamesIn(node) }];
  });
}

function inScript({ program, text, names }: Script, exported: ReadonlyMap<string, Made>) {
  const known = new Map([...importedNames(program, exported), ...names.byName]);
  const { calls, unknown } = scriptCalls(program, text, known);
  const [making] = names.makings;
  const used = calls.some(({ operationId }) => OAUTH_CLIENTS.has(operationId));
  if (making === undefined || used) return { calls, unknown };
  const { line, column } = making.loc.start;
  const code = 'createOAuthClients(…)';
  const why = 'what is made here is used where it cannot be followed';
  return { calls, unknown: [...unknown, { line, column: column + 1, code, why }] };
}

const OAUTH_CLIENTS: ReadonlySet<string> = new Set(Object.values(OAUTH_CLIENT_OPERATIONS).flat());

/** The names a program imports under which another has something the kit made. */
function importedNames(program: Node, exported: ReadonlyMap<string, Made>): ReadonlyMap<string, Made> {
  const found = new Map<string, Made>();
  for (const node of everyPart(program)) {
    if (node.type !== 'ImportSpecifier') continue;
    const [imported, local] = [node['imported'], node['local']] as readonly { name?: string; value?: string }[];
    const made = exported.get(imported?.name ?? imported?.value ?? '');
    if (made !== undefined && local?.name !== undefined) found.set(local.name, made);
  }
  return found;
}
