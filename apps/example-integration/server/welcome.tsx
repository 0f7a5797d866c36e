import { signInPath } from './visitor.ts';

/** For people who are not signed in. */
export function Welcome({ scopes }: { scopes: readonly string[] }) {
  return (
    <>
      <h1>OAuth clients of your sipgate account</h1>
      <p class="lead">
        Create and look after the clients your software signs in with, and see the calls of the last 30 days.
      </p>
      <p class="actions">
        <a class="button" href={signInPath('/clients')}>
          Sign in with sipgate
        </a>
      </p>
      <section class="card">
        <h2>What it asks for</h2>
        <ul class="chips">
          {scopes.map((scope) => (
            <li>{scope}</li>
          ))}
        </ul>
      </section>
    </>
  );
}
