import { event, NAMESPACE, object, remove, withoutPods } from '../kubernetes.ts';
import { binding, type ClusterFault, none, refused } from './shapes.ts';

export const admissionFaults: readonly ClusterFault[] = [
  {
    title: 'a service account that is not there',
    analyzer: 'refused-creation',
    component: 'service/ledger',
    cause: 'missing_service_account',
    put: (world) =>
      withoutPods(
        world,
        'ledger',
        refused('error looking up service account market/clerk: serviceaccount "clerk" not found'),
      ),
  },
  {
    title: 'a memory quota',
    analyzer: 'quota',
    component: `namespace/${NAMESPACE}`,
    cause: 'namespace_memory_quota_exceeded',
    put: (world) =>
      withoutPods(
        world,
        'ledger',
        refused(
          'exceeded quota: limits, requested: requests.memory=300Mi, used: requests.memory=900Mi, limited: requests.memory=1Gi',
        ),
      ),
  },
  {
    title: 'a CPU quota',
    analyzer: 'quota',
    component: `namespace/${NAMESPACE}`,
    cause: 'namespace_cpu_quota_exceeded',
    put: (world) =>
      withoutPods(
        world,
        'ledger',
        refused(
          'exceeded quota: limits, requested: pods=1,requests.cpu=1, used: pods=4,requests.cpu=10, limited: pods=10,requests.cpu=10',
        ),
      ),
  },
  {
    title: 'a full pod quota whose refusals have expired',
    analyzer: 'quota',
    component: `namespace/${NAMESPACE}`,
    cause: 'namespace_pod_quota_exceeded',
    put: (world) => {
      withoutPods(world, 'ledger');
      world.objects.push(object('ResourceQuota', 'limits', { status: { hard: { pods: '4' }, used: { pods: '4' } } }));
    },
  },
  {
    title: 'a full Service quota and a Service that is missing',
    analyzer: 'quota',
    component: `namespace/${NAMESPACE}`,
    cause: 'namespace_service_quota_exceeded',
    put: (world) => {
      remove(world, 'Service', 'greeter');
      world.objects.push(
        object('ResourceQuota', 'limits', { status: { hard: { services: '4' }, used: { services: '4' } } }),
      );
    },
  },
  {
    title: 'a storage quota and a claim that is missing',
    analyzer: 'quota',
    component: `namespace/${NAMESPACE}`,
    cause: 'namespace_storage_quota_exceeded',
    put: (world) => {
      binding({}, {})(world);
      remove(world, 'PersistentVolumeClaim', 'ledger-files');
      world.events = [];
      world.events.push(
        event('Pod', 'ledger-1-a', 'FailedScheduling', none('persistentvolumeclaim "ledger-files" not found')),
      );
      world.objects.push(
        object('ResourceQuota', 'limits', {
          status: { hard: { 'requests.storage': '500Mi' }, used: { 'requests.storage': '0' } },
        }),
      );
    },
  },
  {
    title: 'a limit range',
    analyzer: 'refused-creation',
    component: 'service/ledger',
    cause: 'limit_range_violated',
    put: (world) =>
      withoutPods(world, 'ledger', refused('maximum memory usage per Container is 64Mi, but limit is 128Mi')),
  },
  {
    title: 'a webhook that denies',
    analyzer: 'refused-creation',
    component: 'service/ledger',
    cause: 'admission_webhook_denied',
    put: (world) =>
      withoutPods(
        world,
        'ledger',
        'Error creating: admission webhook "policy.example" denied the request: no latest tags',
      ),
  },
  {
    title: 'a webhook that is gone',
    analyzer: 'refused-creation',
    component: 'service/policy',
    cause: 'admission_webhook_unavailable',
    put: (world) =>
      withoutPods(
        world,
        'ledger',
        'Error creating: Internal error occurred: failed calling webhook "policy.example": Post "https://policy.ops.svc": connect: connection refused',
      ),
  },
  {
    title: 'a controller without the right',
    analyzer: 'refused-creation',
    component: 'service/ledger',
    cause: 'rbac_forbidden',
    put: (world) =>
      withoutPods(
        world,
        'ledger',
        'Error creating: pods is forbidden: User "system:serviceaccount:market:op" cannot create resource "pods" in API group "" in the namespace "market"',
      ),
  },
];
