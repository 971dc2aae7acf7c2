import { expect, test } from '@jest/globals';
import type { Coverage, CoverageReading } from '../../../bot/domain/coverage.ts';
import { coverageOf } from '../../../bot/domain/coverage-of.ts';
import type { KubernetesObject, Observed } from '../../../bot/domain/signals.ts';

type Objects = Observed<readonly KubernetesObject[]>;

const observed = (readings?: readonly CoverageReading[], value: readonly KubernetesObject[] = []): Objects => ({
  status: 'observed',
  value,
  tool: 'list_objects',
  query: 'all',
  at: '2031-03-04T10:00:00Z',
  ...(readings === undefined ? {} : { coverage: { readings, notUnderstood: [] } satisfies Coverage }),
});

test('a kind that no reading is about was not read', () => {
  expect(coverageOf(observed([{ kind: 'Pod', state: 'seen' }]), 'ConfigMap', 'shop')).toBe('unread');
});

test('a kind seen in one namespace is not seen in another', () => {
  const objects = observed([{ kind: 'Pod', state: 'seen', namespaces: ['shop'] }]);
  expect(coverageOf(objects, 'pod', 'shop')).toBe('seen');
  expect(coverageOf(objects, 'Pod', 'kube-system')).toBe('unread');
});

test('what one reading has seen is seen, whatever another one missed', () => {
  const objects = observed([
    { kind: 'Pod', state: 'truncated' },
    { kind: 'Pod', state: 'seen', namespaces: ['shop'] },
  ]);
  expect(coverageOf(objects, 'Pod', 'shop')).toBe('seen');
  expect(coverageOf(objects, 'Pod', 'bank')).toBe('truncated');
});

test('asked without a namespace, the least seen one decides', () => {
  const objects = observed([
    { kind: 'Secret', state: 'seen', namespaces: ['shop'] },
    { kind: 'Secret', state: 'forbidden', namespaces: ['bank'] },
  ]);
  expect(coverageOf(objects, 'Secret')).toBe('forbidden');
  expect(coverageOf(observed([{ kind: 'Node', state: 'seen' }]), 'Node')).toBe('seen');
});

test('of a kind that the server does not know there is none', () => {
  expect(coverageOf(observed([{ kind: 'Certificate', state: 'not-served' }]), 'Certificate', 'shop')).toBe('seen');
});

test('a source that says nothing of its coverage has seen the kinds that it shows', () => {
  const pod: KubernetesObject = { kind: 'Pod', metadata: { name: 'web-0', namespace: 'shop' } };
  expect(coverageOf(observed(undefined, [pod]), 'Pod', 'shop')).toBe('seen');
  expect(coverageOf(observed(undefined, [pod]), 'Service', 'shop')).toBe('unread');
  expect(coverageOf({ ...observed(undefined, [pod]), truncated: 'read 1 of 2' } as Objects, 'Pod')).toBe('truncated');
  expect(coverageOf({ status: 'unknown', tool: 'list_objects', reason: 'It cannot be reached.' }, 'Pod')).toBe(
    'unread',
  );
});
