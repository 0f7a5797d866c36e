import { relative } from 'node:path';
import type MarkdownIt from 'markdown-it';
import { resolveLink, root } from '../site/places.mjs';

/**
 * Lets links be written as they work on GitHub: `../callback-server/README.md` becomes the page that stands for it here, a
 * file of the repository its address there.
 */
export function repositoryLinks(markdown: MarkdownIt): void {
  const rule = markdown.renderer.rules['link_open'];
  markdown.renderer.rules['link_open'] = (tokens, index, options, env, self) => {
    const token = tokens[index];
    const link = token?.attrGet('href');
    if (token && link && !/^(?:[a-z]+:|\/|#)/i.test(link)) {
      token.attrSet('href', resolveLink(relative(root, env.realPath ?? env.path).replaceAll('\\', '/'), link));
    }
    return rule ? rule(tokens, index, options, env, self) : self.renderToken(tokens, index, options);
  };
}
