import { describe, expect, test } from '@jest/globals';
import { readCluster } from '../../../../bot/engine/cluster/cluster.ts';
import {
  obstaclesOn,
  parseSchedulerMessage,
  tolerates,
  wantedNodes,
} from '../../../../bot/engine/cluster/scheduling.ts';
import { evidenceOf, find, market, unschedule } from '../../../support/kubernetes.ts';

describe('parseSchedulerMessage', () => {
  test('reads each part with its count', () => {
    const parts = parseSchedulerMessage(
      "0/6 nodes are available: 1 node(s) had untolerated taint {team: ops}, 1 node(s) were unschedulable, 2 Insufficient cpu, 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/6 nodes are available: 6 No preemption victims found.",
    );
    expect(parts.map(({ nodes, obstacle }) => [nodes, obstacle])).toEqual([
      [1, 'taint'],
      [1, 'cordoned'],
      [2, 'cpu'],
      [2, 'selector'],
    ]);
  });

  test.each([
    ["0/3 nodes are available: 3 node(s) had taint {team: ops}, that the pod didn't tolerate.", 'taint'],
    ['0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }.', 'reserved'],
    ['0/3 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/not-ready: }.', 'node-lifecycle'],
    ["0/3 nodes are available: 3 node(s) didn't match node selector.", 'selector'],
    ["0/3 nodes are available: 3 node(s) didn't satisfy existing pods anti-affinity rules.", 'anti-affinity'],
    ["0/3 nodes are available: 3 node(s) didn't match pod affinity rules.", 'pod-affinity'],
    ['0/3 nodes are available: 3 Insufficient ephemeral-storage.', 'ephemeral-storage'],
    ['0/3 nodes are available: 3 Too many pods.', 'pods'],
    ['0/3 nodes are available: 3 node(s) had volume node affinity conflict.', 'volume-node'],
    ['0/3 nodes are available: persistentvolumeclaim "files" not found.', 'claim'],
    ["0/3 nodes are available: 3 node(s) didn't find available persistent volumes to bind.", 'claim'],
    ['0/3 nodes are available: 3 Insufficient example.com/gpu.', 'extended'],
  ])('knows %s', (message, obstacle) => {
    expect(parseSchedulerMessage(message)[0]?.obstacle).toBe(obstacle);
  });

  test('is empty for another form', () => {
    expect(parseSchedulerMessage('running PreBind plugin: timed out')).toEqual([]);
  });
});

describe('the simulation', () => {
  const pod = (change: Record<string, unknown>, before: (world: ReturnType<typeof market>) => void = () => {}) => {
    const world = market();
    before(world);
    unschedule(world, 'ledger', undefined, change);
    const cluster = readCluster(evidenceOf(world));
    return { cluster, pod: cluster.pods.find((one) => one.name === 'ledger-1-a')! };
  };

  test('leaves the closed control plane out of what a pod may use', () => {
    const { cluster, pod: one } = pod({});
    expect(wantedNodes(one, cluster).map(({ name }) => name)).toEqual(['field-1', 'field-2']);
  });

  test('counts the control plane where the pod names it', () => {
    const { cluster, pod: one } = pod({ nodeSelector: { 'kubernetes.io/hostname': 'gate' } });
    expect(wantedNodes(one, cluster).map(({ name }) => name)).toEqual(['gate']);
  });

  test('holds a cordon, a taint and a selector against a node at once', () => {
    const { cluster, pod: one } = pod({ nodeSelector: { disk: 'slow' } }, (world) => {
      Object.assign(find(world, 'Node', 'field-1').spec, {
        unschedulable: true,
        taints: [{ key: 'a', effect: 'NoExecute' }],
      });
    });
    expect(obstaclesOn(one, cluster.node('field-1')!, cluster)).toEqual(['cordoned', 'taint', 'selector']);
  });

  test('lets a preference pass', () => {
    const { cluster, pod: one } = pod({}, (world) => {
      find(world, 'Node', 'field-1').spec.taints = [{ key: 'a', effect: 'PreferNoSchedule' }];
    });
    expect(obstaclesOn(one, cluster.node('field-1')!, cluster)).toEqual([]);
  });

  test.each([
    [{ key: 'a', operator: 'Exists' }, true],
    [{ operator: 'Exists' }, true],
    [{ key: 'a', value: 'b', effect: 'NoSchedule' }, true],
    [{ key: 'a', value: 'c' }, false],
    [{ key: 'a', value: 'b', effect: 'NoExecute' }, false],
  ])('toleration %j covers a=b:NoSchedule: %s', (toleration, covered) => {
    const { pod: one } = pod({ tolerations: [toleration] });
    expect(tolerates(one.spec, { key: 'a', value: 'b', effect: 'NoSchedule' })).toBe(covered);
  });
});
