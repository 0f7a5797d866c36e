import { readFileSync } from 'node:fs';

/** The version in this package's package.json, which lies beside the folder of this file, built or not. */
export function packageVersion(): string {
  const manifest: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return manifest.version;
}
