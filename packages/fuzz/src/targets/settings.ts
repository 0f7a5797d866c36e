import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfiguration, parseEnvFile } from '@sipgate-kit/callback-server';
import fc from 'fast-check';
import { withVariables } from '../../../../apps/cli/src/input/env-file.ts';
import { readProjectFile, readUserFile } from '../../../../apps/cli/src/settings/settings-files.ts';
import { almost, hostileText } from '../hostile.ts';
import { CANARIES, holds, refusesWell } from '../promises.ts';
import { target } from '../target.ts';

const [SECRET] = CANARIES;
const NAMES = [
  'CLIENT_ID',
  'REDIRECT_URI',
  'PORT',
  'OAUTH_SCOPE',
  'BASE_URL',
  'SIPGATE_KIT_RETURN_ORIGINS',
  'SIPGATE_KIT_API_KEYS',
];
const SECRETS = [
  'CLIENT_SECRET',
  'DATABASE_URL',
  'SIPGATE_KIT_SEALING_KEYS',
  'SIPGATE_KIT_API_KEYS',
  'SIPGATE_KIT_WEBHOOK_SECRET',
];
const envText = hostileText(
  'CLIENT_ID',
  '=',
  'export ',
  '# comment',
  '\r\n',
  '\n',
  `CLIENT_SECRET=${SECRET}\n`,
  'PORT=8080\n',
);

/** Runs `work` with a file of that content in a folder of its own. */
async function withFile(name: string, content: string, work: (folder: string) => Promise<unknown>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sipgate-kit-fuzz-'));
  try {
    writeFileSync(join(folder, name), content);
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const settingsText = fc.oneof(
  almost({
    profile: 'work',
    profiles: { work: { issuer: 'https://login.example.com' } },
    apiUrl: 'https://api.example.com',
  }).map((value) => JSON.stringify(value)),
  hostileText('{"profile":', '"profiles"', '}', 'null', '{', '[]', '\uFEFF{}'),
);

export const settings = [
  target({
    name: '.env file',
    promise: 'variables are read, or the file is refused; reading back what was read changes nothing',
    input: envText,
    async check(text) {
      const variables = await refusesWell(() => parseEnvFile(text, '.env'));
      if (variables === undefined) return;
      for (const name of Object.keys(variables))
        holds(/^[A-Za-z_]\w*$/.test(name), `${JSON.stringify(name)} is no name`);
    },
  }),
  target({
    name: 'server configuration',
    promise: 'a wrong variable is named, and no secret with it',
    input: fc.record({
      plain: fc.dictionary(fc.constantFrom(...NAMES), hostileText('https://app.example.com', '8080', 'account:read'), {
        maxKeys: 5,
      }),
      secret: fc.dictionary(
        fc.constantFrom(...SECRETS),
        hostileText('crm:read:', 'whsec_', 'k1:', 'postgres://u:').map((text) => `${text}${SECRET}`),
        {
          maxKeys: 3,
        },
      ),
    }),
    async check({ plain, secret }) {
      await refusesWell(() => loadConfiguration({ CLIENT_ID: 'client', CLIENT_SECRET: SECRET, ...plain, ...secret }));
    },
  }),
  target({
    name: 'written .env',
    promise: 'a changed .env file says what was asked for and keeps the rest, or is not changed',
    input: fc.record({
      text: envText,
      variables: fc.dictionary(fc.constantFrom('CLIENT_ID', 'PORT', 'NEW'), hostileText()),
    }),
    async check({ text, variables }) {
      const changed = await refusesWell(() => withVariables(text, variables, '.env'));
      if (changed === undefined) return;
      const again = await refusesWell(() => withVariables(changed, variables, '.env'));
      holds(again === changed, 'setting the same again changes the file');
    },
  }),
  target({
    name: 'settings files',
    promise: 'config.json and sipgate.json are read, or refused with what is wrong',
    input: settingsText,
    async check(text) {
      await withFile('config.json', text, (config) =>
        refusesWell(() => readUserFile({ config, state: config, cache: config } as never)),
      );
      await withFile('sipgate.json', text, (folder) => refusesWell(() => readProjectFile(folder)));
    },
  }),
];
