import { expect, test } from '@jest/globals';
import { changesOfRevisions } from '../../../backends/kubernetes/providers/revision-changes.ts';
import type { KubernetesObject } from '../../../schemas/generated/kubernetes.ts';

const named = (kind: string, name: string, more: Partial<KubernetesObject['metadata']>): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { namespace: 'prod', name, ...more },
});

const revisionOf = (name: string, revision: string, minute: string, image: string, served?: string) => ({
  ...named('ReplicaSet', name, {
    creationTimestamp: `2026-03-01T11:${minute}:00Z`,
    annotations: {
      'deployment.kubernetes.io/revision': revision,
      ...(served !== undefined && { 'deployment.kubernetes.io/revision-history': served }),
    },
    ownerReferences: [{ kind: 'Deployment', name: 'web' }],
  }),
  spec: { template: { spec: { containers: [{ name: 'web', image }] } } },
});

const deployment = (revision: string) => ({
  ...named('Deployment', 'web', { annotations: { 'deployment.kubernetes.io/revision': revision } }),
  status: { conditions: [{ type: 'Progressing', lastUpdateTime: '2026-03-01T11:40:00Z' }] },
});

test('what was rolled back to is known by both of its numbers, and what stood between by what it changed', () => {
  const objects = [
    deployment('3'),
    revisionOf('web-a', '3', '00', 'web:1', '1'),
    revisionOf('web-b', '2', '30', 'web:2'),
  ];
  expect(changesOfRevisions(objects)).toEqual([
    {
      timestamp: '2026-03-01T11:00:00.000Z',
      kind: 'deploy',
      service: 'web',
      id: 'prod/web@1',
      summary: 'Deployment web revision 1: web:1',
    },
    {
      timestamp: '2026-03-01T11:30:00.000Z',
      kind: 'deploy',
      service: 'web',
      id: 'prod/web@2',
      summary: 'Deployment web revision 2: web:2',
      diff: 'containers[web].image: web:1 -> web:2',
    },
    {
      timestamp: '2026-03-01T11:40:00.000Z',
      kind: 'deploy',
      service: 'web',
      id: 'prod/web@3',
      summary: 'Deployment web rolled back to revision 1, as revision 3: web:1',
      diff: 'containers[web].image: web:2 -> web:1',
    },
  ]);
});

test('a revision that was never left is said once, and numbers that are none are left out', () => {
  const [first, ...others] = changesOfRevisions([deployment('1'), revisionOf('web-a', '1', '00', 'web:1', 'x, 7')]);
  expect([first?.id, first?.summary, others]).toEqual(['prod/web@1', 'Deployment web revision 1: web:1', []]);
});
