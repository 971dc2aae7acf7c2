import { event, find, object, remove, unschedule, type World, withoutPods } from '../kubernetes.ts';
import { binding, type ClusterFault, gate, none, refused } from './shapes.ts';

const ledger = { component: 'service/ledger' } as const;
const rejected = (reason: string, message: string) => (world: World) => {
  Object.assign(find(world, 'Pod', 'ledger-1-a'), { status: { phase: 'Failed', reason, message } });
};
const storage = (world: World, name: string): void => {
  world.objects.push(object('StorageClass', name, { provisioner: 'disks.example' }, ''));
};
const told = (reason: string, words: string) => (world: World) => {
  world.events.push(event('PersistentVolumeClaim', 'ledger-files', reason, words));
};

/** Pods that are refused or placed nowhere, as other controllers and versions tell it. */
export const placementVariants: readonly ClusterFault[] = [
  {
    ...ledger,
    title: 'a rollout whose service account is not there, the old pod running on',
    analyzer: 'refused-creation',
    cause: 'missing_service_account',
    put: (world) => {
      const fresh = structuredClone(find(world, 'ReplicaSet', 'ledger-1'));
      Object.assign(fresh.metadata, { name: 'ledger-2' });
      fresh.status = { replicas: 0 };
      for (const holder of [fresh, find(world, 'Deployment', 'ledger')])
        Object.assign((holder.spec.template as { spec: object }).spec, { serviceAccountName: 'clerk' });
      world.objects.push(fresh);
    },
  },
  {
    ...ledger,
    title: 'a pod security policy',
    analyzer: 'refused-creation',
    cause: 'admission_webhook_denied',
    put: (world) => withoutPods(world, 'ledger', refused('PodSecurityPolicy: unable to admit pod: [privileged]')),
  },
  ...(
    [
      ['processor', 'insufficient_node_cpu', 'OutOfcpu'],
      ['memory', 'insufficient_node_memory', 'OutOfmemory'],
    ] as const
  ).map(
    ([what, cause, reason]): ClusterFault => ({
      ...ledger,
      title: `a node without ${what} enough that refuses its pod`,
      analyzer: 'node-refusal',
      cause,
      put: rejected(reason, "Pod was rejected: Node didn't have enough resource"),
    }),
  ),
  {
    ...ledger,
    title: 'a node that refuses a pod made for others',
    analyzer: 'node-refusal',
    cause: 'node_selector_mismatch',
    put: rejected('NodeAffinity', 'Pod was rejected: Predicate NodeAffinity failed'),
  },
  {
    ...ledger,
    title: 'a volume in a zone where the pod may not go',
    analyzer: 'scheduling',
    cause: 'node_affinity_mismatch',
    put: (world) => unschedule(world, 'ledger', none(`2 node(s) had volume node affinity conflict, ${gate}`)),
  },
  {
    ...ledger,
    title: 'a slip in the class of a claim where all volumes are taken',
    analyzer: 'claim-binding',
    cause: 'pvc_storage_class_mismatch',
    put: (world) => {
      binding(
        { storageClassName: 'quik' },
        { storageClassName: 'quick', claimRef: { namespace: 'attic', name: 'a' } },
      )(world);
      storage(world, 'quick');
    },
  },
  {
    ...ledger,
    title: 'a claim without a class where none is the default',
    analyzer: 'claim-binding',
    cause: 'pvc_storage_class_mismatch',
    put: (world) => {
      binding({ storageClassName: undefined }, {})(world);
      remove(world, 'PersistentVolume', 'disk-7');
      storage(world, 'quick');
      told('FailedBinding', 'no persistent volumes available for this claim and no storage class is set')(world);
    },
  },
  {
    ...ledger,
    title: 'a driver that cannot share its disks',
    analyzer: 'claim-binding',
    cause: 'pvc_access_mode_mismatch',
    put: (world) => {
      binding({ storageClassName: 'quick' }, {})(world);
      remove(world, 'PersistentVolume', 'disk-7');
      storage(world, 'quick');
      told('ProvisioningFailed', 'VolumeCapabilities is invalid: specified multi writer with mount access type')(world);
    },
  },
];
