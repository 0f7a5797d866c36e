/**
 * `pnpm audit:check`: fails when a package in the lockfile has a known weakness that nobody has looked at. Needs a package
 * registry that answers audits, so that it runs on a schedule and not with every change: a weakness found today is no
 * fault of today's change.
 */
import { pnpmJson } from './pnpm.mjs';

/**
 * Weaknesses that do not concern us: their GHSA id, and why. An entry that is no longer found has to go.
 *
 * @type {Readonly<Record<string, string>>}
 */
const LOOKED_AT = {};

const answer = pnpmJson(['audit']);
if (answer.error) {
  console.error(`The package registry gave no answer: ${answer.error.message}`);
  console.error('Run it where a registry answers audits.');
  process.exit(2);
}

/** @type {readonly { github_advisory_id: string, module_name: string, severity: string, title: string, url: string }[]} */
const found = Object.values(answer.advisories);
const unseen = found.filter(({ github_advisory_id: id }) => !(id in LOOKED_AT));
const past = Object.keys(LOOKED_AT).filter((id) => !found.some(({ github_advisory_id }) => github_advisory_id === id));
for (const { severity, module_name, title, url } of unseen)
  console.error(`${severity}: ${module_name}: ${title}\n  ${url}`);
for (const id of past) console.error(`${id} is past: take it out of the list in check-advisories.mjs`);
if (unseen.length > 0 || past.length > 0) process.exitCode = 1;
else console.log(`Nothing unseen; ${found.length} looked at.`);
