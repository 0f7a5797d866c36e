import { SipgateKitError } from '@sipgate-kit/core';

/** What a port that could not be had means; anything else is given back as it is. */
export function portError(error: unknown, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new SipgateKitError('port_in_use', `Port ${port} is in use.`, {
      hint: `Stop what is listening there, or take another one: sipgate sandbox --port ${port + 1}`,
    });
  }
  if (code === 'EACCES') {
    return new SipgateKitError('port_forbidden', `Port ${port} may not be used without more rights.`, {
      hint: 'Take one above 1023: sipgate sandbox --port 9000',
    });
  }
  return error;
}
