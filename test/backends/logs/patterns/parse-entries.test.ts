import { expect, test } from '@jest/globals';
import { parseLogEntries } from '../../../../backends/logs/patterns/index.ts';

const read = (text: string) => [...parseLogEntries(text, { recordedAt: new Date('2026-12-31T00:00:00Z') })];
const at = (text: string): number => Date.parse(text);

test('reads JSON lines by their common field names', () => {
  const [first, second, third] = read(
    [
      '{"time":"2026-03-04T05:06:07.125Z","level":"warn","msg":"slow","service":"till","trace_id":"abc"}',
      '{"timestamp":1772600767.5,"severity":"ERROR","message":"lookup failed","error":"no such host"}',
      '{"t":{"$date":"2026-03-04T05:06:07Z"},"s":"I","c":"NETWORK","msg":"listening"}',
    ].join('\n'),
  );
  expect(first).toMatchObject({
    timestamp: at('2026-03-04T05:06:07.125Z'),
    level: 'warn',
    text: 'slow',
    service: 'till',
    traceId: 'abc',
  });
  expect(second).toMatchObject({ timestamp: 1772600767500, level: 'error', text: 'lookup failed: no such host' });
  expect(third).toMatchObject({ timestamp: at('2026-03-04T05:06:07Z'), level: 'info', text: 'listening' });
});

test('adds the detail of an error that a registry writes beside a constant message', () => {
  const [refused] = read(
    'time="2026-03-04T05:06:07Z" level=error msg="response completed with error" err.code=unknown err.detail="s3aws: AccessDenied: no" err.message="unknown error" http.response.status=500',
  );
  expect(refused).toMatchObject({ level: 'error', text: 'response completed with error: s3aws: AccessDenied: no' });
});

test('puts in front of an event of the platform what it is about, and beside an error which message it is of', () => {
  const texts = read(
    [
      '2026-03-04T05:06:07Z INFO source=ledger-db category=failover message="Started cross AZ failover to DB instance: ledger-db-2"',
      '{"SourceIdentifier":"ledger-db","SourceType":"db-instance","Message":"DB instance restarted"}',
      'time=2026-03-04T05:06:07Z level=INFO source=main.go:12 msg="listening"',
      '{"level":"info","source":"till","msg":"listening"}',
      '{"level":"error","msg":"cannot read crate","sequenceNumber":"4966301843"}',
      '{"level":"info","msg":"read crate","sequenceNumber":"4966301843"}',
    ].join('\n'),
  ).map(({ text }) => text);
  expect(texts).toEqual([
    'ledger-db: Started cross AZ failover to DB instance: ledger-db-2',
    'ledger-db: DB instance restarted',
    'listening',
    'listening',
    'cannot read crate sequenceNumber=4966301843',
    'read crate',
  ]);
});

test("keeps beside MongoDB's constant messages what they are about", () => {
  const line = (msg: string, attr: object) =>
    JSON.stringify({ t: { $date: '2026-03-04T05:06:07Z' }, s: 'I', c: 'COMMAND', id: 1, ctx: 'conn1', msg, attr });
  const texts = read(
    [
      line('Slow query', {
        ns: 'shop.carts',
        command: { find: 'carts' },
        planSummary: 'COLLSCAN',
        docsExamined: 90_000,
      }),
      line('Authentication failed', { principalName: 'till', remote: '192.0.2.7:1', error: 'UserNotFound: no till' }),
      line('Connection ended', { connectionCount: 4 }),
    ].join('\n'),
  ).map(({ text }) => text);
  expect(texts).toEqual([
    'Slow query ns=shop.carts planSummary=COLLSCAN docsExamined=90000',
    'Authentication failed error=UserNotFound: no till principalName=till',
    'Connection ended',
  ]);
});

test('tells how much of a slow operation of MongoDB was waiting for locks, by its longest wait', () => {
  const slow = (locks: unknown, durationMillis: unknown = 400) =>
    JSON.stringify({ s: 'I', c: 'COMMAND', msg: 'Slow query', attr: { ns: 'till.sales', durationMillis, locks } });
  const waits = { Global: { timeAcquiringMicros: { r: 900 } }, Collection: { timeAcquiringMicros: { r: 360_000 } } };
  const texts = read(
    [
      slow(waits),
      slow({ Global: { acquireCount: { r: 2 } } }),
      slow(null),
      slow({ Global: null }),
      slow(waits, 0),
    ].join('\n'),
  ).map(({ text }) => text);
  expect(texts).toEqual([
    'Slow query ns=till.sales durationMillis=400 waitedForLocks=90%',
    ...Array(3).fill('Slow query ns=till.sales durationMillis=400'),
    'Slow query ns=till.sales durationMillis=0',
  ]);
});

test('reads the line that a collector has wrapped, with the origin the collector gives', () => {
  const wrap = (message: string, pod: string): string =>
    JSON.stringify({ timestamp: '2026-03-04T05:06:07Z', service: 'till', pod, message });
  const entries = read(
    [
      wrap('{"level":"error","msg":"boom","trace_id":"t1"}', 'till-1'),
      wrap('WARN disk at 91%', 'till-1'),
      wrap('IllegalState: no price', 'till-1'),
      wrap('\tat shop.Till.run(Till.java:3)', 'till-1'),
      wrap('\tat shop.Other.run(Other.java:3)', 'till-2'),
      '{"log":"plain words\\n","stream":"stderr","time":"2026-03-04T05:06:08Z"}',
    ].join('\n'),
  );
  expect(entries.map(({ level, text, pod }) => [level, text, pod])).toEqual([
    ['error', 'boom', 'till-1'],
    ['warn', 'WARN disk at 91%', 'till-1'],
    ['error', 'IllegalState: no price\n\tat shop.Till.run(Till.java:3)', 'till-1'],
    ['info', '\tat shop.Other.run(Other.java:3)', 'till-2'],
    ['info', 'plain words', undefined],
  ]);
  expect(entries[0]).toMatchObject({ timestamp: at('2026-03-04T05:06:07Z'), service: 'till', traceId: 't1' });
  expect(entries[4]?.timestamp).toBe(at('2026-03-04T05:06:08Z'));
});

test('a JSON record with a 5xx status is an error though it says info', () => {
  expect(read('{"level":"info","message":"request done","status":503}')[0]?.level).toBe('error');
});

test('takes the prefix of kubectl logs --timestamps off any format', () => {
  const [json, plain] = read(
    '2026-03-04T05:06:07.123456789Z {"level":"error","msg":"boom"}\n2026-03-04T05:06:08.5Z listening on :80',
  );
  expect(json).toMatchObject({ level: 'error', text: 'boom' });
  expect(Math.floor(json?.timestamp ?? 0)).toBe(at('2026-03-04T05:06:07.123Z'));
  expect(plain).toMatchObject({ timestamp: at('2026-03-04T05:06:08.5Z'), level: 'info', text: 'listening on :80' });
});

test.each([
  ['E0304 05:06:07.125000       1 main.go:12] cannot sync', '2026-03-04T05:06:07.125Z', 'error', 'cannot sync'],
  ['time="2026-03-04T05:06:07Z" level=warning msg="disk at 91%"', '2026-03-04T05:06:07Z', 'warn', 'disk at 91%'],
  ['<11>Mar  4 05:06:07 box sshd[7]: login refused', '2026-03-04T05:06:07Z', 'error', 'login refused'],
  ['<14>1 2026-03-04T05:06:07Z box till 7 - - ready', '2026-03-04T05:06:07Z', 'info', 'ready'],
  [
    '10.0.0.1 - - [04/Mar/2026:05:06:07 +0000] "GET / HTTP/1.1" 502 7 "-" "x"',
    '2026-03-04T05:06:07Z',
    'error',
    '10.0.0.1 "GET / HTTP/1.1" 502 7 "-" "x"',
  ],
  [
    '2026-03-04 05:06:07,125 ERROR [main] store.Pool - no connection',
    '2026-03-04T05:06:07.125Z',
    'error',
    'ERROR [main] store.Pool - no connection',
  ],
  [
    '2026/03/04 05:06:07 [error] 7#7: connect() failed',
    '2026-03-04T05:06:07Z',
    'error',
    '[error] 7#7: connect() failed',
  ],
  [
    '1:M 04 Mar 2026 05:06:07.125 # memory overcommit is off',
    '2026-03-04T05:06:07.125Z',
    'warn',
    'memory overcommit is off',
  ],
  [
    '2026-03-04 05:06:07.125 UTC [1] FATAL:  role "app" does not exist',
    '2026-03-04T05:06:07.125Z',
    'fatal',
    '[1] FATAL:  role "app" does not exist',
  ],
  [
    '2026-07-04 05:06:07.125 CEST [1] FATAL:  role "app" does not exist',
    '2026-07-04T03:06:07.125Z',
    'fatal',
    '[1] FATAL:  role "app" does not exist',
  ],
  ['2026-01-04 05:06:07 EST checked in', '2026-01-04T10:06:07Z', 'info', 'checked in'],
  ['2026-01-04 05:06:07 ESTABLISHED by peer', '2026-01-04T05:06:07Z', 'info', 'ESTABLISHED by peer'],
])('reads %s', (line, time, level, text) => {
  expect(read(line)).toEqual([expect.objectContaining({ timestamp: at(time), level, text })]);
});

test('a line of no known format keeps its text and has no time', () => {
  expect(read('hello there')).toEqual([
    expect.objectContaining({ text: 'hello there', level: 'info', timestamp: undefined }),
  ]);
  expect(read('{not json}')).toEqual([expect.objectContaining({ text: '{not json}' })]);
});

const TRACES: Record<string, string> = {
  java: 'ERROR cannot start\njava.lang.IllegalStateException: bad\n\tat a.b.C.run(C.java:12)\n\tat a.b.C$1.lambda(C.java:3)\nCaused by: java.io.IOException: x\n\t... 12 more',
  python: 'Traceback (most recent call last):\n  File "/app/a.py", line 3, in <module>\n    run()\nKeyError: \'TOKEN\'',
  'python without indent':
    'Traceback (most recent call last):\nFile "/app/a.py", line 3, in <module>\nrun()\nKeyError: \'TOKEN\'',
  go: 'panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:12 +0x1d',
  node: "Error: connect ECONNREFUSED\n    at Socket.emit (node:events:5:1)\n    at /app/x.js:1:2 {\n  code: 'ECONNREFUSED'\n}",
  dotnet:
    'Unhandled exception. System.InvalidOperationException: no\n   at A.B.C() in /src/a.cs:line 3\n   --- End of inner exception stack trace ---',
  rust: "thread 'worker' panicked at src/sums.rs:4:9:\nattempt to divide by zero\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace",
  'rust before 1.73':
    "thread 'worker' panicked at 'attempt to divide by zero', src/sums.rs:4:9\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace",
  ruby: "app.rb:3:in `run': boom (RuntimeError)\n\tfrom app.rb:9:in `<main>'",
};

test.each(Object.keys(TRACES))('keeps a stack trace of %s with its first line', (language) => {
  const trace = TRACES[language] ?? '';
  const entries = read(`starting\n${trace}\n2026-03-04T05:06:07Z INFO next record`);
  expect(entries[0]?.text).toBe('starting');
  expect(entries.at(-1)?.text).toBe('INFO next record');
  const middle = entries.slice(1, -1);
  expect(middle.length).toBeLessThanOrEqual(language === 'java' ? 2 : 1);
  expect(
    middle
      .map((entry) => entry.text)
      .join('\n')
      .split('\n')
      .filter((line) => line !== ''),
  ).toEqual(trace.split('\n').filter((line) => line !== ''));
  expect(['error', 'fatal']).toContain(middle[0]?.level);
});

// Their classes stand in a package of one name.
test.each([
  'scala.MatchError: 3 (of class java.lang.Integer)',
  'kotlin.NotImplementedError: An operation is not implemented',
])('what was thrown belongs to the error before it: %s', (thrown) => {
  const [entry] = read(`2026-03-04 05:06:07,001 ERROR sums failed\n${thrown}\n\tat till.Sums$.net(Sums.scala:9)`);
  expect(entry?.text.split('\n')).toHaveLength(3);
});

test('two traces one after the other are two records; an exception of several lines is one', () => {
  const trace = 'Traceback (most recent call last):\nFile "/app/a.py", line 3, in run\ncall()\n^^^^^^\n';
  const entries = read(
    `${trace}rpc.Failed: <Rpc that ended with:\nstatus = 14\ndetails = "refused"\n>\n${trace}KeyError: 'A'\nnext`,
  );
  expect(entries.map((entry) => entry.text.split('\n').at(-1))).toEqual(['>', "KeyError: 'A'", 'next']);
});

test('what a JVM threw stands in the line below the message that tells of it', () => {
  const thrown = 'org.quay.store.StoreException: tank: no space';
  expect(
    read(
      `2026-03-04 05:06:07,100 WARN  o.q.Hoist - cannot store\n${thrown}\n2026-03-04 05:06:08,100 INFO  o.q.Hoist - on`,
    ),
  ).toMatchObject([{ level: 'warn', text: `WARN  o.q.Hoist - cannot store\n${thrown}` }, { level: 'info' }]);
  // Not below a line that tells of nothing bad.
  expect(read(`2026-03-04 05:06:07,100 INFO  o.q.Hoist - stored\n${thrown}`)).toHaveLength(2);
});

test.each([
  ['Microsoft.Data.SqlClient.SqlException (0x80131904): The log is full.\nError Number:9002,State:2,Class:17', '[ERR]'],
  ['org.postgresql.util.PSQLException: ERROR: cannot execute INSERT in a read-only transaction', '[ERR]'],
  ['System.Net.Http.HttpRequestException: Response status code does not indicate success: 500', '[ERR]'],
  ['ERROR:  canceling statement\nDETAIL:  User query might have needed to see rows', 'ERROR report failed:'],
])(
  'what .NET threw, and what a database adds in lines of its own, is one record with its message: %s',
  (thrown, head) => {
    const first = head.startsWith('[') ? `${head} Insert failed\n${thrown}` : `${head} ${thrown}`;
    const next = '2026-03-04 05:06:08.100 +00:00 [INF] stored';
    const texts = read(`2026-03-04 05:06:07.100 +00:00 ${first}\n${next}`).map(({ text }) => text);
    expect(texts).toHaveLength(2);
    expect(texts[0]).toContain(thrown.split('\n').at(-1));
  },
);

test('a .NET console record is one with its message', () => {
  expect(read('fail: Shop.Store[3]\n      cannot open\ninfo: Shop.Web[1]\n      ready')).toMatchObject([
    { level: 'error', text: 'Shop.Store[3]\n      cannot open' },
    { level: 'info', text: 'Shop.Web[1]\n      ready' },
  ]);
});

test('escapes, carriage returns and empty lines do not reach the text', () => {
  expect(read('\u001b[31mERROR\u001b[0m red\r\n\n\nplain\r\n').map((entry) => entry.text)).toEqual([
    'ERROR red',
    'plain',
  ]);
});

test.each([
  [
    'a constant message with what it is about beside it',
    { level: 'error', msg: 'call failed', host: 'ledger', port: 80, error: 'i/o timeout', took: '3s' },
    'call failed: i/o timeout host=ledger',
  ],
  ['an alarm', { level: 'warn', msg: 'alarm raised', alarm: 'NOSPACE' }, 'alarm raised alarm=NOSPACE'],
  ['an ordinary record', { level: 'info', msg: 'served', host: 'shop.test', url: '/a' }, 'served'],
  [
    'what another program wrote, passed on',
    { level: 'info', msg: 'record', record: { error_severity: 'PANIC', message: 'could not write' } },
    'could not write',
  ],
])('reads the telling members of a structured record: %s', (_, record, text) => {
  const [entry] = read(`${JSON.stringify({ ts: '2026-03-04T05:06:07Z', ...record })}\n`);
  expect(entry?.text).toBe(text);
});

test.each([
  [
    '[ERROR]\t2026-03-04T05:06:07.100Z\tc6af9ac6-7b61-11e6\tmessage 86 failed',
    { timestamp: at('2026-03-04T05:06:07.100Z'), level: 'error', text: 'message 86 failed' },
  ],
  [
    '2026-03-04T05:06:07.100Z\tc6af9ac6-7b61-11e6\tERROR\tcharge timed out',
    { timestamp: at('2026-03-04T05:06:07.100Z'), level: 'error', text: 'c6af9ac6-7b61-11e6\tERROR\tcharge timed out' },
  ],
  [
    '2026-03-04T05:06:07+0000 web-2 till[812]: {"level":50,"msg":"no price"}',
    { timestamp: at('2026-03-04T05:06:07Z'), level: 'error', text: 'till: no price' },
  ],
])('reads what AWS Lambda and journals write: %s', (line, entry) => {
  expect(read(line)).toEqual([expect.objectContaining(entry)]);
});

test('what a warning announces with a colon is told in the line below it', () => {
  const told = 'ORA-12516, TNS:listener could not find available handler with matching protocol stack';
  const head =
    "WARN  [io.quay.pool] (pool-3) Datasource 'hoist': Listener refused the connection with the following error:";
  expect(
    read(`2026-03-04 05:06:07,100 ${head}\n${told}\n2026-03-04 05:06:08,100 INFO  [io.quay] (exec-1) on`),
  ).toMatchObject([{ level: 'warn', text: `${head}\n${told}` }, { level: 'info' }]);
  // What bears a time of its own is another matter, and so is what follows news.
  expect(read(`2026-03-04 05:06:07,100 ${head}\n2026-03-04 05:06:07,200 WARN  ${told}`)).toHaveLength(2);
  expect(read(`2026-03-04 05:06:07,100 INFO  [io.quay] settings:\n${told}`)).toHaveLength(2);
});

test('a line that is nothing but a time dates what follows without one', () => {
  const text = '2026-03-04T05:06:07.402+00:00\nORA-00020: maximum number of processes (300) exceeded\n ORA-20 errors';
  const entries = read(`${text}\n2026-03-04T05:07:07.402+00:00\nORA-00020: maximum number of processes (300) exceeded`);
  const at = (minute: number) => Date.UTC(2026, 2, 4, 5, minute, 7, 402);
  expect(entries.map(({ timestamp }) => timestamp)).toEqual([at(6), at(6), at(7)]);
  // A prefix before an empty line dates that line alone.
  expect(read('2026-03-04T05:06:07Z \nhoist up')[0]?.timestamp).toBe(undefined);
});

test('keeps a message whole that has its fields behind it, though one of them is called msg', () => {
  const nomad =
    '[INFO]  client.alloc_runner.task_runner: Task event: alloc_id=7d0f task=hoist type=Terminated msg="Exit Code: 137"';
  expect(read(`2026-03-04T05:06:07.100Z ${nomad}`)[0]).toMatchObject({ level: 'info', text: nomad });
  const logfmt = 'hoist-1 crane[7]: level=warn msg="rope is slack" load=12';
  expect(read(`2026-03-04T05:06:07.100Z ${logfmt}`)[0]).toMatchObject({ level: 'warn', text: 'rope is slack' });
});
