import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, relative, sep } from 'node:path';
import { SipgateKitError } from '@sipgate-kit/core';
import { pathIn } from '../input/text-source.ts';
import { systemCode } from '../system-code.ts';

/** How a file is read: as JavaScript or TypeScript, as a page with scripts in it, or line by line for commands. */
export type Language = 'script' | 'page' | 'shell';

/** A file of a code base. */
export interface CodeFile {
  /** Below the folder, with slashes. */
  readonly path: string;
  readonly language: Language;
  readonly text: string;
}

/** A file that was not looked at, and why. */
export interface SkippedFile {
  readonly file: string;
  readonly why: string;
}

/** What is made by tools, or is somebody else's. */
const LEFT_OUT = new Set(['node_modules', 'bower_components', 'vendor', 'dist', 'build', 'out', 'coverage', 'target']);

/** Somebody wrote it by hand if it is shorter. */
const LONGEST_BYTES = 2_000_000;

const LANGUAGES: Readonly<Record<string, Language>> = {
  ...languages('script', '.js .mjs .cjs .jsx .ts .mts .cts .tsx'),
  ...languages('page', '.vue .svelte .astro .html .htm'),
  ...languages('shell', '.sh .bash .zsh .ksh .fish .ps1 .cmd .bat .yml .yaml .mk'),
};

const NAMED: Readonly<Record<string, Language>> = {
  ...languages(
    'shell',
    'Makefile GNUmakefile makefile justfile Justfile Dockerfile Containerfile Procfile package.json',
  ),
};

function languages(language: Language, names: string): Readonly<Record<string, Language>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, language]));
}

/**
 * The files of a code base that may call the API, sorted by path. Neither links nor hidden folders are followed, but for
 * `.github` and the like, which have workflows.
 *
 * @param folder a folder or one file, in the working directory when it is relative
 * @param exclude names or paths below the folder to leave out
 * @throws SipgateKitError `file_unreadable` where there is no such folder.
 */
export async function codeFiles(
  folder: string,
  { cwd, exclude, signal }: { cwd: string; exclude: readonly string[]; signal: AbortSignal },
): Promise<{ readonly files: readonly CodeFile[]; readonly skipped: readonly SkippedFile[] }> {
  const top = pathIn(cwd, folder);
  const unwanted = exclude.map((one) => one.replace(/^\.\//, '').replace(/\/+$/, ''));
  const files: CodeFile[] = [];
  const skipped: SkippedFile[] = [];

  async function walk(path: string): Promise<void> {
    signal.throwIfAborted();
    const entries = await readdir(path, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const inside = join(path, entry.name);
      const shown = below(inside);
      if (unwanted.includes(entry.name) || unwanted.includes(shown)) continue;
      if (entry.isDirectory() && !LEFT_OUT.has(entry.name) && !isHidden(entry.name)) await walk(inside);
      else if (entry.isFile()) await read(inside, shown);
    }
  }

  async function read(path: string, shown: string): Promise<void> {
    const name = basename(path);
    const extension = extname(name);
    const expected = NAMED[name] ?? LANGUAGES[extension];
    if (/\.d\.[cm]?ts$|\.min\.js$/.test(name) || (expected === undefined && extension !== '')) return;
    try {
      if ((await stat(path)).size > LONGEST_BYTES) {
        if (expected !== undefined) skipped.push({ file: shown, why: 'longer than 2 MB' });
        return;
      }
      const text = await readFile(path, 'utf8');
      const language = expected ?? languageOfShebang(text);
      if (language !== undefined) files.push({ path: shown, language, text });
    } catch (error) {
      skipped.push({ file: shown, why: `cannot be read (${systemCode(error)})` });
    }
  }

  const below = (path: string) => relative(top, path).split(sep).join('/');
  try {
    if ((await stat(top)).isDirectory()) await walk(top);
    else await read(top, basename(top));
  } catch (error) {
    if (signal.aborted) throw error;
    throw new SipgateKitError(
      'file_unreadable',
      `${folder} cannot be read (${REASONS[systemCode(error)] ?? systemCode(error)}).`,
      {
        hint: 'Name a folder with code, or a file.',
      },
    );
  }
  return { files, skipped };
}

/** Those of workflows are not. */
function isHidden(name: string): boolean {
  return name.startsWith('.') && !['.github', '.gitlab', '.circleci', '.husky'].includes(name);
}

function languageOfShebang(text: string): Language | undefined {
  const [first = ''] = text.split('\n', 1);
  if (!first.startsWith('#!')) return undefined;
  if (/\b(?:node|bun|deno|tsx)\b/.test(first)) return 'script';
  return /\b(?:ba|z|k|da|fi)?sh\b/.test(first) ? 'shell' : undefined;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
};
