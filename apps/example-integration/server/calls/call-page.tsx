import { type Day, TIME_ZONE } from './calls-per-day.ts';

const KINDS = [
  { kind: 'incoming', label: 'Incoming' },
  { kind: 'outgoing', label: 'Outgoing' },
  { kind: 'missed', label: 'Missed' },
] as const;

const shortDate = new Intl.DateTimeFormat('en', { timeZone: 'UTC', day: 'numeric', month: 'short' });
const inWords = ({ date }: Day) => shortDate.format(new Date(date));

/** Calls as a chart, and the same numbers as a table. */
export function CallPage({ days }: { days: readonly Day[] }) {
  const total = (kind: (typeof KINDS)[number]['kind']) => days.reduce((sum, day) => sum + day[kind], 0);
  const none = KINDS.every(({ kind }) => total(kind) === 0);
  return (
    <>
      <h1>Calls of the last 30 days</h1>
      <p class="lead">Days begin at midnight in {TIME_ZONE}. Outgoing calls count even if nobody answered.</p>
      {none && (
        <p class="notice">
          There are none. Accounts on sipgate&apos;s newer telephone system (Neo) keep their calls elsewhere: they never
          appear in this history.
        </p>
      )}
      <div class="beside">
        <figure class="card">
          <Chart days={days} />
          <figcaption>
            <ul class="legend">
              {KINDS.map(({ kind, label }) => (
                <li class={kind}>
                  {label}: {total(kind)}
                </li>
              ))}
            </ul>
          </figcaption>
        </figure>
        <div class="card">
          <table>
            <caption>Calls per day</caption>
            <thead>
              <tr>
                <th scope="col">Day</th>
                {KINDS.map(({ label }) => (
                  <th scope="col">{label}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {days.toReversed().map((day) => (
                <tr>
                  <th scope="row">{inWords(day)}</th>
                  {KINDS.map(({ kind }) => (
                    <td>{day[kind]}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </>
  );
}

const [WIDTH, HEIGHT, GAP] = [600, 220, 4];

/** One bar a day, the kinds on top of each other. Whoever cannot see it has the table. */
function Chart({ days }: { days: readonly Day[] }) {
  const [first, last] = [days[0], days.at(-1)];
  const highest = Math.max(1, ...days.map(({ incoming, outgoing, missed }) => incoming + outgoing + missed));
  const width = WIDTH / days.length;
  const scale = HEIGHT / highest;
  return (
    <>
      <p class="quiet">At most {highest} a day</p>
      <svg
        class="chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label="Bar chart of calls per day; the table has the same numbers."
      >
        {days.flatMap((day, index) => {
          let top = HEIGHT;
          return KINDS.map(({ kind }) => {
            const height = day[kind] * scale;
            top -= height;
            return <rect class={kind} x={index * width + GAP / 2} y={top} width={width - GAP} height={height} />;
          });
        })}
      </svg>
      <p class="ends quiet">
        <span>{first && inWords(first)}</span>
        <span>{last && inWords(last)}</span>
      </p>
    </>
  );
}
