/** Two phases of a lease, and who may send when its holder dies. */
import { picture, words } from './shapes.mjs';

const LEFT = 178;

/** @param {{ y: number, name: string, bars: readonly { from: number, to: number, text: string, mood?: string }[] }} row */
function row({ y, name, bars }) {
  const drawn = bars.map(
    ({ from, to, text, mood = '' }) =>
      `<rect class="bar ${mood}" x="${LEFT + from}" y="${y - 18}" width="${to - from}" height="36" rx="6"/>${words({ x: LEFT + (from + to) / 2, y: y + 5, text, style: 'words', leading: 15 })}`,
  );
  return `${words({ x: 12, y: y + 5, text: name, style: 'name left' })}${drawn.join('')}`;
}

export const leasePicture = () =>
  picture(
    {
      width: 860,
      height: 250,
      label:
        'A refresh that goes well: lease, mark, send, store. One whose process dies before the mark: another takes over after five seconds. One whose process dies after the mark: another waits for the send deadline.',
    },
    [
      row({
        y: 40,
        name: 'Goes well',
        bars: [
          { from: 0, to: 90, text: 'lease' },
          { from: 96, to: 186, text: 'mark' },
          { from: 192, to: 352, text: 'request under way' },
          { from: 358, to: 470, text: 'stored', mood: 'good' },
        ],
      }),
      row({
        y: 120,
        name: 'Dies before it sends',
        bars: [
          { from: 0, to: 90, text: 'lease', mood: 'bad' },
          { from: 96, to: 250, text: 'ends after 5 s' },
          { from: 256, to: 470, text: 'somebody else refreshes', mood: 'good' },
        ],
      }),
      row({
        y: 200,
        name: 'Dies after it sent',
        bars: [
          { from: 0, to: 90, text: 'lease' },
          { from: 96, to: 186, text: 'mark', mood: 'bad' },
          { from: 192, to: 460, text: 'nobody sends until the deadline' },
          { from: 466, to: 680, text: 'then the old token is tried', mood: 'good' },
        ],
      }),
    ].join('\n'),
  );
