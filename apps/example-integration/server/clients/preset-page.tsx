import type { ClientForm } from './client-forms.ts';

/** What a new client is for: the first question, since everything else follows from it. */
export function PresetPage({ forms }: { forms: Readonly<Record<string, ClientForm>> }) {
  return (
    <>
      <h1>New client</h1>
      <p class="lead">What is it for? Redirect URIs and web origins follow from that; both can be changed later.</p>
      <ul class="cards two">
        {Object.entries(forms).map(([preset, { title, about }]) => (
          <li class="card">
            <h2>
              <a href={`/clients/new/${preset}`}>{title}</a>
            </h2>
            <p>{about}</p>
          </li>
        ))}
      </ul>
      <p class="actions">
        <a class="button second" href="/clients">
          Cancel
        </a>
      </p>
    </>
  );
}
