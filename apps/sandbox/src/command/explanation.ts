import { SipgateKitError } from '@sipgate-kit/core';
import { DEFAULT_PORT } from './command-line.ts';
import { StateFileError } from './state-file.ts';
import { UsageError } from './usage-error.ts';

/** What to say about a failure, and the exit status that goes with it. Rethrows what is a mistake of ours. */
export function explain(error: unknown): { readonly message: string; readonly status: number } {
  if (error instanceof UsageError) {
    return { message: `${error.message.replace(/\.?$/, '.')}\nTry: sipgate-sandbox --help`, status: 2 };
  }
  if (error instanceof StateFileError) return { message: error.message, status: 1 };
  if (error instanceof SipgateKitError) return { message: `${error.message}\n${error.hint}`, status: 2 };
  const { code, port, address } = error as { code?: string; port?: number; address?: string };
  if (code === 'EADDRINUSE') {
    const next = (port ?? 0) < 65_535 ? (port ?? 0) + 1 : 0;
    return {
      message: `Port ${port} is in use. Stop what is listening there, or choose another one: sipgate-sandbox --port ${next}`,
      status: 1,
    };
  }
  if (code === 'EACCES') {
    return {
      message: `Port ${port} may not be used without more rights. Choose one above 1023: sipgate-sandbox --port ${DEFAULT_PORT}`,
      status: 1,
    };
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return { message: `This computer has no address ${address ?? 'of that name'}: leave --host out.`, status: 1 };
  }
  throw error;
}
