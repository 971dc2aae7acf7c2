import { expect, test } from '@jest/globals';
import { readCluster } from '../../../../bot/engine/cluster/cluster.ts';
import { evidenceOf, market, object } from '../../../support/kubernetes.ts';

/** The component of a Job of this name and label (Kubernetes, "Recommended Labels"). */
function componentOf(name: string, label: string, owner?: string) {
  const world = market();
  const ownerReferences = owner === undefined ? [] : [{ kind: 'CronJob', name: owner }];
  world.objects.push(object('Job', name, { metadata: { labels: { app: label }, ownerReferences } }));
  return readCluster(evidenceOf(world)).workloads.find((workload) => workload.name === name)?.component;
}

test('a Job that is called after its program and a run is one run of that program', () => {
  expect(componentOf('tally-2026-03', 'tally')).toBe('service/tally');
  expect(componentOf('tally-7f3a', 'tally')).toBe('service/tally');
});

test('it is itself where what follows the name is a word, or the label is another’s', () => {
  expect(componentOf('tally-migrate', 'tally')).toBe('service/tally-migrate');
  expect(componentOf('tally-2026-03', 'market')).toBe('service/tally-2026-03');
});
