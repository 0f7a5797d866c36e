import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SipgateKitError } from '@sipgate-kit/core';

/** A running sandbox, as far as the command line uses it. */
interface RunningSandbox {
  readonly url: string;
  readonly issuer: string;
  readonly apiUrl: string;
  close(): Promise<void>;
}

/** The package `@sipgate-kit/sandbox`, as far as the command line uses it. */
interface SandboxPackage {
  createSandbox(options: { readonly port: number; readonly allowRealHosts: boolean }): Promise<RunningSandbox>;
  startMessage(sandbox: RunningSandbox): string;
  startData(sandbox: RunningSandbox): string;
}

const PACKAGE = '@sipgate-kit/sandbox';

/**
 * The sandbox of the project in `cwd`, else the one installed beside this program. It is not part of the program, which
 * is small for that.
 *
 * @throws SipgateKitError `sandbox_missing`.
 */
export async function loadSandbox(cwd: string): Promise<SandboxPackage> {
  const path = resolvedFrom(pathToFileURL(join(cwd, 'package.json')).href) ?? resolvedFrom(import.meta.url);
  if (path === undefined) {
    throw new SipgateKitError('sandbox_missing', `The package ${PACKAGE} is not installed.`, {
      hint: `Install it where you installed this program: npm install --global ${PACKAGE}, or npm install --save-dev ${PACKAGE} in a project.`,
    });
  }
  return (await import(pathToFileURL(path).href)) as SandboxPackage;
}

function resolvedFrom(place: string): string | undefined {
  try {
    return createRequire(place).resolve(PACKAGE);
  } catch {
    return undefined;
  }
}
