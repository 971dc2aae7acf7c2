import { type ErrorKind, SreError } from '../../domain/errors.ts';

/** SQLSTATE classes (PostgreSQL manual, appendix A) and what they are to us; everything else is `internal`. */
const KIND_BY_CLASS: Readonly<Record<string, ErrorKind>> = {
  '08': 'unavailable',
  '28': 'unauthenticated',
  '40': 'unavailable',
  '53': 'unavailable',
  '57': 'unavailable',
  '58': 'unavailable',
};
const KIND_BY_STATE: Readonly<Record<string, ErrorKind>> = {
  // A server that only reads is the standby before a failover; 25P03 and 25P04 ended a session.
  '25006': 'unavailable',
  '25P03': 'unavailable',
  '25P04': 'unavailable',
  '57014': 'timeout',
  '55P03': 'timeout',
  '42501': 'forbidden',
};

/** Runs one database call and translates what it throws; `action` completes the sentence "could not …". */
export async function callPostgres<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof SreError) throw error;
    throw new SreError(postgresErrorKind(error), `could not ${action}`, { cause: error });
  }
}

/** The kind of anything the `pg` driver throws, or an engine above it that wraps what the driver threw. */
export function postgresErrorKind(thrown: unknown): ErrorKind {
  const { code, message = '', cause, error, errors } = (thrown ?? {}) as Partial<Wrapping>;
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) {
    return KIND_BY_STATE[code] ?? KIND_BY_CLASS[code.slice(0, 2)] ?? 'internal';
  }
  if (code === 'ETIMEDOUT' || /timeout/i.test(message)) return 'timeout';
  if (typeof code === 'string' && /^E[A-Z_]+$/.test(code)) return 'unavailable';
  if (LOST_CONNECTION.test(message)) return 'unavailable';
  const within = cause ?? error ?? errors?.[0];
  return within === undefined || within === thrown ? 'internal' : postgresErrorKind(within);
}

/**
 * True where the server refused a statement for what a row holds (classes 22, 23 and 54), so that nothing of it was done.
 * After any other error, a lost connection's above all, what was asked may have been done.
 */
export function isRefusedRow(thrown: unknown): boolean {
  const { code, cause } = (thrown ?? {}) as Partial<Wrapping>;
  if (typeof code === 'string' && /^(22|23|54)[0-9A-Z]{3}$/.test(code)) return true;
  return cause !== undefined && cause !== thrown && isRefusedRow(cause);
}

/** What the driver says, without a code, of a connection that is or was lost. */
const LOST_CONNECTION =
  /connection (terminated|ended|error)|timeout expired|is not queryable|cannot use a pool|ECONNREFUSED|ECONNRESET|the database system is/i;

interface Wrapping {
  /** A SQLSTATE or a system's error name; engines above the driver have numbers of their own. */
  readonly code: string | number;
  readonly message: string;
  readonly cause: unknown;
  readonly error: unknown;
  readonly errors: readonly unknown[];
}
