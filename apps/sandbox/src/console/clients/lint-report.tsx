import type { PatternReport, Severity } from '@sipgate-kit/core/clients';

const WORDS: Readonly<Record<Severity, string>> = { error: 'Error', warning: 'Warning', note: 'Note' };

/**
 * What a redirect URI or web origin lets through, and what core's lint has to say about it.
 *
 * @param repairAt where to take over what would be better; absent: nowhere
 */
export function LintReport({ report, repairAt }: { report: PatternReport; repairAt?: string }) {
  const { meaning, matches, refuses, findings, instead } = report;
  return (
    <div class="lint">
      <p>
        <strong>Lets through:</strong> {meaning}
      </p>
      {findings.length > 0 && (
        <ul class="findings">
          {findings.map(({ severity, message }) => (
            <li class={severity}>
              <strong>{WORDS[severity]}:</strong> {message}
            </li>
          ))}
        </ul>
      )}
      {instead !== undefined && (
        <p>
          <strong>Better:</strong> <code>{instead}</code>{' '}
          {repairAt !== undefined && <a href={`${repairAt}?value=${encodeURIComponent(instead)}`}>Take this</a>}
        </p>
      )}
      {(matches.length > 0 || refuses.length > 0) && (
        <ul class="examples">
          {matches.map((url) => (
            <li class="passes">
              <span aria-hidden="true">✓</span>
              <span class="unseen">Let through: </span> <code>{url}</code>
            </li>
          ))}
          {refuses.map(({ url, why }) => (
            <li class="refused">
              <span aria-hidden="true">✕</span>
              <span class="unseen">Refused: </span> <code>{url}</code> <span class="quiet">{why}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Whether somebody should look at it before it is added. */
export function isDoubtful({ findings }: PatternReport): boolean {
  return findings.some(({ severity }) => severity !== 'note');
}
