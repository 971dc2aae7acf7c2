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

/** The kind of anything the `pg` driver throws. */
export function postgresErrorKind(thrown: unknown): ErrorKind {
  const { code, message = '' } = (thrown ?? {}) as { code?: string; message?: string };
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code)) {
    return KIND_BY_STATE[code] ?? KIND_BY_CLASS[code.slice(0, 2)] ?? 'internal';
  }
  if (code === 'ETIMEDOUT' || /timeout/i.test(message)) return 'timeout';
  if (code !== undefined && /^E[A-Z_]+$/.test(code)) return 'unavailable';
  return /connection (terminated|ended)|cannot use a pool/i.test(message) ? 'unavailable' : 'internal';
}
