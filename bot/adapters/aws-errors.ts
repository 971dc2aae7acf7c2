import { type ErrorKind, SreError } from '../domain/errors.ts';

/** What AWS calls an error, and what it is to us. Names come from the service models of the SDK clients in use. */
const KIND_BY_NAME: Readonly<Record<string, ErrorKind>> = {
  ThrottlingException: 'rate-limited',
  ThrottledException: 'rate-limited',
  TooManyRequestsException: 'rate-limited',
  LimitExceededException: 'rate-limited',
  ServiceQuotaExceededException: 'rate-limited',
  SlowDown: 'rate-limited',
  AccessDeniedException: 'forbidden',
  AccessDenied: 'forbidden',
  Forbidden: 'forbidden',
  NotAuthorizedException: 'unauthenticated',
  UserNotConfirmedException: 'unauthenticated',
  PasswordResetRequiredException: 'unauthenticated',
  UserLambdaValidationException: 'unauthenticated',
  UnauthorizedException: 'unauthenticated',
  ExpiredTokenException: 'unauthenticated',
  ExpiredToken: 'unauthenticated',
  UnrecognizedClientException: 'unauthenticated',
  InvalidSignatureException: 'unauthenticated',
  SignatureDoesNotMatch: 'unauthenticated',
  InvalidAccessKeyId: 'unauthenticated',
  CredentialsProviderError: 'unauthenticated',
  ValidationException: 'invalid-input',
  InvalidInputException: 'invalid-input',
  InvalidParameterException: 'invalid-input',
  InvalidPasswordException: 'invalid-input',
  EntityTooLarge: 'invalid-input',
  ResourceNotFoundException: 'not-found',
  UserNotFoundException: 'not-found',
  NoSuchKey: 'not-found',
  NoSuchBucket: 'not-found',
  NotFound: 'not-found',
  TimeoutError: 'timeout',
  RequestTimeout: 'timeout',
  RequestTimeoutException: 'timeout',
  AbortError: 'cancelled',
  RetryableConflictException: 'unavailable',
  ConcurrentModificationException: 'unavailable',
  OperationAborted: 'unavailable',
  ServiceException: 'unavailable',
  InternalServerException: 'unavailable',
  InternalErrorException: 'unavailable',
  InternalError: 'unavailable',
  ConflictException: 'unavailable',
  // AgentCore's word for a container that failed or is not there.
  RuntimeClientError: 'unavailable',
  ServiceUnavailable: 'unavailable',
  UnexpectedLambdaException: 'bad-upstream',
  InvalidLambdaResponseException: 'bad-upstream',
  SyntaxError: 'bad-upstream',
};

const KIND_BY_CODE: Readonly<Record<string, ErrorKind>> = {
  ECONNREFUSED: 'unavailable',
  ECONNRESET: 'unavailable',
  EPIPE: 'unavailable',
  ENOTFOUND: 'unavailable',
  EAI_AGAIN: 'unavailable',
  EHOSTUNREACH: 'unavailable',
  ETIMEDOUT: 'timeout',
};

/** The kind of anything an AWS SDK client throws; `internal` when it is not recognised. */
export function awsErrorKind(thrown: unknown): ErrorKind {
  if (thrown instanceof SreError) return thrown.kind;
  if (typeof thrown !== 'object' || thrown === null) return 'internal';
  const { name, message, $metadata, $response, ...rest } = thrown as {
    name?: string;
    message?: string;
    code?: string;
    $metadata?: { httpStatusCode?: number };
    $response?: { statusCode?: number };
  };
  const byName = name === undefined ? undefined : KIND_BY_NAME[name];
  if (byName !== undefined) return byName;
  // Of errors that are foreign to it the SDK keeps the text only.
  const code = rest.code ?? message?.match(/\bE[A-Z_]{4,}\b/)?.[0];
  const byCode = code === undefined ? undefined : KIND_BY_CODE[code];
  // Node's words for a connection that ended within an answer or before it.
  if (
    byCode === undefined &&
    /^(?:AWS SDK error wrapper for )?(?:Error: )?(?:aborted|socket hang up)\b/.test(message ?? '')
  )
    return 'unavailable';
  return byCode ?? kindOfStatus($metadata?.httpStatusCode ?? $response?.statusCode);
}

/** Wraps an AWS SDK error; `action` completes the sentence "could not …". The SDK has retried before this. */
export function fromAws(thrown: unknown, action: string): SreError {
  if (thrown instanceof SreError) return thrown;
  return new SreError(awsErrorKind(thrown), `could not ${action}`, { cause: thrown });
}

/** Runs one AWS call and translates what it throws. */
export async function callAws<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw fromAws(error, action);
  }
}

/** The kind of an HTTP status outside 2xx; `internal` for none. Also serves the MCP transport. */
export function kindOfStatus(status: number | undefined): ErrorKind {
  if (status === undefined) return 'internal';
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 408 || status === 504) return 'timeout';
  if (status === 429) return 'rate-limited';
  if (status >= 400 && status < 500) return 'invalid-input';
  if (status === 502) return 'bad-upstream';
  return status >= 500 ? 'unavailable' : 'bad-upstream';
}
