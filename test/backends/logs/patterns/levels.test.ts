import { expect, test } from '@jest/globals';
import { inferLevel, readLevel } from '../../../../backends/logs/patterns/index.ts';

test.each([
  ['connect ECONNREFUSED 10.0.0.4:5432', 'error'],
  ['Failed to load configuration', 'error'],
  ['caught java.lang.NullPointerException in handler', 'error'],
  ['upstream request timed out', 'error'],
  ['GET /cart HTTP/1.1" 503 12', 'error'],
  ['status=502 path=/pay', 'error'],
  ['properties={"httpMethod":"GET","timeTaken":"9.060","errorInfo":"OriginTimeout timed out"}', 'error'],
  ['properties={"httpStatusCode":"503","errorInfo":"NoError"}', 'error'],
  ['noerror mode is off: cannot open the zone', 'error'],
  ['panic: runtime error: index out of range', 'fatal'],
  ['container was killed: out of memory', 'fatal'],
  ["10/10/25 08:02:09 AMQ9508E: Program cannot connect to the queue manager 'QM1'.", 'error'],
  ['CWPKI0041W: One or more key stores are using the default password.', 'warn'],
  ['retrying in 5s', 'warn'],
  ['this option is deprecated', 'warn'],
  ['Warning: could not read cache, using defaults', 'warn'],
])('a message that speaks of trouble is not info: %s', (text, level) => {
  expect(inferLevel(text)).toBe(level);
});

test.each([
  'finished with 0 errors',
  "AMQ9411I: Repository manager ended after an error-free run; no retry of 'QM1' failed",
  'error_count=0 processed=12',
  'no errors found',
  'errors: 0, warnings: 0',
  'result={"error":null}',
  'error=nil duration=3ms',
  'registered error handler',
  'serving error page template',
  'retry policy: on failure',
  'GET /missing HTTP/1.1" 404 12',
  'read timeout = 30s',
  'completed without errors',
  'user terrorfan logged in',
  'category=AccessLog properties={"httpMethod":"GET","timeTaken":"0.060","errorInfo":"NoError"}',
  '10.0.0.7:41022 - 4711 "A IN shop.example. udp 40 false 512" NOERROR qr,rd 106 0.001s',
])('a message that says nothing went wrong is info: %s', (text) => {
  expect(inferLevel(text)).toBe('info');
});

test('reads names, pino numbers and syslog severities', () => {
  expect(readLevel('WARNING')).toBe('warn');
  expect(readLevel('Information')).toBe('info');
  expect(readLevel(50)).toBe('error');
  expect(readLevel(3)).toBe('error');
  expect(readLevel('LogLevel_ERROR')).toBe('error');
  expect(readLevel('banana')).toBeUndefined();
});
