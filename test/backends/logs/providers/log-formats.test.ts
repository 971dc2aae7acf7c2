import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { openSnapshot } from '../../../../backends/common/snapshot/index.ts';
import type { LogRecord } from '../../../../backends/logs/provider.ts';
import { createSnapshotLogsProvider } from '../../../../backends/logs/providers/snapshot.ts';
import { CAPTURED_AT, lines, snapshotFolder } from '../../support/snapshot-folder.ts';

const ID = '0a1b2c3d-0000-1111-2222-333344445555';
const HASH = 'a'.repeat(64);
const FAILURE = 'rope torn: connection refused';

async function open(files: Readonly<Record<string, unknown>>) {
  const dir = snapshotFolder({ 'snapshot.json': { capturedAt: CAPTURED_AT }, 'topology.json': {}, ...files });
  const snapshot = await openSnapshot(dir);
  return { snapshot, provider: createSnapshotLogsProvider(snapshot) };
}

async function recordsOf(files: Readonly<Record<string, unknown>>): Promise<LogRecord[]> {
  const { snapshot, provider } = await open(files);
  const records: LogRecord[] = [];
  const call = { signal: new AbortController().signal };
  for await (const batch of provider.scan({ window: { end: snapshot.now, openEnd: true } }, call))
    records.push(...batch);
  return records;
}
const short = ({ service, pod, container, level, text, timestamp }: LogRecord) => ({
  service,
  pod,
  container,
  level,
  text,
  time: timestamp === undefined ? undefined : new Date(timestamp).toISOString(),
});
const RECORD = { service: 'crane', level: 'error', text: FAILURE, time: '2026-03-01T11:59:00.000Z' };
const PLAIN = `2026-03-01T11:59:00Z ERROR ${FAILURE}`;
const JSON_LINE = JSON.stringify({ level: 'error', time: '2026-03-01T11:59:00Z', msg: FAILURE });

test.each<[string, string, string | Uint8Array]>([
  ['gzip', 'logs/crane.log.gz', gzipSync(`${JSON_LINE}\n`)],
  ['gzip, rotated', 'logs/crane.log.1.gz', gzipSync(`${JSON_LINE}\n`)],
  ['UTF-16 as PowerShell writes it', 'logs/crane.log', Buffer.from(`\ufeff${JSON_LINE}\r\n`, 'utf16le')],
  ['a byte order mark', 'logs/crane.log', `\ufeff${JSON_LINE}\r\n`],
  ['NUL bytes where the file was truncated', 'logs/crane.log', `${'\0'.repeat(5_000)}${JSON_LINE}\n`],
  ['the root of the folder', 'crane.log', `${JSON_LINE}\n`],
  ['no ending', 'logs/crane', `${JSON_LINE}\n`],
  ['CRI', 'logs/crane.log', `2026-03-01T11:59:00.000000000Z stderr F ${JSON_LINE}\n`],
  [
    'CRI in parts',
    'logs/crane.log',
    lines(
      `2026-03-01T11:59:00.0Z stderr P ${JSON_LINE.slice(0, 20)}`,
      `2026-03-01T11:59:00.1Z stderr F ${JSON_LINE.slice(20)}`,
    ),
  ],
  [
    'docker',
    'logs/crane.log',
    `${JSON.stringify({ log: `${JSON_LINE}\n`, stream: 'stderr', time: '2026-03-01T11:59:01Z' })}\n`,
  ],
  [
    'docker within a forwarder',
    'logs/crane.log',
    `${JSON.stringify({ '@timestamp': '2026-03-01T11:59:02Z', message: JSON.stringify({ log: `${JSON_LINE}\n`, stream: 'stderr' }) })}\n`,
  ],
  ['colours', 'logs/crane.log', `\u001b[2m2026-03-01T11:59:00Z\u001b[0m \u001b[1;31merror\u001b[0m: ${FAILURE}\n`],
  [
    'colours within JSON',
    'logs/crane.log',
    `${JSON.stringify({ level: 'error', time: '2026-03-01T11:59:00Z', msg: `\u001b[31m${FAILURE}\u001b[39m` })}\n`,
  ],
  [
    'nested JSON',
    'logs/crane.log',
    `${JSON.stringify({ timestamp: '2026-03-01T11:59:00Z', fields: { message: FAILURE, level: 'error' } })}\n`,
  ],
  [
    'JSON of the Elastic common schema',
    'logs/crane.log',
    `${JSON.stringify({ '@timestamp': '2026-03-01T11:59:00Z', log: { level: 'error' }, message: FAILURE })}\n`,
  ],
  [
    'JSON of the journal',
    'logs/crane.log',
    `${JSON.stringify({ __REALTIME_TIMESTAMP: '1772366340000000', PRIORITY: '3', MESSAGE: FAILURE })}\n`,
  ],
  ['klog', 'logs/crane.log', `E0301 11:59:00.000000       1 hoist.go:12] ${FAILURE}\n`],
  ['logfmt', 'logs/crane.log', `time=2026-03-01T11:59:00Z level=error msg="${FAILURE}"\n`],
  [
    'the journal of a container that logs JSON',
    'logs/crane.json',
    `${JSON.stringify({ __REALTIME_TIMESTAMP: '1772366341000000', PRIORITY: '6', MESSAGE: JSON_LINE })}\n`,
  ],
  ['JSON over several lines', 'logs/crane.log', `${JSON.stringify(JSON.parse(JSON_LINE), null, 2)}\n`],
  [
    'a download of Grafana',
    'logs/crane.json',
    JSON.stringify([{ line: JSON_LINE, timestamp: '1772366340000000000', fields: { app: 'crane' } }]),
  ],
  [
    'the journal of a kubelet',
    'logs/crane.log',
    `Mar 01 11:59:00 quay-1 kubelet[812]: E0301 11:59:00.000000     812 pod.go:12] ${FAILURE}\n`,
  ],
  [
    'lines of logcli',
    'logs/crane.jsonl',
    `${JSON.stringify({ labels: {}, line: JSON_LINE, timestamp: '2026-03-01T11:59:00Z' })}\n`,
  ],
])('a log is read from %s', async (_, name, content) => {
  const [first, ...more] = await recordsOf({ [name]: content });
  const { text, ...rest } = short(first!);
  expect({ ...rest, text: text.replace(/^(error|kubelet): /, '') }).toMatchObject(RECORD);
  expect(more).toEqual([]);
});

test.each([
  ['as the kubelet names it', `var/log/pods/harbour_crane-5d8f7c9b6d-x2x5z_${ID}/hoist/0.log`],
  ['rotated by the kubelet', `pods/harbour_crane-5d8f7c9b6d-x2x5z_${ID}/hoist/0.log.20260301-115900`],
  ['as the runtime links it', `logs/crane-5d8f7c9b6d-x2x5z_harbour_hoist-${HASH}.log`],
  ['of a must-gather', 'namespaces/harbour/pods/crane-5d8f7c9b6d-x2x5z/hoist/hoist/logs/previous.log'],
  ['by folders', 'logs/harbour/crane-5d8f7c9b6d-x2x5z/hoist.log'],
])('a log names its container by its place, %s', async (_, name) => {
  const [record] = await recordsOf({ [name]: `${PLAIN}\n` });
  expect(record).toMatchObject({
    service: 'crane',
    namespace: 'harbour',
    pod: 'crane-5d8f7c9b6d-x2x5z',
    container: 'hoist',
  });
});

test('lines of several containers keep their own records: kubectl logs --prefix, stern, docker compose', async () => {
  const two = (a: string, b: string) =>
    lines(
      `${a}2026-03-01T11:59:00Z ERROR lift failed`,
      `${b}2026-03-01T11:59:00Z INFO open`,
      `${a}\tat crane.Hoist.lift(Hoist.java:12)`,
      `${b}2026-03-01T11:59:01Z INFO sold`,
    );
  const expected = [
    ['crane', 'lift failed\n\tat crane.Hoist.lift(Hoist.java:12)'],
    ['stall', 'open'],
    ['stall', 'sold'],
  ];
  for (const [name, text] of [
    ['logs/all.log', two('[pod/crane-5d8f7c9b6d-x2x5z/hoist] ', '[pod/stall-0/app] ')],
    ['logs/all.log', two('crane-5d8f7c9b6d-x2x5z hoist ', 'stall-6c9b8d7f5b-q9w8z app ')],
    ['compose.log', two('crane-1  | ', 'stall-1  | ')],
  ] as const) {
    const records = await recordsOf({
      [name]: text,
      'kubernetes/s.json': { kind: 'StatefulSet', metadata: { name: 'stall' } },
    });
    const told = records.map(({ service, text: message }) => [service, message.replace(/^(ERROR|INFO) /, '')]);
    expect(told.toSorted()).toEqual(expected);
  }
});

const NANO = (seconds: number) => `${1_772_366_340 + seconds}000000000`;
const CELL = (field: string, value: string) => ({ field, value });
const ANSWERS: readonly (readonly [string, unknown])[] = [
  [
    'Loki, newest first',
    {
      status: 'success',
      data: {
        resultType: 'streams',
        result: [
          {
            stream: { namespace: 'harbour', pod: 'crane-5d8f7c9b6d-x2x5z', container: 'hoist', app: 'crane' },
            values: [
              [NANO(1), `INFO second`],
              [NANO(0), `ERROR ${FAILURE}`],
            ],
          },
        ],
      },
    },
  ],
  [
    'CloudWatch Logs Insights, of a container agent',
    {
      results: [
        [
          CELL('@timestamp', '2026-03-01 11:59:01.000'),
          CELL('@message', JSON.stringify({ log: 'INFO second', kubernetes: { pod_name: 'crane-5d8f7c9b6d-x2x5z' } })),
          CELL('kubernetes.pod_name', 'crane-5d8f7c9b6d-x2x5z'),
          CELL('kubernetes.container_name', 'hoist'),
          CELL('@ptr', 'x'),
        ],
        [
          CELL('@timestamp', '2026-03-01 11:59:00.000'),
          CELL(
            '@message',
            JSON.stringify({ log: `ERROR ${FAILURE}`, kubernetes: { pod_name: 'crane-5d8f7c9b6d-x2x5z' } }),
          ),
          CELL('kubernetes.pod_name', 'crane-5d8f7c9b6d-x2x5z'),
          CELL('kubernetes.container_name', 'hoist'),
          CELL('@ptr', 'y'),
        ],
      ],
      statistics: { recordsMatched: 2 },
      status: 'Complete',
    },
  ],
  [
    'CloudWatch Logs events',
    {
      events: [0, 1].map((second) => ({
        logStreamName: `node.var.log.containers.crane-5d8f7c9b6d-x2x5z_harbour_hoist-${HASH}.log`,
        timestamp: 1_772_366_340_000 + second * 1000,
        message: second === 0 ? `ERROR ${FAILURE}\n` : 'INFO second\n',
      })),
    },
  ],
  [
    'Elasticsearch',
    {
      took: 3,
      hits: {
        total: { value: 2 },
        hits: [1, 0].map((second) => ({
          _index: 'logs',
          _source: {
            '@timestamp': `2026-03-01T11:59:0${second}Z`,
            message: second === 0 ? `ERROR ${FAILURE}` : 'INFO second',
            kubernetes: { pod: { name: 'crane-5d8f7c9b6d-x2x5z' }, container: { name: 'hoist' }, namespace: 'harbour' },
          },
        })),
      },
    },
  ],
  [
    'Cloud Logging',
    [1, 0].map((second) => ({
      insertId: String(second),
      logName: 'stdout',
      resource: { labels: { pod_name: 'crane-5d8f7c9b6d-x2x5z', container_name: 'hoist', namespace_name: 'harbour' } },
      severity: second === 0 ? 'ERROR' : 'INFO',
      timestamp: `2026-03-01T11:59:0${second}Z`,
      textPayload: second === 0 ? FAILURE : 'second',
    })),
  ],
  [
    'OpenTelemetry',
    {
      resourceLogs: [
        {
          resource: {
            attributes: [
              { key: 'service.name', value: { stringValue: 'crane' } },
              { key: 'k8s.pod.name', value: { stringValue: 'crane-5d8f7c9b6d-x2x5z' } },
              { key: 'k8s.container.name', value: { stringValue: 'hoist' } },
            ],
          },
          scopeLogs: [
            {
              logRecords: [
                { timeUnixNano: NANO(0), severityText: 'ERROR', body: { stringValue: FAILURE } },
                { timeUnixNano: NANO(1), severityText: 'INFO', body: { stringValue: 'second' } },
              ],
            },
          ],
        },
      ],
    },
  ],
];

test.each(ANSWERS)('the answer of a log store is a log: %s', async (_, answer) => {
  const files = { 'logs/saved.json': answer };
  const records = await recordsOf(files);
  expect(
    records.map(short).map(({ text, ...rest }) => ({ ...rest, text: text.replace(/^(ERROR|INFO) /, '') })),
  ).toEqual([
    { ...RECORD, pod: 'crane-5d8f7c9b6d-x2x5z', container: 'hoist' },
    {
      ...RECORD,
      pod: 'crane-5d8f7c9b6d-x2x5z',
      container: 'hoist',
      level: 'info',
      text: 'second',
      time: '2026-03-01T11:59:01.000Z',
    },
  ]);
  const { provider } = await open(files);
  const call = { signal: new AbortController().signal };
  expect((await provider.sources(call)).items.map(({ service }) => service)).toEqual(['crane']);
});

const TASK = '0f'.repeat(16);
const ROW = (log: string, message: string, stream = '') => [
  CELL('@timestamp', '2026-03-01 11:59:00.000'),
  CELL('@message', message),
  CELL('@log', `210987654321:${log}`),
  ...(stream === '' ? [] : [CELL('@logStream', stream)]),
];

test.each<[string, string, string, Partial<LogRecord>]>([
  ['/aws/lambda/hoist-fn', `2026/03/01/[$LATEST]${TASK}`, 'ERROR torn', { service: 'hoist-fn' }],
  ['/aws/lambda/us-east-1.edge-fn', '', 'ERROR torn', { service: 'edge-fn' }],
  ['/aws/rds/cluster/harbour-db/postgresql', 'harbour-db-1.0', 'ERROR torn', { service: 'harbour-db' }],
  ['/ecs/hoist', `ecs/sidecar/${TASK}`, 'ERROR torn', { service: 'hoist', container: 'sidecar' }],
  ['/aws/ecs/quay/hoist', '', 'ERROR torn', { service: 'hoist' }],
  ['/prod/hoist/application', '', 'ERROR torn', { service: 'hoist' }],
  ['hoist', '', '{"Source":"Quay.Worker","Message":"torn"}', { service: 'hoist' }],
  [
    '/aws/events/tasks',
    '',
    JSON.stringify({
      'detail-type': 'ECS Task State Change',
      source: 'aws.ecs',
      detail: { group: 'service:hoist', lastStatus: 'STOPPED', stoppedReason: 'CannotPullContainerError: denied' },
    }),
    { service: 'hoist', text: 'ECS Task State Change: CannotPullContainerError: denied' },
  ],
  [
    '/aws/events/services',
    '',
    JSON.stringify({
      'detail-type': 'ECS Service Action',
      resources: ['arn:aws:ecs:eu-west-1:210987654321:service/quay/hoist'],
      detail: { eventType: 'ERROR', eventName: 'SERVICE_TASK_PLACEMENT_FAILURE', reason: 'RESOURCE:MEMORY' },
    }),
    { service: 'hoist', level: 'error', text: 'ECS Service Action: SERVICE_TASK_PLACEMENT_FAILURE: RESOURCE:MEMORY' },
  ],
  ['events', '', '(service hoist) has reached a steady state.', { service: 'hoist' }],
  [
    'rds/events',
    '',
    JSON.stringify({ SourceIdentifier: 'harbour-db', SourceType: 'db-cluster', Message: 'Completed failover' }),
    { service: 'harbour-db', text: 'Completed failover' },
  ],
])('CloudWatch Logs Insights says whose a line is: %s %s', async (group, stream, message, expected) => {
  const records = await recordsOf({ 'logs/insights.json': { results: [ROW(group, message, stream)] } });
  expect(records).toEqual([expect.objectContaining(expected)]);
});

test('where one group holds the streams of several services, their prefixes name them', async () => {
  const results = ['hoist', 'lift'].map((name) => ROW('/ecs/quay', `INFO ${name}`, `${name}/web/${TASK}`));
  const records = await recordsOf({ 'logs/insights.json': { results } });
  expect(records.map(({ service }) => service)).toEqual(['hoist', 'lift']);
});

test('an answer that is not whole, and one that is damaged, are named; what is there serves', async () => {
  const { snapshot, provider } = await open({
    'logs/first-page.json': { events: [{ timestamp: 1_772_366_340_000, message: 'INFO one' }], nextToken: 'more' },
    'logs/running.json': { results: [[CELL('@message', 'INFO two')]], status: 'Running' },
    'logs/cut.json': JSON.stringify([{ insertId: 'a', textPayload: 'three' }, { insertId: 'b' }]).slice(0, -12),
  });
  const call = { signal: new AbortController().signal };
  const texts: string[] = [];
  for await (const batch of provider.scan({ window: { end: snapshot.now, openEnd: true } }, call))
    texts.push(...batch.map(({ text }) => text));
  expect(texts.toSorted()).toEqual(['INFO one', 'INFO two', 'three']);
  const { notUnderstood, readings } = await provider.coverage(call);
  expect(notUnderstood).toEqual([
    { file: 'logs/cut.json', line: 1, reason: 'is cut off' },
    { file: 'logs/first-page.json', reason: 'is the first page of more events' },
    { file: 'logs/running.json', reason: 'is of a query that is running' },
  ]);
  expect(readings).toMatchObject([{ kind: 'logs', state: 'truncated' }]);
});

test('a compressed log that is cut off serves its lines, and is named with the line', async () => {
  const text = Array.from({ length: 2_000 }, (_, i) => `2026-03-01T11:59:00Z INFO lift ${i * 7919}`).join('\n');
  const bytes = gzipSync(text);
  const { snapshot, provider } = await open({ 'logs/crane.log.gz': bytes.subarray(0, bytes.length >> 1) });
  const call = { signal: new AbortController().signal };
  let records = 0;
  for await (const batch of provider.scan({ window: { end: snapshot.now, openEnd: true } }, call))
    records += batch.length;
  expect(records).toBeGreaterThan(100);
  const { notUnderstood } = await provider.coverage(call);
  expect(notUnderstood).toEqual([{ file: 'logs/crane.log.gz', line: expect.any(Number), reason: 'is cut off' }]);
});

test('times without a year are of the recording, or of the year before where they would lie ahead', async () => {
  const records = await recordsOf({
    'logs/crane.log': lines('Dec 31 23:59:00 quay-1 crane[7]: lift', 'Mar  1 11:59:00 quay-1 crane[7]: lift'),
  });
  expect(records.map(short).map(({ time }) => time)).toEqual(['2025-12-31T23:59:00.000Z', '2026-03-01T11:59:00.000Z']);
});

test('the plain last words of a program that logs JSON are kept with it', async () => {
  const records = await recordsOf({
    'logs/crane.jsonl': lines(
      JSON.stringify({ time: '2026-03-01T11:59:00Z', level: 'info', service: 'crane', msg: 'lift' }),
      'panic: rope torn',
    ),
  });
  expect(records.map(({ service, level, text }) => [service, level, text])).toEqual([
    ['crane', 'info', 'lift'],
    ['crane', 'fatal', 'panic: rope torn'],
  ]);
});

test('a first line of JSON that is longer than what is looked at is a line', async () => {
  const long = JSON.stringify({ level: 'info', msg: 'x'.repeat(200_000) });
  const records = await recordsOf({ 'logs/crane.log': lines(long, JSON_LINE, 'panic: rope torn') });
  expect(records.map(({ level }) => level)).toEqual(['info', 'error', 'fatal']);
});

test('a very long line does not hide the lines around it', async () => {
  const records = await recordsOf({ 'logs/crane.log': lines(PLAIN, 'x'.repeat(3 * 1024 * 1024), PLAIN) });
  expect(records.filter(({ text }) => text.includes(FAILURE))).toHaveLength(2);
});

test("Ruby's own logger tells the time and the level of each line", async () => {
  const ruby = (level: string, text: string) =>
    `${level[0]}, [2026-03-01T11:59:00.000000 #812] ${level.padStart(5)} -- : ${text}`;
  const records = await recordsOf({
    'logs/crane.log': lines(ruby('FATAL', FAILURE), ruby('INFO', 'Completed 200 OK')),
  });
  expect(records.map(short).map(({ level, text, time }) => ({ level, text, time }))).toEqual([
    { level: 'fatal', text: FAILURE, time: RECORD.time },
    { level: 'info', text: 'Completed 200 OK', time: RECORD.time },
  ]);
});
