import type { SessionTrace, TokenTrace } from '../../login/lineage.ts';
import { duration, timeOfDay } from '../words.ts';
import { refreshTokenOf, type TokenSetTrace } from './token-sets.ts';
import { shortStatusWords, statusMark, summaryOf } from './token-words.ts';

/** Narrow enough for a phone; several stand side by side on a desk. */
const WIDTH = 330;
const RAIL = 14;
const BOX = 36;
const LINE = 21;
const GAP = 34;
/** Of longer stories the middle is left out of the picture; the table has it. */
const MOST_SETS = 8;
const LAST_SETS = 6;

/** One row of the picture: a set, what was left out, or the end. */
type Row =
  | { readonly kind: 'set'; readonly set: TokenSetTrace; readonly label: string }
  | { readonly kind: 'left-out'; readonly sets: number }
  | { readonly kind: 'end'; readonly label: string };

/** The story of a session from top to bottom: sign-in, refresh, refresh … and how it ended. */
export function LineagePicture(props: {
  session: SessionTrace;
  sets: readonly TokenSetTrace[];
  now: number;
  id: string;
}) {
  const { session, sets, now, id } = props;
  const rows = placed(rowsOf(session, sets));
  const last = rows.at(-1);
  const height = last === undefined ? 0 : last.top + last.height + 4;
  const places = new Map(
    rows.flatMap(({ row, top }) => {
      const fingerprint = row.kind === 'set' ? refreshTokenOf(row.set)?.fingerprint : undefined;
      return fingerprint === undefined ? [] : [[fingerprint, top + LINE] as const];
    }),
  );
  return (
    <svg
      class="lineage"
      viewBox={`0 0 ${WIDTH} ${height}`}
      width={WIDTH}
      height={height}
      role="img"
      aria-labelledby={id}
    >
      <title id={id}>{summaryOf(session, sets.filter(({ parent }) => parent !== undefined).length)}</title>
      {rows.map(({ row, top }, at) => {
        const before = rows[at - 1];
        const from =
          (row.kind === 'set' ? places.get(row.set.parent ?? '') : undefined) ?? (before && before.top + LINE);
        const isFirst = row.kind === 'set' && row.set.parent === undefined;
        return (
          <>
            {from !== undefined && !isFirst && (
              <Rail from={from} to={top + LINE} straight={from === (before?.top ?? 0) + LINE} />
            )}
            <RowOf row={row} top={top} now={now} />
          </>
        );
      })}
    </svg>
  );
}

function rowsOf(session: SessionTrace, sets: readonly TokenSetTrace[]): readonly Row[] {
  const all: Row[] = sets.map((set, at) => ({ kind: 'set', set, label: labelOf(set, sets[at - 1]) }));
  const left = all.length - 1 - LAST_SETS;
  const shown =
    all.length <= MOST_SETS
      ? all
      : [...all.slice(0, 1), { kind: 'left-out' as const, sets: left }, ...all.slice(-LAST_SETS)];
  if (session.alive) return shown;
  const when = session.endedAt === undefined ? '' : `${timeOfDay(session.endedAt)} `;
  return [...shown, { kind: 'end', label: `${when}${session.endReason ?? 'the session is over'}` }];
}

function labelOf(set: TokenSetTrace, before: TokenSetTrace | undefined): string {
  const at = timeOfDay(set.issuedAt);
  if (set.parent === undefined) return `${at} sign-in`;
  return `${at} refresh${before === undefined ? '' : `, ${duration(set.issuedAt - before.issuedAt)} later`}`;
}

function placed(rows: readonly Row[]): readonly { row: Row; top: number; height: number }[] {
  let top = 0;
  return rows.map((row) => {
    const height = row.kind === 'set' ? LINE + row.set.tokens.length * LINE + 10 : LINE + 8;
    const place = { row, top, height };
    top += height + GAP - LINE;
    return place;
  });
}

/** From the set whose refresh token was used to the set that it brought; bowed where others stand between. */
function Rail({ from, to, straight }: { from: number; to: number; straight: boolean }) {
  const path = straight
    ? `M${RAIL} ${from - 1}V${to - 14}`
    : `M${RAIL} ${from}C0 ${from + 20} 0 ${to - 34} ${RAIL} ${to - 14}`;
  return <path class="rail" d={path} />;
}

function RowOf({ row, top, now }: { row: Row; top: number; now: number }) {
  const middle = top + LINE - 6;
  if (row.kind === 'left-out') {
    return (
      <g>
        <g class="dots">
          {[-5, 0, 5].map((y) => (
            <circle cx={RAIL} cy={middle + y} r="1.8" />
          ))}
        </g>
        <text class="label" x={BOX} y={top + LINE - 1}>
          {`${row.sets} more, see the table`}
        </text>
      </g>
    );
  }
  if (row.kind === 'end') {
    return (
      <g class="end">
        <circle cx={RAIL} cy={middle} r="8" />
        <path d={`M${RAIL - 3} ${middle - 3}l6 6m0 -6l-6 6`} />
        <text x={BOX} y={top + LINE - 1}>
          {row.label}
        </text>
      </g>
    );
  }
  return (
    <g>
      <circle class={`node ${refreshTokenOf(row.set)?.status ?? 'dead'}`} cx={RAIL} cy={middle} r="6" />
      <text class="label" x={BOX} y={top + LINE - 1}>
        {row.label}
      </text>
      <rect
        class="set"
        x={BOX}
        y={top + LINE + 6}
        width={WIDTH - BOX - 1}
        height={row.set.tokens.length * LINE + 6}
        rx="7"
      />
      {row.set.tokens.map((token, at) => (
        <TokenLine token={token} y={top + LINE + 6 + (at + 1) * LINE - 3} now={now} />
      ))}
    </g>
  );
}

function TokenLine({ token, y, now }: { token: TokenTrace; y: number; now: number }) {
  return (
    <>
      <text class="kind" x={BOX + 10} y={y}>
        {token.kind}
      </text>
      <text class="fingerprint" x={BOX + 70} y={y}>
        {token.fingerprint}
      </text>
      <text class={`status ${token.status}`} x={WIDTH - 10} y={y} text-anchor="end">
        {shortStatusWords(token, now)} {statusMark(token)}
      </text>
    </>
  );
}
