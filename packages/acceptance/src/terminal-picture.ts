import type { ScreenLine, Style } from './terminal.ts';

const CHARACTER = 8.43;
const LINE = 20;
const MARGIN = 20;
const BAR = 34;

/** Classes of the terminal's colours by number; the picture's style sheet knows them in light and dark. */
const COLORS: Readonly<Record<number, string>> = {
  1: 'red',
  2: 'green',
  3: 'yellow',
  6: 'cyan',
  9: 'red',
  10: 'green',
};

const STYLE_SHEET = `
  text { font: 14px ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, monospace; white-space: pre; fill: #1f2328; }
  .frame { fill: #fafafa; stroke: #d1d5da; } .bar { fill: #d1d5da; }
  .bold { font-weight: 600; } .dim { fill: #667079; }
  .red { fill: #b42318; } .green { fill: #1a7f37; } .yellow { fill: #8a5a00; } .cyan { fill: #0b6e8a; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .frame { fill: #0d1117; stroke: #30363d; } .bar { fill: #30363d; }
    .dim { fill: #8b949e; } .red { fill: #ff7b72; } .green { fill: #56d364; } .yellow { fill: #e3b341; } .cyan { fill: #76c7e0; }
  }`;

/** A terminal as an SVG that can be read in light and dark, and selected as text. */
export function terminalPicture(
  lines: readonly ScreenLine[],
  { columns, title }: { columns: number; title: string },
): string {
  const width = Math.ceil(columns * CHARACTER + 2 * MARGIN);
  const height = BAR + lines.length * LINE + MARGIN;
  const texts = lines.map((line, row) => lineText(cutAt(line, columns), BAR + (row + 1) * LINE));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">
  <style>${STYLE_SHEET}
  </style>
  <rect class="frame" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
  ${[0, 1, 2].map((dot) => `<circle class="bar" cx="${MARGIN + dot * 18}" cy="18" r="5"/>`).join('')}
${texts.filter((text) => text !== '').join('\n')}
</svg>
`;
}

/** A line that is too long for the picture ends in dots. */
function cutAt(line: ScreenLine, columns: number): ScreenLine {
  let left = columns;
  return line.flatMap((run) => {
    const before = left;
    left -= run.text.length;
    if (before <= 0) return [];
    return [left >= 0 ? run : { ...run, text: `${run.text.slice(0, before - 1)}…` }];
  });
}

function lineText(line: ScreenLine, y: number): string {
  let column = 0;
  const spans = line.map(({ text, style }) => {
    const x = MARGIN + column * CHARACTER;
    column += text.length;
    const classes = classesOf(style);
    // The length keeps columns in line whatever font there is.
    return `<tspan x="${x.toFixed(1)}" textLength="${(text.length * CHARACTER).toFixed(1)}"${classes && ` class="${classes}"`}>${escaped(text)}</tspan>`;
  });
  return spans.length === 0 ? '' : `  <text y="${y}">${spans.join('')}</text>`;
}

function classesOf({ bold, dim, color }: Style): string {
  return [bold && 'bold', dim && 'dim', color !== undefined && COLORS[color]].filter(Boolean).join(' ');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
