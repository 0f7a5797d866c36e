import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPublicApi } from './declarations.mjs';

/**
 * A report, read or made.
 * @typedef {object} ApiReport
 * @property {ReadonlyMap<string, readonly string[]>} entryPoints exported names by import path
 * @property {ReadonlyMap<string, string>} declarations by name
 * @property {readonly string[]} commands lines of the tree of commands and options, each after the command it belongs to
 */

/** The name of the committed report, and of the one that was released last. */
export const REPORT = 'api-report.md';
export const RELEASED = 'api-report.released.md';

/**
 * The report on a built package, as the committed file has it.
 *
 * @param {import('../published-packages.mjs').PublishedPackage} published
 * @returns {Promise<string>}
 */
export async function makeReport(published) {
  const { entryPoints, declarations } = readPublicApi(published);
  const parts = [
    `# Public API of ${published.name}`,
    'Written by `pnpm api:report` from the built declarations. What is taken away or changed here asks for a changeset that\nsays so; `api-report.released.md` is how it was at the last release.',
  ];
  for (const [path, names] of entryPoints) {
    parts.push(`## Entry point ${path}`, names.map((name) => `- ${name}`).join('\n'));
  }
  if (declarations.size > 0) {
    const texts = [...declarations].map(([name, text]) => `// ${name}\n${text}`);
    parts.push('## Declarations', `\`\`\`ts\n${texts.join('\n\n')}\n\`\`\``);
  }
  const commands = await commandsOf(published);
  if (commands) parts.push('## Commands', `\`\`\`text\n${commands}\n\`\`\``);
  return `${parts.join('\n\n')}\n`;
}

/** The commands it installs, with what they take where a tree of it is kept. @param {import('../published-packages.mjs').PublishedPackage} published */
async function commandsOf({ folder, manifest }) {
  const tree = join(folder, 'command-tree.txt');
  if (existsSync(tree)) return (await readFile(tree, 'utf8')).trim();
  return Object.keys(manifest.bin ?? {}).join('\n');
}

/**
 * Reads a report back.
 *
 * @param {string} markdown
 * @returns {ApiReport}
 */
export function parseReport(markdown) {
  const entryPoints = new Map();
  const sections = markdown.split(/^## /m).slice(1);
  for (const section of sections.filter((text) => text.startsWith('Entry point '))) {
    const [title = '', ...lines] = section.split('\n');
    const names = lines.filter((line) => line.startsWith('- ')).map((line) => line.slice(2));
    entryPoints.set(title.slice('Entry point '.length), names);
  }
  return {
    entryPoints,
    declarations: new Map(
      block(sections, 'Declarations')
        .split(/^\/\/ /m)
        .slice(1)
        .map((text) => {
          const end = text.indexOf('\n');
          return [text.slice(0, end), text.slice(end + 1).trim()];
        }),
    ),
    commands: commandLines(block(sections, 'Commands')),
  };
}

/** @param {readonly string[]} sections @param {string} title */
function block(sections, title) {
  const section = sections.find((text) => text.startsWith(`${title}\n`)) ?? '';
  return /```\w+\n([\s\S]*?)\n```/.exec(section)?.[1] ?? '';
}

/** @param {string} tree */
function commandLines(tree) {
  let command = '';
  return tree
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      if (!line.startsWith(' ')) {
        command = line;
        return line;
      }
      return `${command} ⟩ ${line.trim()}`;
    });
}
