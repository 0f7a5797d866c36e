import { settingDefinitions, settingNames, variableOf } from './settings/setting-definitions.ts';

/** A variable of the environment that the program looks at. */
export interface EnvironmentVariable {
  readonly name: string;
  /** What it does, without a full stop. */
  readonly summary: string;
}

/** Variables about one subject. */
export interface EnvironmentVariables {
  readonly title: string;
  readonly variables: readonly EnvironmentVariable[];
}

/** Every variable that the program looks at, by subject: the help, the documentation and `sipgate doctor` know them from here. */
export const environmentVariables: readonly EnvironmentVariables[] = [
  {
    title: 'Credentials, which win over every sign-in',
    variables: [
      { name: 'SIPGATE_TOKEN_ID', summary: 'Id of a personal access token; SIPGATE_TOKEN is the token then' },
      { name: 'SIPGATE_TOKEN', summary: 'The token; without SIPGATE_TOKEN_ID it is an OAuth access token' },
    ],
  },
  {
    title: 'Signing in',
    variables: [
      { name: 'SIPGATE_CLIENT_SECRET', summary: 'Secret of the OAuth client, where it has one' },
      { name: 'BROWSER', summary: 'Command that opens the address, %s being the address in it; none: only print it' },
      { name: 'CI', summary: 'Anything but 0 and false: only print the address' },
    ],
  },
  {
    title: 'Settings, which win over files, and give way to options',
    variables: [
      { name: 'SIPGATE_PROFILE', summary: 'Profile to use' },
      ...settingNames.map((name) => ({ name: variableOf(name), summary: settingDefinitions[name].summary })),
    ],
  },
  {
    title: 'Network',
    variables: [
      { name: 'HTTPS_PROXY', summary: 'Proxy for https, as a URL; small letters will do, too' },
      { name: 'HTTP_PROXY', summary: 'Proxy for http, and for https where HTTPS_PROXY is not set' },
      { name: 'ALL_PROXY', summary: 'Proxy for both where the others are not set' },
      { name: 'NO_PROXY', summary: 'Hosts to reach without the proxy, separated by commas' },
      { name: 'NODE_TLS_REJECT_UNAUTHORIZED', summary: '0: trust whoever answers; `sipgate doctor` objects' },
      { name: 'NODE_EXTRA_CA_CERTS', summary: 'File with more certificate authorities to trust, in PEM' },
    ],
  },
  {
    title: 'Output',
    variables: [
      { name: 'NO_COLOR', summary: 'Anything: no colours' },
      { name: 'FORCE_COLOR', summary: 'Anything: colours even where no terminal is; 0: none' },
      { name: 'TERM', summary: 'dumb: no colours' },
    ],
  },
  {
    title: 'News of a newer version, which a terminal shows at most once a day: any of these switches it off',
    variables: [
      { name: 'SIPGATE_NO_UPDATE_NOTICE', summary: 'Anything: npm is not asked, nothing is told' },
      { name: 'NO_UPDATE_NOTIFIER', summary: 'The same' },
      { name: 'DO_NOT_TRACK', summary: 'The same. There is no tracking that it could switch off' },
      { name: 'CI', summary: 'The same; build servers set it' },
    ],
  },
  {
    title: 'Folders',
    variables: [
      { name: 'XDG_CONFIG_HOME', summary: 'Holds sipgate/config.json, which people choose' },
      { name: 'XDG_STATE_HOME', summary: 'Holds sipgate/ with sealed sign-ins' },
      { name: 'XDG_CACHE_HOME', summary: 'Holds sipgate/ with what may be deleted' },
    ],
  },
];
