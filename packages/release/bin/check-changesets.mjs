#!/usr/bin/env node
/** Ends with status 1 when a changeset names no published package, or says nothing that users would understand. */
import { checkChangesets } from '../src/changesets/check.mjs';
import { workspace } from '../src/workspace.mjs';

const { problems, count } = await checkChangesets(workspace);
for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log(`${count} changesets, all of them for users.`);
else process.exitCode = 1;
