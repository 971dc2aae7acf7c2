import { expect, test } from '@jest/globals';
import { awsErrorKind, fromAws, kindOfStatus } from '../../../bot/adapters/aws-errors.ts';
import { SreError } from '../../../bot/domain/errors.ts';

const named = (name: string, more: object = {}) => Object.assign(new Error('made up'), { name }, more);

test.each([
  [named('ThrottlingException'), 'rate-limited'],
  [named('TooManyRequestsException'), 'rate-limited'],
  [named('ServiceQuotaExceededException'), 'rate-limited'],
  [named('SlowDown'), 'rate-limited'],
  [named('AccessDeniedException'), 'forbidden'],
  [named('AccessDenied'), 'forbidden'],
  [named('NotAuthorizedException'), 'unauthenticated'],
  [named('ExpiredTokenException'), 'unauthenticated'],
  [named('UnrecognizedClientException'), 'unauthenticated'],
  [named('CredentialsProviderError'), 'unauthenticated'],
  [named('ValidationException'), 'invalid-input'],
  [named('InvalidParameterException'), 'invalid-input'],
  [named('ResourceNotFoundException'), 'not-found'],
  [named('NoSuchKey'), 'not-found'],
  [named('TimeoutError'), 'timeout'],
  [named('AbortError'), 'cancelled'],
  [named('RetryableConflictException'), 'unavailable'],
  [named('InternalErrorException'), 'unavailable'],
  [named('UnexpectedLambdaException'), 'bad-upstream'],
  [named('SyntaxError'), 'bad-upstream'],
  [named('Error', { code: 'ECONNREFUSED' }), 'unavailable'],
  [named('Error', { code: 'ETIMEDOUT' }), 'timeout'],
  [named('SomethingNew', { $metadata: { httpStatusCode: 503 } }), 'unavailable'],
  [named('SomethingNew', { $metadata: { httpStatusCode: 429 } }), 'rate-limited'],
  [named('SomethingNew'), 'internal'],
  ['a text', 'internal'],
])('%s is %s', (thrown, kind) => {
  expect(awsErrorKind(thrown)).toBe(kind);
});

test('a wrapped error keeps its cause and does not repeat the upstream’s words', () => {
  const cause = named('AccessDeniedException');
  const error = fromAws(cause, 'read an object');
  expect(error).toBeInstanceOf(SreError);
  expect(error.message).toBe('could not read an object');
  expect(error.cause).toBe(cause);
  expect(fromAws(error, 'something else')).toBe(error);
});

test.each([
  [400, 'invalid-input'],
  [401, 'unauthenticated'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [408, 'timeout'],
  [418, 'invalid-input'],
  [429, 'rate-limited'],
  [500, 'unavailable'],
  [502, 'bad-upstream'],
  [503, 'unavailable'],
  [504, 'timeout'],
  [302, 'bad-upstream'],
  [undefined, 'internal'],
])('HTTP %s is %s', (status, kind) => {
  expect(kindOfStatus(status)).toBe(kind);
});
