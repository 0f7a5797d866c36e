import type { PendingFault } from '../../door/faults.ts';
import { CONSOLE_PATH } from '../paths.ts';
import { count, duration } from '../words.ts';

/** The failures that wait for their requests; nothing when there are none. */
export function PendingFaults({ faults, now }: { faults: readonly PendingFault[]; now: number }) {
  if (faults.length === 0) return null;
  return (
    <section class="notice warn" aria-labelledby="faults">
      <div class="head">
        <h2 id="faults">{count(faults.length, 'failure')} waiting</h2>
        <form method="post" action={`${CONSOLE_PATH}/faults/clear`} data-stay>
          <button class="small-button" type="submit">
            Clear<span class="unseen"> the failures</span>
          </button>
        </form>
      </div>
      <ul class="bullets">
        {faults.map((fault) => (
          <li>
            <code>{[fault.method ?? 'any', fault.path, fault.grantType ?? ''].join(' ').trim()}</code>:{' '}
            {effectOf(fault)}, {extentOf(fault, now)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function effectOf(fault: PendingFault): string {
  const { status, delayMs, trickleMs, drop, redirect, contentType, malformedJson, callback } = fault;
  const effects = [
    ...(delayMs === undefined ? [] : [`held back ${duration(delayMs)}`]),
    ...(status === undefined ? [] : [`answered with ${status}`]),
    ...(redirect === undefined ? [] : [`sent on to ${redirect}`]),
    ...(contentType === undefined ? [] : [`answered as ${contentType}`]),
    ...(malformedJson === undefined ? [] : ['answered with half of the JSON']),
    ...(trickleMs === undefined ? [] : ['answered byte by byte']),
    ...(drop === undefined ? [] : [DROPS[drop]]),
    ...(callback === undefined ? [] : [`sent back with a forged ${Object.keys(callback).join(' and ')}`]),
  ];
  return effects.join(', ');
}

const DROPS = {
  before: 'dropped before it is handled',
  during: 'handled, then cut off in the middle of the answer',
  after: 'handled, then its answer is lost',
} as const;

/** How often, how long. */
function extentOf({ remaining, endsAt }: PendingFault, now: number): string {
  const often = remaining === undefined ? 'every time' : `for ${count(remaining, 'request')}`;
  return endsAt === undefined ? often : `${often}, ${duration(endsAt - now)} more`;
}
