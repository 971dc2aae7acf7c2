/** The closed set of ways a backend operation fails; it goes out as `error.kind`. */
export type FailureKind =
  | 'invalid-input'
  | 'unauthenticated'
  | 'not-found'
  | 'rate-limited'
  | 'timeout'
  | 'cancelled'
  | 'unavailable'
  | 'bad-upstream'
  | 'internal';

/** The HTTP status of each kind. 499 is what nginx logs for a client that went away. */
export const STATUS: Readonly<Record<FailureKind, number>> = {
  'invalid-input': 400,
  unauthenticated: 401,
  'not-found': 404,
  'rate-limited': 429,
  timeout: 504,
  cancelled: 499,
  unavailable: 503,
  'bad-upstream': 502,
  internal: 500,
};

/** The one error a backend throws on purpose. `field` and `reason` belong to invalid-input. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
  readonly kind: FailureKind;
  readonly field: string | undefined;
  readonly reason: string | undefined;

  constructor(
    kind: FailureKind,
    message: string,
    options: { cause?: unknown; field?: string | undefined; reason?: string | undefined } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.field = options.field;
    this.reason = options.reason;
  }
}

/** An invalid-input error for one parameter: 400 with the field and the reason. */
export function badParameter(field: string, reason: string, cause?: unknown): BackendError {
  return new BackendError('invalid-input', `Parameter ${field} ${reason}.`, { field, reason, cause });
}

/** Classifies anything thrown; what was not thrown on purpose is `internal` with a message that quotes nothing. */
export function toBackendError(thrown: unknown): BackendError {
  if (thrown instanceof BackendError) return thrown;
  // An abort is a DOMException, which need not be an instance of this realm's Error.
  const name = (thrown as { name?: unknown } | null | undefined)?.name;
  if (name === 'TimeoutError') return new BackendError('timeout', 'It took too long.', { cause: thrown });
  if (name === 'AbortError') return new BackendError('cancelled', 'The caller went away.', { cause: thrown });
  return new BackendError('internal', 'Something broke in this backend.', { cause: thrown });
}
