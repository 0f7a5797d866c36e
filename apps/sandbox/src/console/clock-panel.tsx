import { CONSOLE_PATH } from './paths.ts';
import { dayOf, duration, timeOfDay } from './words.ts';

/** The sandbox's time as a page shows it. */
export interface ClockReading {
  readonly now: number;
  /** Milliseconds ahead of this computer; negative: behind. */
  readonly ahead: number;
  readonly frozen: boolean;
}

const STEPS = [
  { ms: 60_000, name: '+1 min', effect: 'codes end' },
  { ms: 300_000, name: '+5 min', effect: 'access tokens end' },
  { ms: 30 * 86_400_000, name: '+30 days', effect: 'refresh tokens end' },
] as const;

/** The clock, and the buttons that move and stop it. */
export function ClockPanel({ clock: { now, ahead, frozen }, back }: { clock: ClockReading; back: string }) {
  const away = Math.abs(ahead) >= 1_000;
  return (
    <section class="clock" aria-labelledby="clock-title" data-live>
      <h2 id="clock-title">Sandbox time</h2>
      <p class="time">
        <time id="clock" data-now={String(now)} data-frozen={frozen ? 'yes' : undefined}>
          {timeOfDay(now)}
        </time>
        {frozen && <span class="badge warn">Frozen</span>}
      </p>
      <p class="day">
        {dayOf(now)} UTC
        {away && <span>{` ${duration(ahead)} ${ahead > 0 ? 'ahead' : 'behind'}`}</span>}
      </p>
      <form method="post" action={`${CONSOLE_PATH}/clock`} data-stay>
        <input type="hidden" name="back" value={back} />
        {STEPS.map(({ ms, name, effect }) => (
          <button type="submit" name="advanceMs" value={String(ms)}>
            {name} <small>{effect}</small>
          </button>
        ))}
        <button type="submit" name="frozen" value={frozen ? 'false' : 'true'}>
          {frozen ? 'Let it run' : 'Freeze'} <small>{frozen ? 'time goes on' : 'time stands still'}</small>
        </button>
        {(away || frozen) && (
          <button type="submit" name="reset" value="yes">
            Back <small>to real time</small>
          </button>
        )}
      </form>
    </section>
  );
}
