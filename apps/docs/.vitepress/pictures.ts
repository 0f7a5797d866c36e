import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type MarkdownIt from 'markdown-it';
import { docs } from '../site/places.mjs';

const MARK = 'from apps/docs/pictures/';

/**
 * Puts drawn pictures into the page itself, so that they follow the switch for light and dark, and can be scrolled on a
 * phone. As files they follow the reader's system, as GitHub shows them.
 */
export function drawnPictures(markdown: MarkdownIt): void {
  const rule = markdown.renderer.rules['image'];
  markdown.renderer.rules['image'] = (tokens, index, options, env, self) => {
    const source = tokens[index]?.attrGet('src') ?? '';
    const drawn = /images\/[\w-]+\.svg$/.test(source) ? drawnPicture(basename(source)) : undefined;
    if (drawn !== undefined) return `<span class="picture" tabindex="0">${drawn}</span>`;
    return rule ? rule(tokens, index, options, env, self) : self.renderToken(tokens, index, options);
  };
}

/** Without its style, which the theme has. */
function drawnPicture(name: string): string | undefined {
  const path = join(docs, 'images', name);
  const svg = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (!svg.includes(MARK)) return undefined;
  return svg
    .replace(/<!--[\s\S]*?-->/, '')
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replaceAll(/\n+/g, '');
}
