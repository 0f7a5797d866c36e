import { text } from 'node:stream/consumers';
import type { KeyringAnswer, KeyringRequest } from './keyring-request.ts';

/** The package `@napi-rs/keyring`, as far as it is used. `LinuxStore` is there since 2.1. */
interface KeyringPackage {
  readonly AsyncEntry: new (
    service: string,
    account: string,
    options: { readonly linux: { readonly store: 'secret-service' } },
  ) => {
    getPassword(): Promise<string | null | undefined>;
    setPassword(secret: string): Promise<void>;
    deletePassword(): Promise<unknown>;
  };
  readonly LinuxStore?: unknown;
}

const SERVICE = 'sipgate-kit';

async function answerTo({ account, steps }: KeyringRequest): Promise<KeyringAnswer> {
  let library: KeyringPackage;
  try {
    library = (await import('@napi-rs/keyring')) as unknown as KeyringPackage;
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && /MODULE_NOT_FOUND$/.test(String(error.code));
    return { problem: missing ? 'not installed' : 'failed', reason: messageOf(error) };
  }
  // Older ones take the kernel's keyring instead of the Secret Service, which forgets everything at a restart.
  if (library.LinuxStore === undefined) return { problem: 'too old' };
  try {
    const entry = new library.AsyncEntry(SERVICE, account, { linux: { store: 'secret-service' } });
    const found: (string | null)[] = [];
    for (const step of steps) {
      if ('write' in step) await entry.setPassword(step.write);
      else if (step.do === 'read') found.push((await entry.getPassword()) ?? null);
      else await entry.deletePassword();
    }
    return { found };
  } catch (error) {
    return { problem: 'failed', reason: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Reads one request from stdin, answers on stdout. A process of its own: a keyring that hangs takes nobody with it. */
async function run(): Promise<void> {
  const request = JSON.parse(await text(process.stdin)) as KeyringRequest;
  process.stdout.write(JSON.stringify(await answerTo(request)));
}

void run();
