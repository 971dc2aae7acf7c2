/** The closed set of ways an operation fails. Adapters classify; everything inward switches on `kind`. */
export type ErrorKind =
  | 'invalid-input'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  | 'timeout'
  | 'cancelled'
  | 'unavailable'
  | 'bad-upstream'
  | 'internal';

interface ErrorRow {
  readonly status: number;
  readonly retryable: boolean;
  /** What a person reads; never the error's own message, which may quote an upstream. */
  readonly wording: string;
}

/** HTTP status, retryability and the user's wording for each kind. */
export const ERROR_TABLE: Readonly<Record<ErrorKind, ErrorRow>> = {
  'invalid-input': { status: 400, retryable: false, wording: 'That request was not understood.' },
  unauthenticated: { status: 401, retryable: false, wording: 'The sign-in was not accepted.' },
  forbidden: { status: 403, retryable: false, wording: 'You do not have the role for that.' },
  'not-found': { status: 404, retryable: false, wording: 'That was not found.' },
  'rate-limited': { status: 429, retryable: true, wording: 'Too many requests just now.' },
  timeout: { status: 504, retryable: true, wording: 'It took too long to answer.' },
  cancelled: { status: 499, retryable: false, wording: 'It was stopped.' },
  unavailable: { status: 503, retryable: true, wording: 'It cannot be reached.' },
  'bad-upstream': { status: 502, retryable: true, wording: 'It gave an answer that makes no sense.' },
  internal: { status: 500, retryable: false, wording: 'Something broke on our side.' },
};

/**
 * The one error type of the project. `retryAfterMs` is set where the upstream said how long to wait; `wording` where we
 * can tell a person more than the kind does. Such a wording is ours and quotes nobody.
 */
export class SreError extends Error {
  override readonly name = 'SreError';
  readonly kind: ErrorKind;
  readonly retryAfterMs: number | undefined;

  readonly wording: string;

  constructor(
    kind: ErrorKind,
    message: string,
    options: { cause?: unknown; retryAfterMs?: number; wording?: string } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
    this.wording = options.wording ?? ERROR_TABLE[kind].wording;
  }

  get retryable(): boolean {
    return ERROR_TABLE[this.kind].retryable;
  }
}

/** Wraps anything thrown; an abort becomes `cancelled` or `timeout`, an SreError passes through. */
export function toSreError(thrown: unknown, message: string): SreError {
  if (thrown instanceof SreError) return thrown;
  const { name } = (thrown ?? {}) as Partial<Error>;
  if (name === 'TimeoutError') return new SreError('timeout', message, { cause: thrown });
  if (name === 'AbortError') return new SreError('cancelled', message, { cause: thrown });
  return new SreError('internal', message, { cause: thrown });
}
