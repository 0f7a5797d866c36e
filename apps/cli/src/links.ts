import manifest from '../package.json' with { type: 'json' };

export const ISSUES_URL: string = manifest.bugs.url;
export const DOCS_URL: string = manifest.homepage;

/** The page about an error. */
export function errorPageOf(code: string): string {
  return `${DOCS_URL.replace(/#.*$/, '')}/errors/${code}.md`;
}
