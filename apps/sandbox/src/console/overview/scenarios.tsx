import type { SandboxUser } from '../../accounts.ts';
import { SCENARIO_NAMES, type ScenarioName, scenarios } from '../../scenarios/scenarios.ts';
import { CONSOLE_PATH } from '../paths.ts';

/** A scenario that was played, and what it did. */
export interface PlayedScenario {
  readonly name: ScenarioName;
  readonly did: readonly string[];
}

/** A crowd is not listed one by one. */
const MOST_PEOPLE = 50;

/** What can be made to go wrong, or be otherwise, with a button each; to everybody or to one person. */
export function Scenarios({ people }: { people: readonly SandboxUser[] }) {
  return (
    <form class="scenarios" method="post" action={`${CONSOLE_PATH}/scenarios`} aria-labelledby="scenarios">
      <div class="head">
        <h2 id="scenarios">Scenarios</h2>
        <p class="choice">
          <label for="username">Happens to</label>
          <select id="username" name="username">
            <option value="">everybody</option>
            {people.slice(0, MOST_PEOPLE).map(({ username }) => (
              <option value={username}>{username}</option>
            ))}
          </select>
        </p>
      </div>
      <ul class="stories">
        {SCENARIO_NAMES.map((name) => (
          <li class="card">
            <h3 id={`scenario-${name}`}>{scenarios[name].title}</h3>
            <p class="sub">{withCode(scenarios[name].description)}</p>
            <p class="start">
              <button class="second small" type="submit" name="name" value={name} aria-describedby={`scenario-${name}`}>
                Play
              </button>{' '}
              <code class="sub">{name}</code>
            </p>
          </li>
        ))}
      </ul>
    </form>
  );
}

/** Text between backticks as code. */
function withCode(text: string) {
  return text.split('`').map((part, at) => (at % 2 === 1 ? <code>{part}</code> : part));
}

/** What a scenario did. */
export function Played({ played: { name, did } }: { played: PlayedScenario }) {
  return (
    <div class="notice good" role="status">
      <strong>Played: {scenarios[name].title}</strong>
      <ul class="bullets">
        {did.map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
