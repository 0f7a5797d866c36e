import { type ClientsDocument, clientsDocument } from '@sipgate-kit/core/clients';
import type { Cli } from '../../cli.ts';
import type { Handler } from '../../command.ts';
import { pathIn, STDIO } from '../../input/text-source.ts';
import { writeTextFile } from '../../output/text-file.ts';
import { cancelled } from '../../prompts/prompts.ts';
import type { options } from './export.ts';
import { ownClients } from './own-clients.ts';

const HEAD = `# OAuth clients at sipgate. Compare with \`sipgate clients plan\`, change with \`sipgate clients apply\`.
# clientId says which client is meant; leave it out for a new one. Secrets do not belong here.
`;

const exportClients: Handler<typeof options> = async ({ file = STDIO, yes }, cli) => {
  const clients = await (await ownClients(cli)).list({ signal: cli.signal });
  const document = clientsDocument(clients);
  if (file === STDIO) return cli.output.data(document, () => yamlText(document));
  const text = file.toLowerCase().endsWith('.json') ? jsonText(document) : await yamlText(document);
  const path = pathIn(cli.host.cwd, file);
  if (!yes) await confirmReplacing(cli, path, file, text);
  await writeTextFile(path, file, text);
  await cli.output.data({ file, clients: clients.length }, () => file);
  cli.output.note(
    `Wrote ${clients.length} OAuth client${clients.length === 1 ? '' : 's'}. Next: sipgate clients plan -f ${file}`,
  );
};

/** A file may have comments in it, and clients that do not exist yet. */
async function confirmReplacing(cli: Cli, path: string, shown: string, text: string): Promise<void> {
  const { readFile } = await import('node:fs/promises');
  const before = await readFile(path, 'utf8').catch(() => undefined);
  if (before === undefined || before === text) return;
  if (!(await cli.prompts.confirm({ message: `Replace ${shown}, which is there already?`, instead: '--yes' })))
    throw cancelled();
}

async function yamlText(document: ClientsDocument): Promise<string> {
  const { stringify } = await import('yaml');
  return HEAD + stringify(document, { lineWidth: 0 });
}

function jsonText(document: ClientsDocument): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

export default exportClients;
