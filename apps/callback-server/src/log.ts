import { pino } from 'pino';

/** Facts of one log line. Never a token, a code, a state, a cookie or a query. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** What the server writes its log to; a pino logger is one. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** A logger that says nothing. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** Where log lines go: a stream, or anything with its `write`. */
export interface LogOutput {
  write(line: string): unknown;
}

const SECRET = '[secret]';

/** Fields that never hold anything but a secret. */
const SECRET_FIELDS = [
  ...['authorization', 'cookie', 'password', 'clientSecret', 'client_secret', 'codeVerifier', 'code_verifier'],
  ...['accessToken', 'refreshToken', 'idToken', 'access_token', 'refresh_token', 'id_token'],
].flatMap((name) => [name, `*.${name}`]);

/** What a secret looks like in the middle of a sentence: a JWT, a credential, a webhook's secret, a password in an address. */
const SECRET_SHAPES =
  /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*|(?<=\b(?:Bearer|Basic) )[\w+/=.~-]{16,}|\bwhsec_[\w+/=]+|(?<=:\/\/[^\s/@:"]*:)[^\s@/"]+(?=@)/g;

/**
 * A logger for a process: JSON lines for machines, or short lines for a person at a terminal. Nothing of ours writes a
 * secret into a line; should a library's message hold one all the same, it is blotted out here.
 *
 * @example
 * const logger = createLogger({ level: 'info', forPeople: process.stdout.isTTY, output: process.stdout });
 */
export function createLogger(options: { level: string; forPeople: boolean; output: LogOutput }): Logger {
  const { level, forPeople, output } = options;
  const lines = forPeople ? { write: (line: string) => output.write(readable(line)) } : output;
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET_FIELDS, censor: SECRET },
    },
    { write: (line) => void lines.write(line.replace(SECRET_SHAPES, SECRET)) },
  );
}

const LEVELS: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info ', 40: 'warn ', 50: 'error' };

/** `12:30:05 info  request method=GET path=/ status=200` */
function readable(line: string): string {
  const { level, time, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const facts = Object.entries(fields).map(([name, value]) => `${name}=${plain(value)}`);
  const clock = String(time).slice(11, 19);
  return `${[clock, LEVELS[Number(level)] ?? level, plain(msg), ...facts].join(' ')}\n`;
}

/** Everything but plain ASCII stays escaped, so that nobody can write lines, colours or directions into a terminal. */
function plain(value: unknown): string {
  const text = String(value);
  if (/^[\x20\x21\x23-\x7e]*$/.test(text)) return text;
  return JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
