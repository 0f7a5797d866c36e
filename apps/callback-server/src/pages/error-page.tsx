import type { Paths } from '../paths.ts';
import { Page } from './page.tsx';

/** Everything an error page says. */
export interface ErrorContent {
  readonly code: string;
  readonly title: string;
  readonly what: string;
  readonly causes: readonly string[];
  readonly next: readonly string[];
  /** This one case, in the error's own words; a provider's words in it are cleaned and cut, and escaped here. */
  readonly detail?: string;
  readonly requestId: string;
  /** Whether signing in again may help. */
  readonly signInHelps: boolean;
}

/** A failure: what happened, why it may have, what to do now. */
export function ErrorPage({ content, paths }: { content: ErrorContent; paths: Paths }) {
  const { title, what, causes, next, detail, code, requestId, signInHelps } = content;
  return (
    <Page title={title} paths={paths}>
      <h1>{title}</h1>
      <p class="lead">{what}</p>
      {detail !== undefined && detail !== what && (
        <div class="notice">
          <p>{detail}</p>
        </div>
      )}
      <section class="card">
        <h2>What to do</h2>
        <Sentences of={next} />
        {causes.length > 0 && <h2>Likely causes</h2>}
        <Sentences of={causes} />
      </section>
      <div class="actions">
        {signInHelps && (
          <a class="button" href={paths.login}>
            Sign in again
          </a>
        )}
        <a class={signInHelps ? 'button second' : 'button'} href={paths.home}>
          Back to the start
        </a>
      </div>
      <p class="lead quiet">
        Error <code>{code}</code> · request <code>{requestId}</code>
      </p>
    </Page>
  );
}

function Sentences({ of: sentences }: { of: readonly string[] }) {
  if (sentences.length === 0) return null;
  if (sentences.length === 1) return <p>{sentences[0]}</p>;
  return (
    <ul>
      {sentences.map((sentence) => (
        <li>{sentence}</li>
      ))}
    </ul>
  );
}
