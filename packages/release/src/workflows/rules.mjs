import { parse } from 'yaml';

/**
 * What a workflow must keep to so that nobody gets hold of more than a job needs. zizmor knows more such rules; these are
 * checked without Python.
 *
 * @param {string} file
 * @param {string} source
 * @returns {string[]} what is wrong
 */
export function workflowProblems(file, source) {
  const workflow = parse(source);
  const problems = [...unpinned(source)];
  if (JSON.stringify(workflow.permissions) !== '{}')
    problems.push('permissions at the top are not {}; give them to jobs');
  for (const [name, job] of Object.entries(workflow.jobs ?? {})) {
    problems.push(...jobProblems(job).map((problem) => `job ${name}: ${problem}`));
  }
  return problems.map((problem) => `${file}: ${problem}`);
}

/** A tag can be moved to other code, a commit cannot. @param {string} source */
function unpinned(source) {
  return [...source.matchAll(/^\s*(?:- )?uses: (\S+)(.*)$/gm)]
    .filter(([, action = '']) => !action.startsWith('./'))
    .filter(([, action = '', comment = '']) => !/@[0-9a-f]{40}$/.test(action) || !/^ # v\d/.test(comment))
    .map(([, action]) => `${action} is not pinned to a commit, with its version behind it`);
}

/** @param {any} job */
function jobProblems(job) {
  const problems = [];
  if (job.permissions === undefined) problems.push('has no permissions of its own');
  if (job['timeout-minutes'] === undefined) problems.push('has no timeout-minutes');
  const steps = job.steps ?? [];
  for (const step of steps) {
    if (String(step.uses ?? '').startsWith('actions/checkout@') && step.with?.['persist-credentials'] === undefined) {
      problems.push('does not say whether the checkout keeps its credentials');
    }
    if (/\$\{\{\s*(?:github\.event|github\.head_ref|inputs)\b/.test(step.run ?? '')) {
      problems.push('puts what others write into a script; hand it over in env');
    }
  }
  if (job.permissions?.['id-token'] === 'write') problems.push(...publisherProblems(steps));
  return problems;
}

/** Who may publish runs nothing that others wrote and takes nothing from a cache. @param {any[]} steps */
function publisherProblems(steps) {
  return steps.flatMap((step) => [
    ...(step.with?.cache || String(step.uses ?? '').startsWith('actions/cache')
      ? ['publishes, and reads a cache']
      : []),
    ...(/\b(?:npm|pnpm|npx|yarn)\s+(?:i|ci|install|exec|dlx|run)\b|\bnpx\b/.test(step.run ?? '')
      ? ['publishes, and runs what is installed']
      : []),
  ]);
}
