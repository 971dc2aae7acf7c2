import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openSnapshot } from '../../../../backends/common/snapshot/index.ts';
import { before, CAPTURED_AT, lines, secondsBefore, snapshotFolder } from '../../support/snapshot-folder.ts';

const CONTEXT = { version: 1, cluster: 'shop', capturedAt: CAPTURED_AT, namespaces: ['prod'], report: 'it is slow' };
const pod = (name: string, extra: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'prod', creationTimestamp: before(600), ...extra },
});

test('a missing folder, a file and an empty folder are refused in one line', async () => {
  await expect(openSnapshot('/does/not/exist')).rejects.toThrow(/^snapshot folder .* does not exist$/);
  const dir = snapshotFolder({ 'snapshot.json': CONTEXT });
  await expect(openSnapshot(join(dir, 'snapshot.json'))).rejects.toThrow('is not a folder');
  await expect(openSnapshot(dir)).rejects.toThrow('holds no source');
});

test('what snapshot.json says is what the snapshot says', async () => {
  const snapshot = await openSnapshot(snapshotFolder({ 'snapshot.json': CONTEXT, 'topology.json': {} }));
  expect(snapshot).toMatchObject({ cluster: 'shop', namespaces: ['prod'], report: 'it is slow' });
  expect(snapshot.now.toISOString()).toBe('2026-03-01T12:00:00.000Z');
  expect(snapshot.warnings()).toEqual([]);
});

test('each damaged file is one warning with file and line, and the rest serves', async () => {
  const dir = snapshotFolder({
    'snapshot.json': '{"cluster":"shop",\n "capturedAt": oops}',
    'kubernetes/pods.json': lines('{"kind":"List","items":[', '{"kind":"Pod",,}', ']}'),
    'kubernetes/services.json': {
      kind: 'List',
      items: [{ kind: 'Service', metadata: { name: 'web' } }, { kind: 'Lost' }],
    },
    'metrics.om': lines('good 1 1772366400', 'bad{a="b" 2 1772366400', 'good 2 1772366460', 'worse x'),
    'changes/all.ndjson': lines(
      JSON.stringify({ timestamp: before(60), kind: 'deploy', id: 'abc', summary: 'Release' }),
      '{"timestamp":',
      JSON.stringify({ timestamp: 'whenever', kind: 'deploy', id: 'x', summary: '' }),
    ),
    'alerts.json': '[{"labels":{}}]',
    'topology.json': '["a"]',
    'notes.bin': 'x',
  });
  const snapshot = await openSnapshot(dir);
  expect((await snapshot.kubernetes()).objects.map(({ metadata }) => metadata.name)).toEqual(['web']);
  const [series] = await snapshot.metrics();
  expect([...series!.values]).toEqual([1, 2]);
  expect(await snapshot.changes()).toHaveLength(1);
  expect(await snapshot.alerts()).toEqual([]);
  expect(await snapshot.topology()).toBeUndefined();
  expect(snapshot.warnings()).toEqual([
    'alerts.json: has an alert without a usable startsAt',
    'changes/all.ndjson:2: has a line that is not valid JSON',
    'kubernetes/pods.json:2: is not valid JSON',
    'kubernetes/services.json: holds 1 items without kind or name, skipped',
    'metrics.om:2: has labels without a closing brace',
    'notes.bin: is not a part of a snapshot, skipped',
    'snapshot.json:2: is not valid JSON',
    'topology.json:1: is not an object of caller to callees',
  ]);
});

test('objects come alone, in Lists and in typed lists; values of secrets and managedFields go', async () => {
  const secret = {
    kind: 'Secret',
    metadata: {
      name: 'db',
      managedFields: [{ manager: 'kubectl' }],
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"password":"aHVudGVyMg=="}}' },
    },
    data: { password: 'aHVudGVyMg==' },
    stringData: { token: 'hunter2' },
  };
  const dir = snapshotFolder({
    'snapshot.json': CONTEXT,
    'kubernetes/secret.json': secret,
    'kubernetes/deep/er/pods.json': { kind: 'PodList', apiVersion: 'v1', items: [{ metadata: { name: 'web-1' } }] },
    'kubernetes/again.json': { kind: 'List', items: [{ kind: 'Pod', metadata: { name: 'web-1' } }] },
    'kubernetes/events.json': { kind: 'List', items: [] },
  });
  const { objects, events, eventsPresent } = await (await openSnapshot(dir)).kubernetes();
  expect(objects).toEqual([
    { kind: 'Pod', metadata: { name: 'web-1' } },
    { kind: 'Secret', metadata: { name: 'db', annotations: {} }, data: { password: '' }, stringData: { token: '' } },
  ]);
  expect([events, eventsPresent]).toEqual([[], true]);
});

test('kubectl cluster-info dump is understood as it lies', async () => {
  const dir = snapshotFolder({
    'nodes.json': { kind: 'NodeList', apiVersion: 'v1', items: [{ metadata: { name: 'n1' } }] },
    'prod/pods.json': { kind: 'PodList', items: [{ metadata: { name: 'web-6d4cf56db6-x2x5z', namespace: 'prod' } }] },
    'prod/web-6d4cf56db6-x2x5z/logs.txt': lines(
      '==== START logs for container web of pod prod/web-6d4cf56db6-x2x5z ====',
      '2026-03-01T11:59:00Z started',
      '==== END logs for container web of pod prod/web-6d4cf56db6-x2x5z ====',
    ),
    'prod/unrelated.json': { hello: 'world' },
  });
  const snapshot = await openSnapshot(dir);
  const { objects } = await snapshot.kubernetes();
  expect(objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual([
    'Node/n1',
    'Pod/web-6d4cf56db6-x2x5z',
  ]);
  expect(await snapshot.logFiles()).toMatchObject([
    { service: 'web', namespace: 'prod', pod: 'web-6d4cf56db6-x2x5z', format: 'dump' },
  ]);
  expect(snapshot.warnings()).toEqual(['prod/unrelated.json: is not a part of a snapshot, skipped']);
  expect(snapshot.now.toISOString()).toBe('2026-03-01T11:59:00.000Z');
});

test('without a moment of recording the latest time seen is now', async () => {
  const dir = snapshotFolder({
    'kubernetes/pods.json': pod('web', { creationTimestamp: before(9_000) }),
    'metrics.om': lines(`up 1 ${secondsBefore(120)}`),
    'logs/web.log': lines(`${before(30)} hello`),
    'alerts.json': [{ labels: {}, startsAt: before(300) }],
  });
  expect((await openSnapshot(dir)).now.toISOString()).toBe(new Date(before(30)).toISOString());
});

test('a replay shifts objects, metrics, changes, alerts and traces by the same whole seconds', async () => {
  const nano = (seconds: number) => `${secondsBefore(seconds)}000000000`;
  const dir = snapshotFolder({
    'snapshot.json': CONTEXT,
    'kubernetes/pod.json': {
      ...pod('web'),
      status: { startTime: before(590), note: 'seen 2026-03-01T11:00:00Z', micro: '2026-03-01T11:59:59.123456Z' },
    },
    'metrics.om': lines(`up 1 ${secondsBefore(60)}`),
    'changes/c.ndjson': lines(JSON.stringify({ timestamp: before(300), kind: 'flag', id: 'f', summary: 's' })),
    'alerts.json': [{ labels: {}, startsAt: before(60), endsAt: '0001-01-01T00:00:00Z' }],
    'traces/t.json': {
      resourceSpans: [
        { scopeSpans: [{ spans: [{ spanId: 'a', startTimeUnixNano: nano(50), endTimeUnixNano: nano(49) }] }] },
      ],
    },
  });
  const replayAt = new Date('2027-05-05T10:00:00.700Z');
  const snapshot = await openSnapshot(dir, { replayAt });
  const ago = (seconds: number) => new Date(Date.parse('2027-05-05T10:00:00Z') - seconds * 1000).toISOString();
  expect(snapshot.now.toISOString()).toBe(ago(0));
  const [object] = (await snapshot.kubernetes()).objects;
  expect(object).toMatchObject({
    metadata: { creationTimestamp: ago(600).replace('.000Z', 'Z') },
    status: { note: 'seen 2026-03-01T11:00:00Z', micro: '2027-05-05T09:59:59.123456Z' },
  });
  expect((await snapshot.metrics())[0]!.timestamps[0]).toBe(Date.parse(ago(60)) / 1000);
  expect(Date.parse((await snapshot.changes())[0]!.timestamp)).toBe(Date.parse(ago(300)));
  const [alert] = await snapshot.alerts();
  expect(Date.parse(alert!.startsAt)).toBe(Date.parse(ago(60)));
  expect(alert).not.toHaveProperty('endsAt');
  expect((await snapshot.spans())[0]!.start).toBe(Date.parse(ago(50)));
});

test('a source that appears in a subfolder of logs belongs to a namespace', async () => {
  const dir = snapshotFolder({
    'snapshot.json': CONTEXT,
    'logs/prod/web-6d4cf56db6-x2x5z.log': 'hello\n',
    'logs/web_sidecar.log': 'x\n',
  });
  mkdirSync(join(dir, 'logs/empty'));
  writeFileSync(join(dir, 'logs/empty.log'), '');
  const files = await (await openSnapshot(dir)).logFiles();
  expect(files.map(({ service, namespace, bytes }) => [service, namespace, bytes])).toEqual([
    ['empty', undefined, 0],
    ['web', 'prod', 6],
    ['web_sidecar', undefined, 2],
  ]);
});
