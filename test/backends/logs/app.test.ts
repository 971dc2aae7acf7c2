import { expect, test } from '@jest/globals';
import { openSnapshot } from '../../../backends/common/snapshot/index.ts';
import { createLogsApp } from '../../../backends/logs/app.ts';
import { createSnapshotLogsProvider } from '../../../backends/logs/providers/snapshot.ts';
import type { Operations } from '../../../schemas/generated/logs.ts';
import { API_KEY, call, type Failure, read } from '../support/call.ts';
import { before, CAPTURED_AT, lines, snapshotFolder } from '../support/snapshot-folder.ts';

type Response<K extends keyof Operations> = Operations[K]['response'];

const WEB = lines(
  `${before(7_200)} INFO old request served`,
  `${before(300)} INFO request 1 served in 20 ms`,
  `${before(240)} INFO request 2 served in 22 ms`,
  `${before(200)} ERROR payment failed: connection refused`,
  '    at pay (/app/pay.js:10:3)',
  '    at serve (/app/main.js:4:1)',
  `${before(100)} WARN retrying payment`,
  `${before(20)} INFO request 3 served in 19 ms`,
);
const API = lines(
  JSON.stringify({ time: before(500), level: 'error', msg: 'Timeout talking to db', trace_id: 'abc123' }),
  JSON.stringify({ time: before(10), level: 'debug', msg: 'tick' }),
  'a line without any time',
);

async function open(files: Record<string, unknown> = {}, options: { replayAt?: Date } = {}) {
  const dir = snapshotFolder({
    'snapshot.json': { cluster: 'shop', capturedAt: CAPTURED_AT, namespaces: ['prod'] },
    'logs/web-6d4cf56db6-x2x5z.log': WEB,
    'logs/api.log': API,
    ...files,
  });
  return createLogsApp({ provider: createSnapshotLogsProvider(await openSnapshot(dir, options)), apiKey: API_KEY });
}

/** First lines of messages, without the level word that some formats keep in the text. */
const messages = (answer: { items: { message: string }[] }) =>
  answer.items.map(({ message }) => message.split('\n')[0]!.replace(/^(DEBUG|INFO|WARN|ERROR) /, ''));

test('search is by real regular expressions, newest first, with stack traces whole', async () => {
  const app = await open();
  const found = await read<Response<'search_logs'>>(app, '/logs/search?pattern=request%20%5Cd%2B%20served');
  expect(messages(found)).toEqual([
    'request 3 served in 19 ms',
    'request 2 served in 22 ms',
    'request 1 served in 20 ms',
  ]);
  const [failure] = (await read<Response<'search_logs'>>(app, '/logs/search?pattern=PAY.*refused')).items;
  expect(failure).toMatchObject({ service: 'web', pod: 'web-6d4cf56db6-x2x5z', namespace: 'prod', level: 'error' });
  expect(failure!.message).toContain('at serve (/app/main.js:4:1)');
});

test('windows apply at both ends; entries without a time are in every window', async () => {
  const app = await open();
  const find = async (query: string) =>
    messages(await read<Response<'search_logs'>>(app, `/logs/search?pattern=request%7Cwithout${query}`));
  expect(await find('&start_time=4m&end_time=1m')).toEqual(['request 2 served in 22 ms', 'a line without any time']);
  expect(await find('&start_time=3h&end_time=1h')).toEqual(['old request served', 'a line without any time']);
  expect(await find(`&start_time=${before(300)}&end_time=${before(300)}&service=web`)).toEqual([
    'request 1 served in 20 ms',
  ]);
});

test('levels are inferred and every level can be asked for', async () => {
  const app = await open();
  const levels: Record<string, string[]> = {};
  for (const level of ['debug', 'info', 'warn', 'error', 'fatal'])
    levels[level] = messages(await read(app, `/logs/search?pattern=.&log_level=${level}`));
  expect(levels).toEqual({
    debug: ['tick'],
    info: [
      'request 3 served in 19 ms',
      'request 2 served in 22 ms',
      'request 1 served in 20 ms',
      'a line without any time',
    ],
    warn: ['retrying payment'],
    error: ['payment failed: connection refused', 'Timeout talking to db'],
    fatal: [],
  });
});

test('a search that finds nothing says what was searched, with close names', async () => {
  const app = await open();
  const empty = await read<Response<'search_logs'>>(app, '/logs/search?pattern=x&service=webb');
  expect(empty.items).toEqual([]);
  expect(empty.searched).toMatchObject({
    present: true,
    start: '2026-03-01T11:00:00.000Z',
    end: '2026-03-01T12:00:00.000Z',
  });
  expect(empty.searched.what).toContain('no logs of a service webb; close names are web');
});

test('pages of a search hold each entry once, and total counts all', async () => {
  const many = lines(...Array.from({ length: 250 }, (_, i) => `${before(250 - i)} INFO item number ${i}`));
  const app = await open({ 'logs/many.log': many });
  const seen: string[] = [];
  let cursor = '';
  for (let page = 0; page < 5; page++) {
    const answer = await read<Response<'search_logs'>>(app, `/logs/search?pattern=item&limit=100&cursor=${cursor}`);
    expect([answer.total, answer.truncated]).toEqual([250, page < 2]);
    seen.push(...messages(answer));
    if (answer.nextCursor === undefined) break;
    cursor = answer.nextCursor;
  }
  expect(seen).toEqual(Array.from({ length: 250 }, (_, i) => `item number ${249 - i}`));
});

test('a pattern made to backtrack stays fast on a hostile line', async () => {
  const app = await open({ 'logs/evil.log': `${before(5)} ${'a'.repeat(30_000)}!\n` });
  await read(app, `/logs/search?pattern=${encodeURIComponent('(a+)+$')}`);
  await read(app, `/logs/search?pattern=${encodeURIComponent('^(([a-z])+.)+[A-Z]([a-z])+$')}`);
});

test.each([
  ['/logs/search', 'pattern'],
  ['/logs/search?pattern=(', 'pattern'],
  ['/logs/count?event_type=%5Ba', 'event_type'],
  ['/logs/search?pattern=a&start_time=1h&end_time=2h', 'start_time'],
  ['/logs/recent?limit=1001', 'limit'],
  ['/logs/patterns?time_window=2h', 'time_window'],
  ['/logs/search?pattern=a&level=error', 'level'],
])('%s is refused', async (url, field) => {
  const { status, body } = await call<Failure>(await open(), url);
  expect([status, body.error.field]).toEqual([400, field]);
});

test('error logs: level error or fatal, in the window, of a service', async () => {
  const app = await open();
  expect(messages(await read(app, '/logs/errors'))).toEqual([
    'payment failed: connection refused',
    'Timeout talking to db',
  ]);
  expect(messages(await read(app, '/logs/errors?since=4m'))).toEqual(['payment failed: connection refused']);
  const api = await read<Response<'get_error_logs'>>(app, '/logs/errors?service=api');
  expect(api.items).toMatchObject([{ traceId: 'abc123', service: 'api' }]);
});

test('recent logs are the newest, and say when there are more', async () => {
  const app = await open();
  const two = await read<Response<'get_recent_logs'>>(app, '/logs/recent?limit=2');
  expect(messages(two)).toEqual(['tick', 'request 3 served in 19 ms']);
  expect(two.truncated).toBe(true);
  const web = await read<Response<'get_recent_logs'>>(app, '/logs/recent?service=web&log_level=warn');
  expect([messages(web), web.truncated]).toEqual([['retrying payment'], false]);
});

test('recent logs of a large file are read from its end', async () => {
  const many = Array.from(
    { length: 40_000 },
    (_, i) => `${before(40_000 - i)} ${i % 10_000 === 0 ? 'ERROR' : 'INFO'} line ${i} ${'x'.repeat(40)}`,
  );
  const app = await open({ 'logs/large.log': lines(...many) });
  const newest = await read<Response<'get_recent_logs'>>(app, '/logs/recent?service=large&limit=3');
  expect(messages(newest).map((message) => message.slice(0, 10))).toEqual(['line 39999', 'line 39998', 'line 39997']);
  const errors = await read<Response<'get_recent_logs'>>(app, '/logs/recent?service=large&log_level=error');
  expect(messages(errors).map((message) => message.split(' ')[1])).toEqual(['30000', '20000', '10000', '0']);
});

test('counts: by service, level and hour, of a level or a pattern', async () => {
  const app = await open();
  const count = async (query: string) => {
    const { total, groups } = await read<Response<'count_log_events'>>(app, `/logs/count?${query}`);
    return [total, Object.fromEntries(groups.map(({ key, count: size }) => [key, size]))];
  };
  expect(await count('event_type=error')).toEqual([2, { api: 1, web: 1 }]);
  expect(await count('event_type=served')).toEqual([3, { web: 3 }]);
  expect(await count('event_type=.&group_by=level&service=web')).toEqual([5, { info: 3, error: 1, warn: 1 }]);
  expect(await count('event_type=.&group_by=hour&time_window=6h')).toEqual([
    9,
    { '2026-03-01T10:00:00.000Z': 1, '2026-03-01T11:00:00.000Z': 7, unknown: 1 },
  ]);
});

test('patterns: templates that recur in the window', async () => {
  const app = await open();
  const { items } = await read<Response<'analyze_log_patterns'>>(app, '/logs/patterns?min_occurrences=3');
  expect(items).toMatchObject([{ service: 'web', count: 3, level: 'info' }]);
  expect(items[0]!.template).toMatch(/request <\*> served in <\*>/);
  expect((await read<Response<'analyze_log_patterns'>>(app, '/logs/patterns')).items).toEqual([]);
});

test('a summary has each service with levels, templates and time slices over the window', async () => {
  const app = await open();
  const { items, searched } = await read<Response<'summarize_logs'>>(app, '/logs/summary?since=10m');
  expect(searched).toMatchObject({ start: '2026-03-01T11:50:00.000Z', end: '2026-03-01T12:00:00.000Z' });
  const web = items.find(({ service }) => service === 'web')!;
  expect(web).toMatchObject({ lines: 5, levels: { info: 3, warn: 1, error: 1 }, namespace: 'prod' });
  const served = web.patterns.find(({ template }) => template.includes('request'))!;
  expect(served.buckets).toHaveLength(30);
  expect(served.buckets!.reduce((sum, size) => sum + size, 0)).toBe(3);
  expect(served.buckets![15]).toBe(1);
  const whole = await read<Response<'summarize_logs'>>(app, '/logs/summary?service=web');
  expect(whole.items).toMatchObject([{ service: 'web', lines: 6 }]);
  expect(whole.searched.start).toBe(new Date(before(7_200)).toISOString());
});

test('services: names from pods, their files and sizes', async () => {
  const { items } = await read<Response<'list_log_services'>>(await open(), '/logs/services');
  expect(items).toEqual([
    { service: 'api', namespace: 'prod', pods: [], files: 1, bytes: API.length },
    { service: 'web', namespace: 'prod', pods: ['web-6d4cf56db6-x2x5z'], files: 1, bytes: WEB.length },
  ]);
});

test('ndjson lines name their service and pod; damaged ones become a warning', async () => {
  const ndjson = lines(
    JSON.stringify({
      timestamp: before(9),
      service: 'cart',
      pod: 'cart-1',
      level: 'error',
      message: 'no stock',
      trace_id: 't9',
    }),
    'not json',
    JSON.stringify({ timestamp: before(8), service: 'mail', message: 'sent' }),
  );
  const app = await open({ 'logs/export.ndjson': ndjson });
  const [entry] = (await read<Response<'search_logs'>>(app, '/logs/search?pattern=stock&service=cart')).items;
  expect(entry).toMatchObject({ service: 'cart', pod: 'cart-1', level: 'error', message: 'no stock', traceId: 't9' });
  const services = (await read<Response<'list_log_services'>>(app, '/logs/services')).items.map(
    ({ service }) => service,
  );
  expect(services).toEqual(['api', 'cart', 'mail', 'web']);
  expect((await read<Response<'describe_source'>>(app, '/source')).warnings).toEqual([
    'logs/export.ndjson:2: has a line that is not a JSON object',
  ]);
});

test('a cluster-info dump keeps its containers apart', async () => {
  const text = lines(
    '==== START logs for container app of pod prod/shop-6d4cf56db6-x2x5z ====',
    `${before(9)} app speaks`,
    '==== END logs for container app of pod prod/shop-6d4cf56db6-x2x5z ====',
    '==== START logs for container proxy of pod prod/shop-6d4cf56db6-x2x5z ====',
    `${before(8)} proxy speaks`,
    '==== END logs for container proxy of pod prod/shop-6d4cf56db6-x2x5z ====',
  );
  const app = await open({ 'prod/shop-6d4cf56db6-x2x5z/logs.txt': text });
  const { items } = await read<Response<'get_recent_logs'>>(app, '/logs/recent?service=shop');
  expect(items.map(({ container, message, service }) => [service, container, message])).toEqual([
    ['shop', 'proxy', 'proxy speaks'],
    ['shop', 'app', 'app speaks'],
  ]);
});

test('lines without a section in a pod’s own file of a dump are the pod’s', async () => {
  const app = await open({
    'prod/shop-6d4cf56db6-x2x5z/logs.txt': lines(`${before(9)} the shop speaks`, `${before(8)} once more`),
    'logs/mysql.log': lines(`${before(7)} the store speaks`),
  });
  const { items } = await read<Response<'get_recent_logs'>>(app, '/logs/recent?service=shop');
  expect(items.map(({ message, service }) => [service, message])).toEqual([
    ['shop', 'once more'],
    ['shop', 'the shop speaks'],
  ]);
});

test('a replay moves the times of entries', async () => {
  const app = await open({}, { replayAt: new Date('2027-01-01T00:00:00Z') });
  const { items } = await read<Response<'get_recent_logs'>>(app, '/logs/recent?limit=1');
  expect(items[0]!.timestamp).toBe('2026-12-31T23:59:50.000Z');
});

test('without logs every operation says that there are none', async () => {
  const snapshot = await openSnapshot(snapshotFolder({ 'topology.json': {} }));
  const app = createLogsApp({ provider: createSnapshotLogsProvider(snapshot), apiKey: API_KEY });
  for (const url of [
    '/logs/search?pattern=a',
    '/logs/errors',
    '/logs/recent',
    '/logs/summary',
    '/logs/patterns',
    '/logs/services',
  ])
    expect((await read<Response<'search_logs'>>(app, url)).searched.present).toBe(false);
  expect((await read<Response<'describe_source'>>(app, '/source')).signals).toEqual([]);
});
