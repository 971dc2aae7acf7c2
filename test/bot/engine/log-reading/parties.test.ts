import { expect, test } from '@jest/globals';
import { readParties } from '../../../../bot/engine/log-reading/parties.ts';
import { application, evidenceOf, logsOf, node, pattern } from '../analyzers/logs/log-evidence.ts';

const kernel = [pattern('info', 'kernel: nf_conntrack: table full, dropping packet')];

test.each([
  ['worker-1', 'node/worker-1'],
  ['kernel-worker-1', 'node/worker-1'],
  ['worker-1.kubelet', 'node/worker-1'],
  ['cart-worker-1', 'service/cart-worker-1'],
  ['till', 'service/till'],
])('the log %s is of %s', (service, component) => {
  const objects = [...application({ name: 'till' }), node('worker-1', '10.0.0.5')];
  expect(readParties(evidenceOf({ objects })).writer(logsOf(service, kernel))).toBe(component);
});

test('without nodes a journal is known by what only a node writes', () => {
  const { writer } = readParties(evidenceOf({}));
  expect(writer(logsOf('node-worker-1', kernel))).toBe('node/worker-1');
  expect(writer(logsOf('vm7', kernel, []))).toBe('node/vm7');
  expect(writer(logsOf('till', [pattern('info', 'served')]))).toBe('service/till');
});

test('a few lines of the kernel in a log make a program no machine', () => {
  expect(readParties(evidenceOf({})).writer(logsOf('vm7', kernel))).toBe('service/vm7');
});

test('members of a set know each other by the names of its pods, of whatever kind its workload is by that of none', () => {
  const store = application({ name: 'docs-db' });
  const set = store.map((one) => (one.kind === 'Deployment' ? { ...one, kind: 'StatefulSet' } : one));
  const named = (objects: typeof store, host: string) => readParties(evidenceOf({ objects })).resolve({ host }, 'shop');
  expect(named(set, 'docs-db-0')?.component).toBe('service/docs-db');
  expect(named(set, 'docs-db-12')?.component).toBe('service/docs-db');
  expect(named(set, 'docs-0')).toBeUndefined();
  expect(named(store, 'docs-db-0')).toBeUndefined();
});
