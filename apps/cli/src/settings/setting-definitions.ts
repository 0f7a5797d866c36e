/** A thing that can be set. */
export interface SettingDefinition {
  readonly summary: string;
  /** A project's file is somebody else's, maybe: it must not say where tokens go. */
  readonly project: boolean;
  /** Holds for this machine: it stands beside the profiles, not in one. */
  readonly shared?: true;
  readonly check: (value: string) => string | undefined;
}

const url = (value: string) =>
  URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) ? undefined : 'is no http(s) URL';
const anything = () => undefined;
const onOrOff = (value: string) => (value === 'on' || value === 'off' ? undefined : 'is neither on nor off');

/** Every setting of a profile, by its name in files; in the environment `apiUrl` is `SIPGATE_API_URL`. */
export const settingDefinitions = {
  clientId: { summary: 'OAuth client to sign in with', project: true, check: anything },
  issuer: {
    summary: "The login's issuer; default: sipgate's, with the realm the client id names",
    project: false,
    check: url,
  },
  apiUrl: { summary: 'Base URL of the REST API', project: false, check: url },
  redirectUri: { summary: 'Redirect URI the client is registered with', project: true, check: url },
  scopes: { summary: 'Scopes to ask for, separated by spaces', project: true, check: anything },
  keyring: {
    summary:
      "Keep the key to the sign-ins in the system's keyring: on or off; unset, it stays where it is, at first in a file",
    project: false,
    shared: true,
    check: onOrOff,
  },
} as const satisfies Record<string, SettingDefinition>;

export type SettingName = keyof typeof settingDefinitions;

export const settingNames = Object.keys(settingDefinitions) as readonly SettingName[];

/** Whether a setting holds for all profiles. */
export function isShared(name: SettingName): boolean {
  return 'shared' in settingDefinitions[name];
}

/** `apiUrl` as the environment has it: `SIPGATE_API_URL`. */
export function variableOf(name: string): string {
  return `SIPGATE_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
