import { proxyFor } from '../../http/proxy-for.ts';
import { providerOf } from '../../session/connection-tokens.ts';
import type { Check } from '../check.ts';
import { pass, warn } from '../finding.ts';

/** Which way requests take. A proxy that cannot be used is thrown. */
export const proxy: Check = {
  id: 'proxy',
  title: 'Proxy',
  async run({ cli, settings, apiUrl }) {
    const { env } = cli.host;
    for (const name of ['https_proxy', 'http_proxy', 'all_proxy', 'no_proxy']) {
      const [small, capital] = [env[name], env[name.toUpperCase()]];
      if (small !== undefined && capital !== undefined && small !== capital && cli.host.platform !== 'win32') {
        return warn(
          `${name} and ${name.toUpperCase()} are both set, to different values; small letters win.`,
          `Unset one of them.`,
        );
      }
    }
    const urls = [new URL(providerOf(await settings()).issuer), new URL(await apiUrl())];
    const ways = new Set(
      urls.map((url) => {
        const through = proxyFor(url, env);
        return through === undefined
          ? `${url.host} directly`
          : `${url.host} through ${through.name} (${through.variable})`;
      }),
    );
    return pass(`${[...ways].join(', ')}.`);
  },
};
