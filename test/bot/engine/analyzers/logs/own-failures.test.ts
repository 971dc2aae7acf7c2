import { expect, test } from '@jest/globals';
import type { ServiceLogs } from '../../../../../bot/domain/signals.ts';
import { errorClass } from '../../../../../bot/engine/analyzers/logs/error-class.ts';
import { ownFailures } from '../../../../../bot/engine/analyzers/logs/own-failures.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { AS_OF, iso, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../../support/metric-evidence.ts';

const OWN = "TypeError: Cannot read properties of undefined (reading 'amount')\n    at charge (/app/charge.js:10:5)";
const CALL = 'call to bank failed: Error: connect ECONNREFUSED 10.0.0.7:443';
const ONSET = AS_OF - (239 - ONSET_MINUTE) * 60;

const requests = (code: string, perMinute: (i: number) => number): MadeSeries => {
  let total = 0;
  const counts = Array.from({ length: 240 }, (_, i) => {
    total += perMinute(i);
    return total;
  });
  return { name: 'http_requests_total', labels: { service: 'cart', code }, type: 'counter', value: (i) => counts[i]! };
};
const logs = (text: string, count: number): ServiceLogs => ({
  service: 'cart',
  lines: 5_000,
  firstSeen: iso(AS_OF - 14_000),
  lastSeen: iso(AS_OF),
  levels: { error: count },
  patterns: [
    {
      template: text,
      count,
      level: 'error',
      firstSeen: iso(ONSET + 5),
      lastSeen: iso(AS_OF - 3),
      buckets: [...Array(28).fill(0), count / 2, count / 2],
      samples: [{ timestamp: iso(ONSET + 5), text }],
    },
  ],
});
const found = (text: string, lines: number, failing: number) =>
  ownFailures.analyze(
    metricEvidence({
      series: [requests('200', () => 600), requests('500', (i) => (i >= ONSET_MINUTE ? failing : 0))],
      logs: [logs(text, lines)],
      topology: { cart: [] },
    }),
    PARAMETERS,
  );

test('an error of its own for each failed request is why they fail', () => {
  const result = found(OWN, 900, 60);
  expect(result.status).toBe('found');
  expect(result).toMatchObject({
    findings: [{ component: 'service/cart', cause: 'application_error', grade: 'said' }],
  });
});

test.each([
  ['errors that are caught and harm no request', OWN, 900, 0],
  ['few errors beside many failures', OWN, 20, 300],
  ['failing calls, which are no error of its own', CALL, 900, 60],
])('%s: nothing is said', (_, text, lines, failing) => {
  expect(found(text, lines, failing).status).toBe('clear');
});

// What each runtime's server prints where a request ends by an error of the program's own code, and where a call it made did.
const SERVLET = 'Servlet.service() for servlet [dispatcherServlet] in context with path [] threw exception';
test.each([
  `${SERVLET} [Request processing failed: java.lang.NullPointerException: Cannot invoke "Sum.net()"] with root cause`,
  `request failed\njava.lang.IllegalStateException: no sum\n\tat till.Sums.add(Sums.java:4)\nCaused by: java.lang.ArithmeticException: / by zero\n\tat till.Sums.net(Sums.java:9)`,
  'Unhandled: /sums\nscala.MatchError: 3 (of class java.lang.Integer)\n\tat till.Sums$.net(Sums.scala:9)',
  'http: panic serving 10.1.0.4:51822: runtime error: integer divide by zero',
  '{"level":"error","msg":"recovered from panic","panic":"runtime error: index out of range [3] with length 3"}',
  "thread 'tokio-runtime-worker' panicked at src/sums.rs:4:9:\nattempt to divide by zero",
  "NoMethodError (undefined method 'net' for nil):",
  'request.CRITICAL: Uncaught PHP Exception TypeError: "add(): Argument #1 must be of type int, null given" at Sums.php line 4',
  'An unhandled exception was thrown by the application.\nSystem.DivideByZeroException: Attempted to divide by zero.\n   at Till.Sums.Net()',
  '** (exit) an exception was raised:\n    ** (ArithmeticError) bad argument in arithmetic expression',
  'Exception in ASGI application\nTraceback (most recent call last):\n  File "/app/sums.py", line 4, in net\nZeroDivisionError: division by zero',
  'RangeError: Invalid time value\n    at Date.toISOString (<anonymous>)',
  'ERROR o.a.c.c.C - Request processing failed; j.l.NullPointerException: Cannot invoke "Sum.net()"',
  'Observed a panic: "assignment to entry in nil map"',
  'ArgumentError (missing keyword: :net):',
])('an error of its own code is read in the words of its runtime: %j', (text) => {
  expect(found(text, 900, 60).status).toBe('found');
});

test.each([
  `${SERVLET} [Request processing failed: java.lang.NullPointerException] with root cause\njava.net.ConnectException: Connection refused`,
  `${SERVLET}\norg.springframework.dao.DataAccessResourceFailureException: no\n\tat a.B.c(B.java:3)\nCaused by: java.lang.ArithmeticException`,
  'http: panic serving 10.1.0.4:51822: Get "http://rates:8080/": context deadline exceeded',
  "thread 'tokio-runtime-worker' panicked at src/sums.rs:4:9:\ncalled `Result::unwrap()` on an `Err` value: reqwest::Error { kind: Request }",
  'production.ERROR: cURL error 7 {"exception":"[object] (TypeError(code: 0): null, for http://rates:8080/"}',
  'System.NullReferenceException: no body\n ---> System.Net.Http.HttpRequestException: Connection refused',
  '** (MatchError) no match of right hand side value: {:error, :timeout}',
  'UnhandledPromiseRejection: connect ECONNREFUSED 10.0.0.7:443',
  "thread 'tokio-runtime-worker' panicked at src/sums.rs:9:40:\ncalled `Result::unwrap()` on an `Err` value: Database(PgDatabaseError { severity: Fatal })",
  "thread 'main' panicked at src/sums.rs:9:40:\nthe rates in time: Elapsed(())",
  "thread 'main' panicked at src/sums.rs:9:40:",
  '** (ArgumentError) could not fetch application environment :till for application :sums because configuration at :url was not set',
])('a failing call in the same words is none: %j', (text) => {
  expect(found(text, 900, 60).status).toBe('clear');
});

// Spring, Rails and Django write what they answer with 500 as an error; a program what it caught and went on after as a warning.
test.each([
  ['caught, and no request fails', 'warn', 0, false],
  ['caught, while requests fail', 'warn', 60, true],
  ['not caught, outside of any request', 'error', 0, true],
] as const)('%s: whether it may be the fault', (_, level, failing, is) => {
  const text = 'no sum\njava.lang.NullPointerException: Cannot invoke "Sum.net()"\n\tat till.Sums.net(Sums.java:9)';
  const log = logs(text, 900);
  const evidence = metricEvidence({
    series: [requests('200', () => 600), requests('500', (i) => (i >= ONSET_MINUTE ? failing : 0))],
    logs: [{ ...log, patterns: log.patterns.map((one) => ({ ...one, level })) }],
    topology: { cart: [] },
  });
  expect(errorClass.analyze(evidence, PARAMETERS).status === 'found').toBe(is);
});

test('failures that ended half an hour ago are told with their end', () => {
  const evidence = metricEvidence({
    series: [requests('200', () => 600), requests('500', (i) => (i >= 200 && i < 208 ? 60 : 0))],
    logs: [
      {
        ...logs(OWN, 480),
        patterns: [
          {
            ...logs(OWN, 480).patterns[0]!,
            firstSeen: iso(AS_OF - 39 * 60),
            lastSeen: iso(AS_OF - 32 * 60),
          },
        ],
      },
    ],
    topology: { cart: [] },
  });
  const result = ownFailures.analyze(evidence, PARAMETERS);
  expect(result).toMatchObject({ findings: [{ until: iso(AS_OF - 32 * 60) }] });
});

test('is unknown without logs', () => {
  expect(ownFailures.analyze(metricEvidence({ series: [] }), PARAMETERS).status).toBe('unknown');
});
