import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AXES, ROWS } from './matrix.mjs';
import { makeProject } from './project.mjs';
import { installTools } from './tools.mjs';
import { useAs } from './use.mjs';

/**
 * Installs the tarballs by npm and by pnpm into small projects, and uses them there in every way of the matrix.
 *
 * @param {readonly import('../pack.mjs').Packed[]} packed
 * @param {{ pnpm: string, cache: string, env: NodeJS.ProcessEnv, table: ReturnType<typeof import('../result-table.mjs').createResultTable>, say: (text: string) => void }} options
 */
export async function tryConsumers(packed, { pnpm, cache, env, table, say }) {
  say('Installing compilers, bundlers and three versions of Node, unless they are kept from before …');
  const tools = await installTools({ cache, env });
  const home = await mkdtemp(join(tmpdir(), 'sipgate-kit-consumers-'));
  try {
    for (const manager of AXES.manager) {
      const project = join(home, manager);
      const node = tools.node(AXES.node[0] ?? '');
      await table.run('installed by', manager, async () => {
        await makeProject({ folder: project, manager, packed, node, pnpm, env });
        return [];
      });
      for (const row of ROWS.filter((candidate) => candidate.manager === manager)) {
        const name = `${manager}, Node ${row.node}, TypeScript ${row.typescript} ${row.resolution}, ${row.bundler}`;
        await table.run('used with', name, () => useAs(row, { project, tools, env }));
      }
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
