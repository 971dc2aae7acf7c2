import { expect, test } from '@jest/globals';
import { errorClass } from '../../../../../bot/engine/analyzers/logs/error-class.ts';
import { evidenceOf, findingsOf, logsOf, pattern, range } from './log-evidence.ts';

const now = range(20, 30);

function causesOf(service: string, text: string, level: 'error' | 'info' = 'error', topology = {}) {
  const logs = [logsOf(service, [pattern(level, text, now)]), logsOf('desk', [])];
  const analysis = errorClass.analyze(evidenceOf({ logs, topology }));
  if (analysis.status !== 'found') return [];
  return findingsOf(analysis).map((finding) => [finding.component, finding.cause, finding.grade]);
}

test('an event of a service of ECS is about the service that it names, not about the list of events', () => {
  const pull = (why: string) =>
    `(service till) failed to launch a task with (error CannotPullContainerError: failed to resolve ref registry.test/till:7: ${why}).`;
  expect(causesOf('cluster-events', pull('registry.test/till:7: not found'), 'info')).toEqual([
    ['service/till', 'incorrect_image_reference', 'said'],
  ]);
  expect(causesOf('cluster-events', '(service till) has reached a steady state.', 'info')).toEqual([]);
});

test('a target group that is answered 404 asks for a path that is not there; one answered 503 asks one that is unwell', () => {
  const unhealthy = (code: number) =>
    `(service till) (port 80) is unhealthy in (target-group arn:x) due to (reason Health checks failed with these codes: [${code}]).`;
  expect(causesOf('cluster-events', unhealthy(404), 'info')).toEqual([
    ['service/till', 'readiness_probe_incorrect_path', 'said'],
  ]);
  expect(causesOf('cluster-events', unhealthy(503), 'info')).toEqual([]);
});

// cloudsqlconn's `RefreshError`: "<message> (connection name = %q)"; the metadata server of machines is another thing.
test('a connector of a database that gets no metadata of its instance is no telemetry that cannot deliver', () => {
  const denied = 'googleapi: Error 403: Not authorized to access resource., forbidden';
  expect(causesOf('till', `failed to get instance metadata (connection name = "p:r:books"): ${denied}`)).toEqual([
    ['service/till', 'cloud_permission_denied', 'said'],
  ]);
  expect(causesOf('till', `profiler: failed to get instance metadata: ${denied}`)).toEqual([]);
});

test('who writes to a replica does so, whichever store that is; where the store is known, that is meant', () => {
  const refused = "ReplyError: READONLY You can't write against a read only replica.";
  expect(causesOf('till', refused)).toEqual([['service/till', 'database_read_only', 'said']]);
  expect(causesOf('till', refused, 'error', { till: ['basket-redis'] })).toEqual([
    ['service/basket-redis', 'database_read_only', 'said'],
  ]);
});

// Lambda's API gives the reason beside the exception: `ThrottleReason`.
test('a function that is refused another run at once is at a limit of its own, its caller makes no call too many', () => {
  const refused = (reason: string) => `TooManyRequestsException: Rate Exceeded. Reason: ${reason} functionName=desk`;
  expect(causesOf('till', refused('ReservedFunctionConcurrentInvocationLimitExceeded'))).toEqual([
    ['service/desk', 'cloud_quota_exceeded', 'said'],
  ]);
  expect(causesOf('till', refused('CallerRateLimitExceeded'))).toEqual([
    ['service/till', 'upstream_rate_limited', 'said'],
  ]);
});
