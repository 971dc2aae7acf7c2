import { expect, test } from '@jest/globals';
import { ERROR_TEXTS } from '../../../../bot/engine/knowledge/error-texts/index.ts';
import { matchErrorTexts } from '../../../../bot/engine/log-reading/match-error-texts.ts';
import { requiredLiterals } from '../../../../bot/engine/log-reading/required-literals.ts';

const rowsOf = (text: string) => matchErrorTexts(text).map(({ row }) => row.id);

test.each([
  '10.0.0.9 - - [04/Mar/2026:05:12:01 +0000] "GET /FATAL:%20sorry,/too-many-clients HTTP/1.1" 404 12 "-" "sorry, too many clients already"',
  '{"level":"info","method":"GET","path":"/x?q=no space left on device","status":200,"user_agent":"java.lang.OutOfMemoryError: Java heap space"}',
  'level=warn msg="not found" path="/sorry, too many clients already" referer="https://a.test/ThrottlingException"',
  '2026/03/04 05:12:01 [error] 8#8: *9 open() "/usr/share/nginx/x" failed, client: 10.1.0.4, request: "GET /exec format error HTTP/1.1", host: "ENOTFOUND"',
  'received order: {"comment":"sorry, too many clients already","body":"no space left on device"}',
  'GET https://shop.test/search?q=ExpiredToken&x=InsufficientInstanceCapacity took 12 ms',
  'POST /login/ThrottlingException: 200',
  'login failed: user "sorry, too many clients already"',
])('text that a client can plant states nothing: %s', (text) => {
  expect(rowsOf(text)).toEqual([]);
});

test('what the program itself says beside such text is read, with what its groups hold', () => {
  const [match] = matchErrorTexts('FATAL:  password authentication failed for user "sorry, too many clients already"');
  expect(match?.row.id).toBe('postgresql-password');
  expect(match?.parameters.user).toBe('sorry, too many clients already');
});

test('a database that quotes no names refuses a login all the same, and an application its own users', () => {
  // CockroachDB's text in lib/pq, and an application's own.
  expect(rowsOf('begin: pq: password authentication failed for user v-till-1f2e')[0]).toBe('postgresql-password');
  expect(rowsOf('sign-in: password authentication failed for user anna')).toEqual([]);
});

test('a load balancer’s entry tells of a target that closed though the group of targets is cut off', () => {
  const entry = (end: string) =>
    `http 2026-03-04T05:06:07Z app/edge/50dc6c 203.0.113.9:41 10.0.1.7:80 0.000 ${end} 41 277`;
  expect(rowsOf(entry('-1 -1 502 -'))[0]).toBe('alb-target-closed');
  expect(rowsOf(entry('0.020 0.000 502 502'))).toEqual([]);
});

test('auth0’s java-jwt says of a token from the future when it may be used', () => {
  expect(rowsOf("401: The Token can't be used before Wed Mar 04 05:12:01 UTC 2026.")[0]).toBe('tls-clock');
});

test('of a chain of errors the last one is read first, as it brought about the others', () => {
  const chain =
    'HikariPool-1 - Connection is not available, request timed out after 30000ms.\nCaused by: org.postgresql.util.PSQLException: FATAL: sorry, too many clients already';
  expect(rowsOf(chain)[0]).toBe('postgresql-connections');
});

test('a particular text comes before the general one that it holds', () => {
  expect(rowsOf('could not extend file "base/1/2": No space left on device')[0]).toBe('postgresql-disk-full');
});

test.each([
  ['failed to create FS watcher: too many open files', 'inotify-limit'],
  ['accept tcp [::]:9100: accept4: too many open files', 'open-files'],
  ['Node scale up failed: GCE out of resources', 'cloud-capacity'],
])('whose limit is met is read from what was being made: %s', (text, row) => {
  expect(rowsOf(text)[0]).toBe(row);
});

test('an entry within an entry is read through its escaped quotes', () => {
  const inner = JSON.stringify({ message: 'role "shop" does not exist' });
  expect(rowsOf(JSON.stringify({ record: JSON.stringify({ text: inner }) }))).toContain('postgresql-role-missing');
});

test('a text of 2,000 letters made to be slow is read in a moment', () => {
  const started = process.cpuUsage();
  for (const part of ['duration: 1111', 'task a:', '\\"', '"user_agent":"', 'GET /', 'user "']) {
    matchErrorTexts(part.repeat(2_000));
  }
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1_000_000).toBeLessThan(2);
});

test.each([
  ['sorry|no space left', ['sorry', 'no space left']],
  ['colou?r names', ['r names']],
  ['(?:foo|barbaz?)x', ['foo', 'barba']],
  [String.raw`(?P<unit>\w+)\.service: ended`, ['.service: ended']],
  ['[ab|c]ready(?:now|soon)', ['ready']],
  ['a{0,3}bcd', ['bcd']],
])('the letters that %s needs are known', (pattern, literals) => {
  expect(requiredLiterals(pattern)).toEqual(literals);
});

test('a pattern that needs no letters is refused', () => {
  expect(requiredLiterals(String.raw`\d+|error`)).toBeUndefined();
});

test('every alternative of every row needs letters', () => {
  expect(ERROR_TEXTS.filter(({ pattern }) => requiredLiterals(pattern) === undefined)).toEqual([]);
});

// HAProxy, 8.5: `S` at first, the server aborted; `H` at second, before the whole headers had come. Its timers do not matter.
test('HAProxy’s flags say that a server closed over a request, whatever its timers are', () => {
  const ids = (timers: string, flags: string) =>
    matchErrorTexts(
      `10.1.0.4:3331 [04/Mar/2026:05:12:01.655] web till/till1 ${timers} 502 209 - - ${flags} 41/41/6/3/0 0/0 "GET / HTTP/1.1"`,
    ).map(({ row }) => row.id);
  for (const timers of ['0/0/1/-1/2', '0/0/1/30/31']) {
    expect(ids(timers, 'SH--')).toContain('haproxy-server-ended');
    expect(ids(timers, '----')).not.toContain('haproxy-server-ended');
  }
});

// SQL Server's event is called blocked_process_report, and a trace's class Blocked Process Report.
test('SQL Server’s reports of blocked processes are read as they are called, the setting of their threshold is not', () => {
  expect(rowsOf('Blocked Process Report: spid 61 waits for LCK_M_X, blocked by spid 44')).toContain(
    'sqlserver-blocked',
  );
  expect(rowsOf('blocked_process_report duration 15004000 database_name Sales')).toContain('sqlserver-blocked');
  expect(rowsOf("Configuration option 'blocked process threshold (s)' changed from 0 to 5.")).toEqual([]);
});
