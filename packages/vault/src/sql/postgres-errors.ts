import { SipgateKitError } from '@sipgate-kit/core';

/** Where a database is, as a person names it. Never with user or password. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: string;
}

/** Undone, and free to be done again at once: the server itself chose this one of two that stood in each other's way. */
const UNDONE = ['40001', '40P01', '55P03'];
/** The statement itself was wrong: data, constraints, syntax and names. */
const REFUSALS = ['22', '23', '42'];
/** data_corrupted, index_corrupted. */
const DAMAGE = ['XX001', 'XX002'];

/** Another connection's plan, or none, where this one's was expected: somebody hands out the connections. */
const SHUFFLED = ['26000', '42P05'];
/** A text that PostgreSQL cannot keep, such as one with a zero character. */
const UNTRANSLATABLE = ['22021', '22P05'];

/** Whether the statement or transaction was undone and may work in a moment. */
export function isUndone(error: unknown): boolean {
  return UNDONE.includes(codeOf(error)) || isOvertaken(error);
}

/** Whether a newer release changed the schema under a plan that this connection keeps: nothing was done. */
export function isOvertaken(error: unknown): boolean {
  return codeOf(error) === '0A000' && /cached plan/.test(messageOf(error));
}

/**
 * Why a statement failed, as an error of the kit's that names the server and the next step. A lost connection leaves open
 * whether the statement was carried out: that is `store_unavailable`, and whoever retries reads first.
 *
 * PostgreSQL's own message stays behind: some of them quote values.
 */
export function statementError(error: unknown, address: PostgresAddress): SipgateKitError {
  const code = codeOf(error);
  const where = nameOf(address);
  if (DAMAGE.includes(code)) {
    return new SipgateKitError('vault_damaged', `The vault on ${where} is damaged (PostgreSQL error ${code}).`, {
      hint: 'Nothing was changed. Stop every process that uses it, and restore the database from a backup.',
    });
  }
  if (UNTRANSLATABLE.includes(code)) {
    return new SipgateKitError('invalid_input', `A text has a character that the vault cannot keep.`, {
      hint: 'Leave zero characters out of ids, subjects and reasons.',
    });
  }
  if (SHUFFLED.includes(code)) {
    return new SipgateKitError(
      'invalid_configuration',
      `PostgreSQL at ${where} does not keep prepared statements (PostgreSQL error ${code}).`,
      {
        hint: 'Between you and PostgreSQL stands PgBouncer: set its max_prepared_statements, or open the vault with `preparedStatements: false`.',
      },
    );
  }
  if (REFUSALS.includes(code.slice(0, 2))) {
    return new SipgateKitError(
      'internal_error',
      `The vault on ${where} refused a statement (PostgreSQL error ${code}).`,
      {
        hint: 'This is a defect of the kit, or another program changed the tables of the vault: please report it.',
      },
    );
  }
  return unavailable(address, why(error));
}

/** The server cannot be reached, or does not answer in time; trying again may help. */
export function unavailable(address: PostgresAddress, why: string): SipgateKitError {
  return new SipgateKitError('store_unavailable', `PostgreSQL at ${nameOf(address)} does not answer (${why}).`, {
    hint: 'Try again; if it stays so, look whether the server runs, can be reached from here, and has connections left.',
    retryable: true,
  });
}

/** What a person has to change before a connection can come about; `undefined` when waiting may help. */
export function refusedForGood(error: unknown, address: PostgresAddress): SipgateKitError | undefined {
  const where = nameOf(address);
  const code = codeOf(error);
  const invalid = (message: string, hint: string) =>
    new SipgateKitError('invalid_configuration', `PostgreSQL at ${where} ${message}`, { hint });
  if (code.startsWith('28') || /SASL|password/.test(messageOf(error))) {
    return invalid('does not accept user or password.', 'Correct user and password in the address of the database.');
  }
  if (code === '3D000') {
    return invalid('has no such database.', 'Create the database, or correct its name in the address.');
  }
  if (code === '42501') {
    return invalid(
      'does not let this user make the tables of the vault.',
      'Make the user owner of the database, or grant it usage and create on the schema.',
    );
  }
  if (code === '08P01') {
    return invalid(
      'refuses a setting of the connection (statement_timeout).',
      'Between you and PostgreSQL stands PgBouncer: add statement_timeout to its ignore_startup_parameters.',
    );
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(code) || /SSL/.test(messageOf(error))) {
    return invalid(
      `cannot be trusted (${code === '' ? 'no TLS' : code}).`,
      'Correct sslmode in the address of the database, or give its certificate authority to Node (NODE_EXTRA_CA_CERTS).',
    );
  }
  return undefined;
}

/** In words fit for a log. */
export function why(error: unknown): string {
  const code = codeOf(error);
  if (code !== '') return /^[0-9A-Z]{5}$/.test(code) ? `PostgreSQL error ${code}` : code;
  return /time-?out/i.test(messageOf(error)) ? 'no answer in time' : 'the connection was lost';
}

const nameOf = ({ host, port }: PostgresAddress): string => `${host}:${port}`;

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');
