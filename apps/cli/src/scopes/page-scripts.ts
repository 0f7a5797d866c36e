/** A script in a page, and where it begins there. */
export interface PageScript {
  readonly text: string;
  /** Lines of the page above it. */
  readonly linesAbove: number;
  readonly typescript: boolean;
}

/** The scripts of a page or a component: what stands in `<script>`, and above the page of an Astro component. */
export function pageScripts(text: string): readonly PageScript[] {
  const found: PageScript[] = [];
  const above = (index: number) => text.slice(0, index).split('\n').length - 1;
  const [frontMatter, code] = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text) ?? [];
  if (frontMatter !== undefined && code !== undefined) found.push({ text: code, linesAbove: 1, typescript: true });
  for (const match of text.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi)) {
    const [whole, attributes = '', script = ''] = match;
    if (/\btype\s*=\s*["']?(?:application\/(?:ld\+)?json|importmap|text\/template)/i.test(attributes)) continue;
    const start = match.index + whole.indexOf('>') + 1;
    found.push({ text: script, linesAbove: above(start), typescript: /\blang\s*=\s*["']?tsx?\b/i.test(attributes) });
  }
  return found;
}
