/**
 * Asks a real Keycloak everything the kit and its sandbox rely on, and prints the answers.
 *
 * @example
 * node packages/interop/src/probe.mjs            # prints
 * node packages/interop/src/probe.mjs --write    # and puts the tables into apps/docs/keycloak-notes.md
 * node packages/interop/src/probe.mjs --version 26.8.0
 * node packages/interop/src/probe.mjs --url http://127.0.0.1:8080/auth --only Refreshing
 * @module
 */
import { parseArgs } from 'node:util';
import { createAdmin } from './admin.mjs';
import { KEYCLOAK_VERSION } from './distribution.mjs';
import { startKeycloak } from './keycloak.mjs';
import { writeNotes } from './notes.mjs';
import { chapters } from './probe/chapters.mjs';
import { createWorld } from './probe/world.mjs';
import { thirdParty, thirdPartyShort } from './realms.mjs';

const { values } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    version: { type: 'string', default: KEYCLOAK_VERSION },
    url: { type: 'string' },
    only: { type: 'string' },
  },
});
const say = (/** @type {string} */ line) => console.error(line);
const realms = [thirdParty(), thirdPartyShort()];

const keycloak = values.url ? await attach(values.url) : await startKeycloak({ realms, version: values.version, say });
try {
  const world = createWorld(keycloak);
  const answered = [];
  for (const chapter of chapters.filter(({ title }) => title.includes(values.only ?? ''))) {
    say(chapter.title);
    answered.push({ ...chapter, rows: await chapter.run(world) });
  }
  for (const { title, rows } of answered) {
    console.log(`\n${title}`);
    for (const [situation, answer] of rows) console.log(`  ${situation}\n      ${answer}`);
  }
  if (values.write) say(`written to ${writeNotes({ version: keycloak.version, chapters: answered })}`);
} finally {
  await keycloak.stop();
}

/**
 * A Keycloak that already runs, for whoever writes probes and does not want to wait for its start each time.
 *
 * @param {string} url
 */
async function attach(url) {
  const admin = createAdmin(url, { username: 'admin', password: 'admin' });
  for (const realm of realms) await admin.importRealm(realm);
  return {
    version: values.version,
    admin,
    issuer: (/** @type {string} */ realm) => `${url}/realms/${realm}`,
    stop: async () => {},
  };
}
