import { expect, test } from '@jest/globals';
import { openSnapshot } from '../../../../backends/common/snapshot/index.ts';
import { CAPTURED_AT, snapshotFolder } from '../../support/snapshot-folder.ts';

const object = (kind: string, name: string, namespace?: string) => ({ kind, metadata: { name, namespace } });
const list = (...items: readonly object[]) => ({ kind: 'List', items });

async function readingsOf(files: Readonly<Record<string, unknown>>, namespaces: readonly string[] = []) {
  const dir = snapshotFolder({ 'snapshot.json': { capturedAt: CAPTURED_AT, namespaces }, ...files });
  return (await (await openSnapshot(dir)).kubernetes()).readings;
}

test('a list with items of several namespaces is of all, one with items of a single namespace of that one', async () => {
  const readings = await readingsOf({
    'kubernetes/pods.json': list(object('Pod', 'a', 'shop'), object('Pod', 'b', 'bank')),
    'kubernetes/services.json': list(object('Service', 'a', 'shop')),
    'kubernetes/nodes.json': list(object('Node', 'one')),
  });
  expect(readings).toEqual([
    { kind: 'Node', state: 'seen', items: 1 },
    { kind: 'Pod', state: 'seen', items: 2 },
    { kind: 'Service', state: 'seen', items: 1, namespaces: ['shop'] },
  ]);
});

test('an empty list is read and empty; its kind is in its name or its own kind; a missing one is not there', async () => {
  const readings = await readingsOf({
    'kubernetes/ingresses.json': list(),
    'kubernetes/some.json': { kind: 'ConfigMapList', items: [] },
    'kubernetes/events.json': { kind: 'EventList', items: [] },
    'kubernetes/widgets.json': list(),
  });
  expect(readings).toEqual([
    { kind: 'ConfigMap', state: 'seen', items: 0 },
    { kind: 'Event', state: 'seen', items: 0 },
    { kind: 'Ingress', state: 'seen', items: 0 },
    { kind: 'widget', state: 'seen', items: 0 },
  ]);
});

test('a file below a namespace is of that namespace, empty or not', async () => {
  const readings = await readingsOf({
    'shop/pods.json': { kind: 'PodList', items: [] },
    'shop/services.json': { kind: 'ServiceList', items: [{ metadata: { name: 'a', namespace: 'shop' } }] },
  });
  expect(readings).toEqual([
    { kind: 'Pod', state: 'seen', items: 0, namespaces: ['shop'] },
    { kind: 'Service', state: 'seen', items: 1, namespaces: ['shop'] },
  ]);
});

test('an object by itself says nothing of others of its kind', async () => {
  const readings = await readingsOf({ 'kubernetes/web.json': object('Deployment', 'web', 'shop') });
  expect(readings).toMatchObject([{ kind: 'Deployment', state: 'truncated', namespaces: ['shop'] }]);
});

test('a list that was begun only is truncated', async () => {
  const begun = { kind: 'PodList', metadata: { continue: 'abc' }, items: [object('Pod', 'a', 'shop')] };
  const readings = await readingsOf({ 'kubernetes/pods.json': begun });
  expect(readings).toMatchObject([{ kind: 'Pod', state: 'truncated', namespaces: ['shop'] }]);
});

test('a snapshot of some namespaces has seen those only', async () => {
  const readings = await readingsOf({ 'kubernetes/pods.json': list() }, ['shop']);
  expect(readings).toEqual([{ kind: 'Pod', state: 'seen', items: 0, namespaces: ['shop'] }]);
});

test('a damaged file leaves its kind unread, and says where', async () => {
  const readings = await readingsOf({ 'kubernetes/pods.json': '{"kind":"List",\n oops', 'topology.json': {} });
  expect(readings).toEqual([{ kind: 'Pod', state: 'unread', reason: 'kubernetes/pods.json:2 is not valid JSON' }]);
});

test('of other signals: read and empty, absent, damaged', async () => {
  const dir = snapshotFolder({ 'snapshot.json': { capturedAt: CAPTURED_AT }, 'alerts.json': [], 'topology.json': '{' });
  const snapshot = await openSnapshot(dir);
  await snapshot.topology();
  expect(snapshot.reading('alerts', (await snapshot.alerts()).length)).toEqual([
    { kind: 'alerts', state: 'seen', items: 0 },
  ]);
  expect(snapshot.reading('traces', 0)).toEqual([]);
  expect(snapshot.reading('topology', 0)).toEqual([
    { kind: 'topology', state: 'unread', items: 0, reason: 'topology.json:1 is cut off' },
  ]);
  expect(snapshot.coverage([]).notUnderstood).toEqual([{ file: 'topology.json', line: 1, reason: 'is cut off' }]);
});
