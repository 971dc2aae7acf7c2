import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { openSnapshot, type Snapshot } from '../../../../backends/common/snapshot/index.ts';
import { CAPTURED_AT, lines, snapshotFolder } from '../../support/snapshot-folder.ts';

const CONTEXT = { version: 1, capturedAt: CAPTURED_AT };
const pod = (name: string, namespace = 'harbour') => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace } });
const list = (...items: readonly object[]) => ({ apiVersion: 'v1', kind: 'List', items });
const utf16 = (text: string, order: 'le' | 'be' = 'le') => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
};

async function open(files: Readonly<Record<string, unknown>>): Promise<Snapshot> {
  return openSnapshot(snapshotFolder({ 'snapshot.json': CONTEXT, ...files }));
}
async function namesIn(snapshot: Snapshot): Promise<string[]> {
  const { objects } = await snapshot.kubernetes();
  return objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`).toSorted();
}

const YAML_LIST = lines(
  'apiVersion: v1',
  'kind: List',
  'items:',
  '- apiVersion: v1',
  '  kind: Pod',
  '  metadata:',
  '    name: crane-0',
  '    namespace: harbour',
  "    creationTimestamp: '2026-03-01T11:00:00Z'",
  '- apiVersion: v1',
  '  kind: Pod',
  '  metadata: {name: crane-1, namespace: harbour}',
);

test.each<[string, Readonly<Record<string, unknown>>]>([
  ['YAML', { 'kubernetes/pods.yaml': YAML_LIST }],
  ['YAML with Windows line ends', { 'kubernetes/pods.yml': YAML_LIST.replaceAll('\n', '\r\n') }],
  [
    'several YAML documents',
    {
      'kubernetes/all.yaml': lines(
        '---',
        'kind: Pod',
        'metadata: {name: crane-0}',
        '---',
        '# none',
        '---',
        'kind: Pod',
        'metadata: {name: crane-1}',
        '...',
      ),
    },
  ],
  ['gzip', { 'kubernetes/pods.json.gz': gzipSync(JSON.stringify(list(pod('crane-0'), pod('crane-1')))) }],
  [
    'gzip under another name',
    { 'kubernetes/pods.json': gzipSync(JSON.stringify(list(pod('crane-0'), pod('crane-1')))) },
  ],
  ['zstd', { 'kubernetes/pods.json.zst': zstdCompressSync(JSON.stringify(list(pod('crane-0'), pod('crane-1')))) }],
  ['a byte order mark', { 'kubernetes/pods.json': `\ufeff${JSON.stringify(list(pod('crane-0'), pod('crane-1')))}` }],
  ['UTF-16', { 'kubernetes/pods.json': utf16(JSON.stringify(list(pod('crane-0'), pod('crane-1')))) }],
  ['big-endian UTF-16', { 'kubernetes/pods.json': utf16(JSON.stringify(list(pod('crane-0'), pod('crane-1'))), 'be') }],
  [
    'UTF-16 without a mark',
    { 'kubernetes/pods.json': utf16(JSON.stringify(list(pod('crane-0'), pod('crane-1')))).subarray(2) },
  ],
  ['UTF-16 YAML, compressed', { 'kubernetes/pods.yaml.gz': gzipSync(utf16(YAML_LIST)) }],
  [
    'JSON documents one after the other',
    { 'kubernetes/dump.json': `${JSON.stringify(list(pod('crane-0')), null, 2)}\n${JSON.stringify(pod('crane-1'))}` },
  ],
  [
    'JSON documents a line each',
    { 'kubernetes/pods.ndjson': lines(JSON.stringify(pod('crane-0')), JSON.stringify(pod('crane-1'))) },
  ],
  ['an array', { 'kubernetes/pods.json': [pod('crane-0'), pod('crane-1')] }],
  ['files at the root', { 'pods.json': list(pod('crane-0')), 'more.yaml': 'kind: Pod\nmetadata:\n  name: crane-1\n' }],
  ['no ending', { 'kubernetes/pods': list(pod('crane-0'), pod('crane-1')) }],
])('objects are read from %s', async (_, files) => {
  const snapshot = await open(files);
  expect(await namesIn(snapshot)).toEqual(['Pod/crane-0', 'Pod/crane-1']);
  expect(snapshot.warnings()).toEqual([]);
});

test('a must-gather tree: lists by namespace, single objects, logs', async () => {
  const root = 'must-gather.local.1/quay-io-sha256-0a1b/';
  const snapshot = await open({
    [`${root}namespaces/harbour/core/pods.yaml`]: YAML_LIST.replace('kind: List', 'kind: PodList'),
    [`${root}namespaces/harbour/pods/crane-0/crane-0.yaml`]:
      'kind: Pod\nmetadata: {name: crane-0, namespace: harbour}\n',
    [`${root}namespaces/harbour/core/configmaps.yaml`]: 'apiVersion: v1\nkind: ConfigMapList\nitems: []\n',
    [`${root}cluster-scoped-resources/core/nodes/quay-1.yaml`]: 'kind: Node\nmetadata: {name: quay-1}\n',
    [`${root}namespaces/harbour/pods/crane-0/hoist/hoist/logs/current.log`]: '2026-03-01T11:59:00.0Z lifting\n',
  });
  const { objects, readings } = await snapshot.kubernetes();
  expect(objects.map(({ metadata }) => metadata.name).toSorted()).toEqual(['crane-0', 'crane-1', 'quay-1']);
  expect(readings).toMatchObject([
    { kind: 'ConfigMap', state: 'seen', items: 0, namespaces: ['harbour'] },
    { kind: 'Node', state: 'truncated' },
    { kind: 'Pod', state: 'seen', namespaces: ['harbour'] },
  ]);
  expect(await snapshot.logFiles()).toMatchObject([{ namespace: 'harbour', pod: 'crane-0', container: 'hoist' }]);
});

const DUMP = [
  JSON.stringify({ kind: 'NodeList', items: [{ metadata: { name: 'quay-1' } }] }, null, 4),
  JSON.stringify({ kind: 'PodList', items: [{ metadata: { name: 'crane-0', namespace: 'harbour' } }] }, null, 4),
  '==== START logs for container hoist of pod harbour/crane-0 ====',
  '2026-03-01T11:59:00Z ERROR rope torn {"load": [1, 2',
  '==== END logs for container hoist of pod harbour/crane-0 ====',
  JSON.stringify({ kind: 'PodList', items: [] }, null, 4),
  '==== START logs for container app of pod market/stall-5d8f7c9b6d-x2x5z ====',
  '2026-03-01T11:58:00Z open',
  '==== END logs for container app of pod market/stall-5d8f7c9b6d-x2x5z ====',
].join('\n');

test.each([
  ['plain', { 'cluster.txt': DUMP }],
  ['in the folder of objects', { 'kubernetes/dump.json': DUMP }],
  ['compressed', { 'dump.json.gz': gzipSync(DUMP) }],
  ['with its logs far from the beginning', { 'dump.txt': DUMP.replace('{', `{"pad": "${'x'.repeat(70_000)}",`) }],
])('a cluster-info dump in one stream holds objects and logs: %s', async (_, files) => {
  const snapshot = await open(files);
  const { objects, readings } = await snapshot.kubernetes();
  expect(objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual(['Node/quay-1', 'Pod/crane-0']);
  // The empty list is of a namespace that nobody can tell.
  expect(readings).toContainEqual({ kind: 'Pod', state: 'seen', items: 1, namespaces: ['harbour'] });
  expect(await snapshot.logFiles()).toMatchObject([{ format: 'dump' }]);
  expect(snapshot.warnings()).toEqual([]);
});

test('a list that is cut off serves the items before the cut, is truncated, and is named with its line', async () => {
  const whole = JSON.stringify(list(pod('crane-0'), pod('crane-1', 'market'), pod('crane-2')), null, 1);
  const cut = whole.slice(0, whole.indexOf('crane-2') + 3);
  const snapshot = await open({ 'kubernetes/pods.json': cut });
  const { objects, readings } = await snapshot.kubernetes();
  const line = cut.split('\n').length;
  expect(objects.map(({ metadata }) => metadata.name)).toEqual(['crane-0', 'crane-1']);
  expect(readings.map(({ state }) => state)).toEqual(['truncated']);
  expect(snapshot.warnings()).toEqual([`kubernetes/pods.json:${line}: is cut off`]);
});

test('a compressed file that is cut off serves what is left of it', async () => {
  const bytes = gzipSync(JSON.stringify(list(...Array.from({ length: 400 }, (_, i) => pod(`crane-${i * 7919}`)))));
  const snapshot = await open({ 'kubernetes/pods.json.gz': bytes.subarray(0, bytes.length >> 1) });
  const { objects } = await snapshot.kubernetes();
  expect(objects.length).toBeGreaterThan(20);
  expect(objects.length).toBeLessThan(400);
  expect(snapshot.warnings()).toEqual(['kubernetes/pods.json.gz:1: is cut off']);
});

test('YAML that is damaged serves the items and documents around the fault', async () => {
  const text = `${YAML_LIST}- kind: Pod\n  metadata: {name: "broken\n---\nkind: Node\nmetadata: {name: quay-1}\n`;
  const snapshot = await open({ 'kubernetes/all.yaml': text });
  const { objects } = await snapshot.kubernetes();
  expect(objects.map(({ metadata }) => metadata.name)).toEqual(['crane-0', 'crane-1', 'quay-1']);
  expect(snapshot.warnings()).toEqual([expect.stringMatching(/^kubernetes\/all\.yaml:1[34]: is not valid YAML/)]);
});

test('what an API server refused is forbidden, not empty', async () => {
  const status = {
    kind: 'Status',
    status: 'Failure',
    reason: 'Forbidden',
    code: 403,
    message: 'secrets is forbidden: User "u" cannot list resource "secrets" in API group "" in the namespace "harbour"',
    details: { kind: 'secrets' },
  };
  const { readings } = await (await open({ 'kubernetes/secrets.json': status })).kubernetes();
  expect(readings).toMatchObject([{ kind: 'Secret', state: 'forbidden', namespaces: ['harbour'] }]);
});

test.each([
  ['a zip archive', 'bundle.zip', Buffer.from('504b03040a000000', 'hex'), 'is a zip archive: unpack it first'],
  [
    'a tar archive',
    'logs.tar.gz',
    gzipSync(Buffer.concat([Buffer.alloc(257, 'a'), Buffer.from('ustar'), Buffer.alloc(300)])),
    'is a tar archive: unpack it first',
  ],
  ['a program', 'logs/tool', Buffer.from('7f454c46020101000000', 'hex'), 'is a program'],
  ['binary', 'logs/web.log', Buffer.from(Array.from({ length: 600 }, (_, i) => (i * 37) % 256)), 'is binary'],
  [
    'a table',
    'kubernetes/pods.txt',
    'NAME    READY   STATUS\ncrane   1/1     Running\n',
    'is a table made for people: record it with -o json or -o yaml',
  ],
  ['prose', 'notes.txt', 'Ask Kim about the crane.\n', 'is not a part of a snapshot, skipped'],
])('%s is named with the reason', async (_, name, content, reason) => {
  const snapshot = await open({ 'topology.json': {}, [name]: content });
  await snapshot.kubernetes();
  expect(snapshot.warnings()).toEqual([`${name}: ${reason}`]);
});

test('links inside the folder are followed once, links out of it and to nothing are named', async () => {
  const dir = snapshotFolder({ 'snapshot.json': CONTEXT, 'real/kubernetes/pods.json': list(pod('crane-0')) });
  const outside = mkdtempSync(join(tmpdir(), 'outside-'));
  try {
    writeFileSync(join(outside, 'secrets.json'), JSON.stringify(list({ kind: 'Secret', metadata: { name: 'key' } })));
    mkdirSync(join(dir, 'kubernetes'));
    symlinkSync('../real/kubernetes/pods.json', join(dir, 'kubernetes/pods.json'));
    symlinkSync(join(outside, 'secrets.json'), join(dir, 'kubernetes/secrets.json'));
    symlinkSync(outside, join(dir, 'elsewhere'));
    symlinkSync('..', join(dir, 'real/above'));
    symlinkSync('nowhere', join(dir, 'gone.json'));
    const snapshot = await openSnapshot(dir);
    const { objects } = await snapshot.kubernetes();
    expect(objects.map(({ metadata }) => metadata.name)).toEqual(['crane-0']);
    expect(snapshot.warnings()).toEqual([
      'elsewhere: is a link out of the folder, not followed',
      'gone.json: is a link to nothing',
      'kubernetes/secrets.json: is a link out of the folder, not followed',
    ]);
  } finally {
    rmSync(outside, { recursive: true });
  }
});

test('a mounted volume, all of links to a hidden folder, is read', async () => {
  const dir = snapshotFolder({ '..v1/kubernetes/pods.json': list(pod('crane-0')), '..v1/snapshot.json': CONTEXT });
  symlinkSync('..v1', join(dir, '..data'));
  symlinkSync('..data/kubernetes', join(dir, 'kubernetes'));
  symlinkSync('..data/snapshot.json', join(dir, 'snapshot.json'));
  const snapshot = await openSnapshot(dir);
  expect((await snapshot.kubernetes()).objects).toHaveLength(1);
  expect(snapshot.now.toISOString()).toBe('2026-03-01T12:00:00.000Z');
});

test('a damaged document does not take the others of its file with it', async () => {
  const dump = [JSON.stringify(pod('crane-0')), '{"kind": "Pod", oops}', JSON.stringify(pod('crane-1'))].join('\n');
  const snapshot = await open({ 'kubernetes/dump.json': dump });
  expect(await namesIn(snapshot)).toEqual(['Pod/crane-0', 'Pod/crane-1']);
  expect(snapshot.warnings()).toEqual(['kubernetes/dump.json:2: is not valid JSON']);
});

test('what kubectl says instead of objects: none, forbidden, failed', async () => {
  const snapshot = await open({
    'kubernetes/ingresses.json': 'No resources found in harbour namespace.\n',
    'kubernetes/certificates.json': 'error: the server doesn\'t have a resource type "certificates"\n',
    'kubernetes/secrets.yaml':
      'Error from server (Forbidden): secrets is forbidden: User "u" cannot list resource "secrets" in API group "" in the namespace "harbour"\n',
    'kubernetes/pods.json': 'Error from server (Timeout): the server was unable to return a response in time\n',
    'kubernetes/nodes.json': `Warning: v1 is deprecated\n${JSON.stringify(list({ kind: 'Node', metadata: { name: 'quay-1' } }))}`,
  });
  const { readings, objects } = await snapshot.kubernetes();
  expect(objects).toHaveLength(1);
  expect(readings).toMatchObject([
    { kind: 'Certificate', state: 'seen', items: 0 },
    { kind: 'Ingress', state: 'seen', items: 0, namespaces: ['harbour'] },
    { kind: 'Node', state: 'seen' },
    { kind: 'Pod', state: 'unread' },
    { kind: 'Secret', state: 'forbidden', namespaces: ['harbour'] },
  ]);
  expect(snapshot.warnings()).toEqual([
    'kubernetes/pods.json: holds the words of an error, no objects',
    'kubernetes/secrets.yaml: may not be listed (403)',
  ]);
});

test('metrics and traces are unpacked too; what holds no spans is named', async () => {
  const span = { traceId: 'a', spanId: 'b', name: 'lift', startTimeUnixNano: '1', endTimeUnixNano: '2' };
  const owner = { attributes: [{ key: 'service.name', value: { stringValue: 'crane' } }] };
  const snapshot = await open({
    'metrics/crane.om.gz': gzipSync('lifts_total 7 1772366400\n# EOF\n'),
    'traces/tempo.json.gz': gzipSync(
      JSON.stringify({ batches: [{ resource: owner, scopeSpans: [{ spans: [span] }] }] }),
    ),
    'traces/odd.json': { data: [] },
  });
  expect((await snapshot.metrics()).map(({ name }) => name)).toEqual(['lifts_total']);
  expect((await snapshot.spans()).map(({ service }) => service)).toEqual(['crane']);
  expect(snapshot.warnings()).toEqual(['traces/odd.json: holds no OTLP spans']);
});
