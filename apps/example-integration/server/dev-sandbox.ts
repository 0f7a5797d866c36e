import { createSandbox, type Sandbox } from '@sipgate-kit/sandbox';

/** A sipgate of one's own: no account, no network. */
export const startSandbox = (): Promise<Sandbox> => createSandbox({ port: 0 });

/** The variables that point a console at it. */
export function sandboxVariables(sandbox: Sandbox, { port, dataDirectory }: { port: number; dataDirectory: string }) {
  return {
    CLIENT_ID: sandbox.client.clientId,
    CLIENT_SECRET: sandbox.client.clientSecret,
    SIPGATE_KIT_ISSUER: sandbox.issuer,
    SIPGATE_KIT_API_URL: sandbox.apiUrl,
    SIPGATE_KIT_DATA_DIR: dataDirectory,
    REDIRECT_URI: `http://localhost:${port}/oauth`,
  };
}
