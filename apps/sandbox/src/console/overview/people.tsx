import type { Directory, SandboxUser } from '../../accounts.ts';
import { CopyButton } from '../copy-button.tsx';

/** With more people than this, the rest is only counted. */
const MOST_PEOPLE = 12;

/** Who can sign in. None of it is secret: it is the same in every sandbox. */
export function People({ directory }: { directory: Directory }) {
  const { users } = directory;
  const shown = users.slice(0, MOST_PEOPLE);
  const last = users.at(-1);
  return (
    <section class="card row-of-cards" aria-labelledby="people">
      <h2 id="people">People</h2>
      <ul class="tiles">
        {shown.map((user) => (
          <Person user={user} directory={directory} />
        ))}
      </ul>
      {users.length > shown.length && (
        <p class="quiet">
          and {users.length - shown.length} more, up to <code>{last?.username}</code>, all with the password{' '}
          <code>{last?.password}</code>.
        </p>
      )}
    </section>
  );
}

function Person({ user, directory }: { user: SandboxUser; directory: Directory }) {
  const { username, password, firstname, lastname, personalAccessToken } = user;
  const { company, featureScope } = directory.accountOf(user);
  return (
    <li>
      <p class="named">
        <strong>
          {firstname} {lastname}
        </strong>
        <span class="badge">{featureScope === 'CLASSIC_PBX' ? 'classic' : 'newer account'}</span>
      </p>
      <p class="sub">{company}</p>
      <dl>
        <dt>Username</dt>
        <dd>
          <code>{username}</code>
        </dd>
        <dt>Password</dt>
        <dd>
          <code>{password}</code>
        </dd>
        <dt>
          <abbr title="Personal access token">PAT</abbr>
        </dt>
        <dd>
          <code id={`pat-${username}`}>
            {personalAccessToken.tokenId}:{personalAccessToken.token}
          </code>{' '}
          <CopyButton of={`pat-${username}`} what={`personal access token of ${username}`} />
        </dd>
      </dl>
    </li>
  );
}
