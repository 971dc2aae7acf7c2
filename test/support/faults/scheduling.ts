import { find, NAMESPACE, setContainer, unschedule } from '../kubernetes.ts';
import { binding, type ClusterFault, gate, none } from './shapes.ts';

export const schedulingFaults: readonly ClusterFault[] = [
  {
    title: 'a node selector that no node has',
    analyzer: 'scheduling',
    component: 'service/ledger',
    cause: 'node_selector_mismatch',
    put: (world) =>
      unschedule(world, 'ledger', none(`${gate}, 2 node(s) didn't match Pod's node affinity/selector`), {
        nodeSelector: { disk: 'slow' },
      }),
  },
  {
    title: 'a node affinity that no node has',
    analyzer: 'scheduling',
    component: 'service/ledger',
    cause: 'node_affinity_mismatch',
    put: (world) =>
      unschedule(world, 'ledger', none(`${gate}, 2 node(s) didn't match Pod's node affinity/selector`), {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'In', values: ['slow'] }] }],
            },
          },
        },
      }),
  },
  {
    title: 'a taint on the node that it asks for',
    analyzer: 'scheduling',
    component: 'service/ledger',
    cause: 'taint_toleration_mismatch',
    put: (world) => {
      find(world, 'Node', 'field-1').spec.taints = [{ key: 'batch', value: 'only', effect: 'NoSchedule' }];
      unschedule(
        world,
        'ledger',
        none(
          `${gate}, 1 node(s) had untolerated taint {batch: only}, 1 node(s) didn't match Pod's node affinity/selector`,
        ),
        { nodeSelector: { disk: 'fast' } },
      );
    },
  },
  {
    title: 'a cordon on the node that it asks for',
    analyzer: 'scheduling',
    component: 'service/ledger',
    cause: 'node_cordoned',
    put: (world) => {
      find(world, 'Node', 'field-1').spec.unschedulable = true;
      unschedule(
        world,
        'ledger',
        none(`${gate}, 1 node(s) were unschedulable, 1 node(s) didn't match Pod's node affinity/selector`),
        { nodeSelector: { disk: 'fast' } },
      );
    },
  },
  {
    title: 'a cordon that nobody recorded',
    analyzer: 'scheduling',
    component: 'service/ledger',
    cause: 'node_cordoned',
    put: (world) => {
      find(world, 'Node', 'field-1').spec.unschedulable = true;
      unschedule(world, 'ledger', undefined, { nodeSelector: { disk: 'fast' } });
      world.events = [];
    },
  },
  {
    title: 'an anti-affinity against its neighbours',
    analyzer: 'scheduling',
    component: 'service/ledger',
    cause: 'pod_anti_affinity_conflict',
    put: (world) => {
      for (const name of ['stall', 'greeter'])
        Object.assign(find(world, 'Pod', `${name}-1-a`).metadata.labels ?? {}, { tier: 'loud' });
      unschedule(world, 'ledger', none(`${gate}, 2 node(s) didn't match pod anti-affinity rules`), {
        affinity: {
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { tier: 'loud' } } },
            ],
          },
        },
      });
    },
  },
  {
    title: 'too little CPU',
    analyzer: 'scheduling',
    component: 'service/ledger',
    cause: 'insufficient_node_cpu',
    put: (world) => unschedule(world, 'ledger', none(`${gate}, 2 Insufficient cpu`)),
  },
  {
    title: 'too little memory, by the objects alone',
    analyzer: 'scheduling',
    component: 'service/ledger',
    cause: 'insufficient_node_memory',
    put: (world) => {
      setContainer(world, 'ledger', { resources: { requests: { memory: '32Gi' } } });
      unschedule(world, 'ledger', undefined);
    },
  },
  {
    title: 'too little ephemeral storage',
    analyzer: 'scheduling',
    component: 'service/ledger',
    cause: 'insufficient_ephemeral_storage',
    put: (world) => unschedule(world, 'ledger', none(`${gate}, 2 Insufficient ephemeral-storage`)),
  },
  {
    title: 'a host port that is taken',
    analyzer: 'scheduling',
    component: 'service/ledger',
    cause: 'host_port_conflict',
    put: (world) =>
      unschedule(world, 'ledger', none(`${gate}, 2 node(s) didn't have free ports for the requested pod ports`)),
  },
  {
    title: 'a spread that cannot be kept',
    analyzer: 'scheduling',
    component: 'service/ledger',
    cause: 'topology_spread_unsatisfiable',
    put: (world) =>
      unschedule(world, 'ledger', none(`${gate}, 2 node(s) didn't match pod topology spread constraints`)),
  },
  {
    title: 'a claim larger than the volume',
    analyzer: 'claim-binding',
    component: 'service/ledger',
    cause: 'pvc_capacity_mismatch',
    put: binding({ resources: { requests: { storage: '9Gi' } } }, {}),
  },
  {
    title: 'a claim of another access mode',
    analyzer: 'claim-binding',
    component: 'service/ledger',
    cause: 'pvc_access_mode_mismatch',
    put: binding({ accessModes: ['ReadWriteMany'] }, {}),
  },
  {
    title: 'a claim of a class that is not there',
    analyzer: 'claim-binding',
    component: 'service/ledger',
    cause: 'pvc_storage_class_mismatch',
    put: binding({ storageClassName: 'quick' }, {}),
  },
  {
    title: 'a claim whose selector fits no volume',
    analyzer: 'claim-binding',
    component: 'service/ledger',
    cause: 'pvc_selector_mismatch',
    put: binding({ selector: { matchLabels: { tier: 'gold' } } }, {}, { tier: 'tin' }),
  },
  {
    title: 'a volume that another claim holds',
    analyzer: 'claim-binding',
    component: 'service/ledger',
    cause: 'pv_binding_occupied',
    put: binding({}, { claimRef: { namespace: NAMESPACE, name: 'other' } }),
  },
];
