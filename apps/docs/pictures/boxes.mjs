/** Pictures of what stands where: packages, zones of trust, a row of the vault, several instances, a change of keys. */
import { arrow, box, picture, words } from './shapes.mjs';

export const packages = () =>
  picture(
    {
      width: 860,
      height: 310,
      label:
        'Arrows from the apps to the right: callback server and command line use the vault, which uses core; callback server, command line and sandbox use core, too; core is generated from openapi.',
    },
    [
      box({ x: 20, y: 12, width: 200, height: 72, name: 'callback-server', note: 'signs people in', ours: true }),
      box({ x: 20, y: 116, width: 200, height: 72, name: 'cli', note: 'the command sipgate', ours: true }),
      box({ x: 20, y: 220, width: 200, height: 72, name: 'sandbox', note: 'a local sipgate', ours: true }),
      box({ x: 335, y: 84, width: 185, height: 62, name: 'vault', note: 'connections, sealed', ours: true }),
      box({
        x: 640,
        y: 108,
        width: 205,
        height: 84,
        name: 'core',
        note: 'OAuth, REST client,\nOAuth clients',
        ours: true,
      }),
      box({ x: 640, y: 238, width: 205, height: 60, name: 'openapi/', note: 'the API as one document' }),
      arrow({ x: 220, y: 56 }, { x: 335, y: 104 }),
      arrow({ x: 220, y: 138 }, { x: 335, y: 126 }),
      arrow({ x: 520, y: 116 }, { x: 640, y: 136 }),
      arrow({ x: 220, y: 28 }, { x: 700, y: 108 }),
      arrow({ x: 220, y: 162 }, { x: 640, y: 160 }),
      arrow({ x: 220, y: 248 }, { x: 640, y: 180 }),
      arrow({ x: 742, y: 238 }, { x: 742, y: 192 }),
      words({ x: 660, y: 220, text: 'pnpm generate', style: 'note' }),
    ].join('\n'),
  );

export const trustZones = () =>
  picture(
    {
      width: 880,
      height: 300,
      label:
        'Four zones: the browser of the person, your server with the callback server, the vault with its key, and sipgate.',
    },
    [
      zone(10, 200, 'Nobody is believed'),
      box({ x: 30, y: 110, width: 160, height: 80, name: 'Browser', note: 'cookie, code\nno token' }),
      zone(250, 390, 'Your operator is trusted'),
      box({ x: 270, y: 60, width: 170, height: 80, name: 'Callback server', note: 'tokens in memory', ours: true }),
      box({ x: 450, y: 60, width: 170, height: 80, name: 'Your back ends', note: 'access tokens' }),
      box({ x: 270, y: 195, width: 170, height: 70, name: 'Vault', note: 'sealed', ours: true }),
      box({ x: 450, y: 195, width: 170, height: 70, name: 'Sealing key', note: 'kept elsewhere' }),
      zone(680, 190, 'Trusted over TLS'),
      box({ x: 700, y: 110, width: 150, height: 80, name: 'sipgate', note: 'login, REST API' }),
      arrow({ x: 190, y: 135 }, { x: 270, y: 105 }),
      arrow({ x: 355, y: 140 }, { x: 355, y: 195 }),
      arrow({ x: 450, y: 100 }, { x: 440, y: 100 }),
      arrow({ x: 620, y: 110 }, { x: 700, y: 140 }),
    ].join('\n'),
  );

/** @param {number} x @param {number} width @param {string} text */
function zone(x, width, text) {
  return `<rect class="zone" x="${x}" y="36" width="${width}" height="248" rx="14"/>${words({ x: x + width / 2, y: 22, text, style: 'note' })}`;
}

export const vaultRow = () =>
  picture(
    {
      width: 860,
      height: 230,
      label:
        'A row of the vault: readable are key, status, generation, lease, mark and back-off; sealed is the token set, bound to the row and its generation.',
    },
    [
      words({ x: 20, y: 24, text: 'One connection', style: 'name left' }),
      box({ x: 20, y: 44, width: 190, height: 70, name: 'whose it is', note: 'issuer, client, person' }),
      box({ x: 224, y: 44, width: 190, height: 70, name: 'status', note: 'active, needs_login,\npaused' }),
      box({ x: 428, y: 44, width: 190, height: 70, name: 'generation', note: 'adds one per rotation' }),
      box({ x: 632, y: 44, width: 208, height: 70, name: 'lease, mark, back-off', note: 'who may send, and when' }),
      box({
        x: 20,
        y: 136,
        width: 394,
        height: 74,
        name: 'token set, sealed',
        note: 'access token, refresh token, scopes, instants',
        ours: true,
      }),
      box({ x: 428, y: 136, width: 190, height: 74, name: 'bound to', note: 'this row\nand generation', ours: true }),
      box({ x: 632, y: 136, width: 208, height: 74, name: 'key id', note: 'which key opens it', ours: true }),
    ].join('\n'),
  );

export const severalInstances = () =>
  picture(
    {
      width: 860,
      height: 250,
      label:
        'A load balancer in front of three callback servers, which share one PostgreSQL and one set of sealing keys; one of them refreshes at sipgate.',
    },
    [
      box({ x: 10, y: 90, width: 130, height: 70, name: 'Proxy', note: 'TLS' }),
      ...[0, 1, 2].map((index) =>
        box({
          x: 230,
          y: 10 + index * 80,
          width: 170,
          height: 66,
          name: `Server ${index + 1}`,
          note: 'same secrets',
          ours: true,
        }),
      ),
      ...[0, 1, 2].map((index) => arrow({ x: 140, y: 125 }, { x: 230, y: 43 + index * 80 })),
      box({ x: 500, y: 84, width: 170, height: 82, name: 'PostgreSQL', note: 'rows, leases', ours: true }),
      ...[0, 1, 2].map((index) => arrow({ x: 400, y: 43 + index * 80 }, { x: 500, y: 110 + index * 15 })),
      box({ x: 740, y: 6, width: 110, height: 74, name: 'sipgate' }),
      `<g class="good">${arrow({ x: 400, y: 35 }, { x: 740, y: 35 })}${words({ x: 570, y: 26, text: 'one refresh, by whoever has the lease', style: 'words' })}</g>`,
    ].join('\n'),
  );

export const keyRotation = () =>
  picture(
    {
      width: 860,
      height: 190,
      label:
        'Four steps: old key alone; old in front and new behind on all instances; new in front; everything sealed anew, the old one gone.',
    },
    [
      ['1', 'old', 'as it was'],
      ['2', 'old, new', 'all can open both'],
      ['3', 'new, old', 'new writes use new'],
      ['4', 'rotate-keys', 'the rest follows'],
      ['5', 'new', 'old may go'],
    ]
      .map(([number = '', keys = '', note = ''], index) => {
        const x = 14 + index * 170;
        const next = index < 4 ? arrow({ x: x + 146, y: 100 }, { x: x + 170, y: 100 }) : '';
        return `${box({ x, y: 56, width: 146, height: 88, name: keys, note, ours: index !== 3 })}${words({ x: x + 73, y: 36, text: number, style: 'name' })}${next}`;
      })
      .join('\n'),
  );
