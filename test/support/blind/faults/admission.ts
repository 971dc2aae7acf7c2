import type { Scenario } from '../core/model.ts';
import { iso } from '../core/span.ts';
import { kranich, lumen, metropol, mosaic, nightjar, pelican, thermo } from './systems.ts';

const setOf = (c: Parameters<NonNullable<Scenario['cluster']>>[0], name: string): { metadata: { name: string } } =>
  c.replicaSets.findLast((s) => s.metadata.ownerReferences[0].name === name);

/** Pods that the API server did not let in, and such that no node could take. */
export const admission: Scenario[] = [
  {
    key: 'embedder-account',
    system: lumen,
    report: 'semantic search returns nothing for anybody since a while, is the vector thing down??',
    components: ['service/embedder'],
    causes: ['missing_service_account'],
    what: 'The new revision of embedder asks for a service account that does not exist, so no pod is created.',
    quote: 'serviceaccount "embedder-reader" not found',
    effects: { embedder: { down: true } },
    changes: [
      {
        before: 2,
        kind: 'deploy',
        service: 'embedder',
        summary: 'embedder: use its own service account',
        files: ['deploy/embedder/deployment.yaml'],
        diff: '-      serviceAccountName: default\n+      serviceAccountName: embedder-reader',
      },
    ],
    cluster: (c) => {
      const fresh = c.rollout(
        'embedder',
        (t) => {
          t.spec.serviceAccountName = 'embedder-reader';
        },
        { fresh: 2, replaced: 2 },
      );
      c.remove(fresh);
      const set = setOf(c, 'embedder');
      c.event(
        set,
        'FailedCreate',
        `Error creating: pods "${set.metadata.name}-" is forbidden: error looking up service account inference/embedder-reader: serviceaccount "embedder-reader" not found`,
        { count: 17, from: 'replicaset-controller' },
      );
      c.add({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'inference' } });
    },
  },
  {
    key: 'orders-quota',
    system: pelican,
    report: 'diners say ordering takes forever, orders got scaled up already but it does not help',
    components: ['service/orders', 'namespace/delivery'],
    causes: ['namespace_memory_quota_exceeded'],
    what: 'orders was scaled from 2 to 5, but the memory quota of the namespace lets none of the new pods in.',
    quote: 'exceeded quota: delivery-quota',
    elsewhere: true,
    effects: {
      orders: { slow: 5, errors: 0.04, traffic: 1.7, cpu: 5, code: 504 },
      'diner-app': { slow: 2.6, errors: 0.03, code: 504 },
    },
    cluster: (c) => {
      c.deployment('orders').spec.replicas = 5;
      const set = setOf(c, 'orders') as unknown as { metadata: { name: string }; spec: { replicas: number } };
      set.spec.replicas = 5;
      c.event(
        set,
        'FailedCreate',
        `Error creating: pods "${set.metadata.name}-x7k2p" is forbidden: exceeded quota: delivery-quota, requested: limits.memory=384Mi, used: limits.memory=19328Mi, limited: limits.memory=19456Mi`,
        { count: 14, from: 'replicaset-controller', after: 3 },
      );
      c.event(c.deployment('orders'), 'ScalingReplicaSet', `Scaled up replica set ${set.metadata.name} from 2 to 5`, {
        type: 'Normal',
        from: 'deployment-controller',
        after: 3,
      });
      c.add({
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'delivery-quota', namespace: 'delivery' },
        spec: { hard: { 'limits.memory': '19456Mi' } },
        status: { hard: { 'limits.memory': '19456Mi' }, used: { 'limits.memory': '19328Mi' } },
      });
    },
  },
  {
    key: 'seatmap-webhook',
    system: mosaic,
    report: 'booking fails on the seat step. seatmap is gone from the cluster?? nobody deployed',
    components: ['service/seatmap', 'service/kyverno-svc', 'namespace/kyverno'],
    causes: ['admission_webhook_unavailable'],
    what: 'After its node was drained, seatmap cannot be recreated: the validating webhook of Kyverno has no endpoints.',
    quote: 'no endpoints available for service "kyverno-svc"',
    elsewhere: true,
    effects: {
      seatmap: { down: true },
      booking: {
        errors: 0.92,
        code: 503,
        said: ['GET http://seatmap:8080/seats failed: 503 Service Unavailable, no healthy upstream'],
      },
      ingressgateway: { errors: 0.12, code: 503 },
    },
    cluster: (c, span) => {
      c.remove(c.podsOf('seatmap'));
      const set = setOf(c, 'seatmap');
      c.event(
        set,
        'FailedCreate',
        'Error creating: Internal error occurred: failed calling webhook "validate.kyverno.svc-fail": failed to call webhook: Post "https://kyverno-svc.kyverno.svc:443/validate/fail?timeout=10s": no endpoints available for service "kyverno-svc"',
        { count: 19, from: 'replicaset-controller' },
      );
      c.add({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'kyverno-svc', namespace: 'kyverno' },
        spec: {
          selector: { 'app.kubernetes.io/component': 'admission-controller' },
          ports: [{ port: 443, targetPort: 9443, protocol: 'TCP' }],
        },
      });
      c.add({ apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'kyverno-svc', namespace: 'kyverno' } });
      c.add({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'kyverno-admission-controller', namespace: 'kyverno' },
        spec: {
          replicas: 0,
          selector: { matchLabels: { 'app.kubernetes.io/component': 'admission-controller' } },
          template: {
            metadata: { labels: { 'app.kubernetes.io/component': 'admission-controller' } },
            spec: { containers: [{ name: 'kyverno', image: 'ghcr.io/kyverno/kyverno:v1.12.5' }] },
          },
        },
        status: {
          observedGeneration: 8,
          conditions: [
            {
              type: 'Available',
              status: 'True',
              reason: 'MinimumReplicasAvailable',
              lastTransitionTime: iso(span.onset - 600),
            },
          ],
        },
      });
      c.add({
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingWebhookConfiguration',
        metadata: { name: 'kyverno-resource-validating-webhook-cfg' },
        webhooks: [
          {
            name: 'validate.kyverno.svc-fail',
            failurePolicy: 'Fail',
            clientConfig: { service: { name: 'kyverno-svc', namespace: 'kyverno', path: '/validate/fail', port: 443 } },
            rules: [{ apiGroups: ['*'], apiVersions: ['*'], resources: ['pods'], operations: ['CREATE', 'UPDATE'] }],
          },
        ],
      });
    },
  },
  {
    key: 'rates-forbidden',
    system: nightjar,
    report: 'FX rates in the reports are from yesterday. rates feed runs, so probably the provider again',
    components: ['service/rates-feed'],
    causes: ['rbac_forbidden'],
    what: 'rates-feed may no longer read its lease lock, since its role was narrowed, and so publishes nothing.',
    quote: 'cannot get resource "leases"',
    effects: { 'rates-feed': { errors: 0.6, code: 503 } },
    logs: [
      {
        in: 'rates-feed',
        every: 11,
        say: 'error retrieving resource lock settlement/rates-feed-leader: leases.coordination.k8s.io "rates-feed-leader" is forbidden: User "system:serviceaccount:settlement:rates-feed" cannot get resource "leases" in API group "coordination.k8s.io" in the namespace "settlement"',
      },
      { in: 'rates-feed', every: 55, level: 'warn', say: 'not the leader, publishing is paused' },
    ],
    changes: [
      {
        before: 3,
        kind: 'config',
        summary: 'settlement: tidy up roles',
        files: ['rbac/settlement/role.yaml'],
        diff: '-- apiGroups: ["coordination.k8s.io"]\n-  resources: ["leases"]\n-  verbs: ["get", "create", "update"]',
      },
    ],
    cluster: (c) => {
      c.add({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'rates-feed', namespace: 'settlement' } });
      c.add({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: 'rates-feed', namespace: 'settlement' },
        rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] }],
      });
      c.deployment('rates-feed').spec.template.spec.serviceAccountName = 'rates-feed';
      for (const pod of c.podsOf('rates-feed')) pod.spec.serviceAccountName = 'rates-feed';
    },
  },
  {
    key: 'gpu-short',
    system: lumen,
    report: 'chat answers crawl, users see the spinner for 5s+. gateway problem I guess, please look',
    components: ['service/model-server'],
    causes: ['insufficient_extended_resource'],
    what: 'One of two model servers cannot be scheduled: no node has a GPU left.',
    quote: 'Insufficient nvidia.com/gpu',
    elsewhere: true,
    effects: {
      'infer-gateway': { slow: 8, errors: 0.07, code: 504, said: ['upstream model-server: context deadline exceeded'] },
      'model-server': { slow: 7, silent: true },
    },
    cluster: (c) => {
      for (const pod of c.podsOf('model-server')) pod.spec.containers[0].resources.limits['nvidia.com/gpu'] = '1';
      c.deployment('model-server').spec.template.spec.containers[0].resources.limits['nvidia.com/gpu'] = '1';
      for (const node of ['gpu-pool-1', 'gpu-pool-2'])
        Object.assign(c.node(node).status.allocatable, { 'nvidia.com/gpu': node === 'gpu-pool-1' ? '1' : '0' });
      const [kept, gone] = c.podsOf('model-server');
      kept.spec.nodeName = 'gpu-pool-1';
      c.unscheduled(
        [gone],
        '0/4 nodes are available: 4 Insufficient nvidia.com/gpu. preemption: 0/4 nodes are available: 4 No preemption victims found for incoming pod.',
      );
    },
    logs: [
      {
        in: 'gpu-pool-2',
        say: [
          "kernel: NVRM: Xid (PCI:0000:17:00): 79, pid='<unknown>', name=<unknown>, GPU has fallen off the bus.",
          'nvidia-device-plugin[2210]: I0911 marking device unhealthy: GPU-5f0e',
        ],
        after: -1,
      },
    ],
  },
  {
    key: 'issuer-taint',
    system: metropol,
    report: 'people pay but get no tickets!!! purchase errors',
    components: ['service/issuer'],
    causes: ['taint_toleration_mismatch'],
    what: 'issuer was evicted and cannot come back: all nodes carry a taint that it does not tolerate.',
    quote: 'untolerated taint \\{dedicated: presale\\}',
    elsewhere: true,
    effects: {
      purchase: {
        errors: 0.97,
        code: 502,
        said: [
          'POST http://issuer.tickets:8080/issue: connect ECONNREFUSED',
          'order {n} charged but not issued: issuer unavailable',
        ],
      },
      issuer: { down: true },
    },
    cluster: (c) => {
      for (const node of c.nodes) node.spec.taints = [{ key: 'dedicated', value: 'presale', effect: 'NoSchedule' }];
      c.unscheduled(
        c.podsOf('issuer'),
        '0/6 nodes are available: 6 node(s) had untolerated taint {dedicated: presale}. preemption: 0/6 nodes are available: 6 Preemption is not helpful for scheduling.',
      );
    },
    changes: [
      {
        before: 6,
        kind: 'config',
        summary: 'Taint the pool for the presale',
        files: ['infra/nodepools.tf'],
        diff: '+  taint { key = "dedicated" value = "presale" effect = "NO_SCHEDULE" }',
      },
    ],
  },
  {
    key: 'lab-class',
    system: kranich,
    report: 'no lab results arriving since the move to the new disk',
    components: ['service/lab-import'],
    causes: ['pvc_storage_class_mismatch'],
    what: 'The claim of lab-import names a storage class that does not exist, so its pod stays pending.',
    quote: 'storageclass.storage.k8s.io "longhorn-fast" not found',
    without: ['metrics'],
    effects: { 'lab-import': { down: true } },
    cluster: (c) => {
      const claim = c.add({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'lab-spool-v2', namespace: 'frontdesk' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'longhorn-fast',
          resources: { requests: { storage: '20Gi' } },
        },
        status: { phase: 'Pending' },
      });
      c.add({
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: { name: 'longhorn' },
        provisioner: 'driver.longhorn.io',
      });
      c.event(claim, 'ProvisioningFailed', 'storageclass.storage.k8s.io "longhorn-fast" not found', {
        count: 92,
        from: 'persistentvolume-controller',
      });
      const fresh = c.rollout(
        'lab-import',
        (t) => {
          t.spec.volumes = [{ name: 'spool', persistentVolumeClaim: { claimName: 'lab-spool-v2' } }];
        },
        { fresh: 1, replaced: 1 },
      );
      for (const pod of fresh)
        pod.spec.volumes = [{ name: 'spool', persistentVolumeClaim: { claimName: 'lab-spool-v2' } }];
      c.unscheduled(
        fresh,
        '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
      );
    },
  },
  {
    key: 'rules-memory-request',
    system: thermo,
    report: 'frost alarms come late or not at all - alarm-out looks dead to me',
    components: ['service/rules'],
    causes: ['insufficient_node_memory'],
    what: 'The pods of rules ask for 28Gi since the last deploy, which no node has left.',
    quote: '3 Insufficient memory',
    elsewhere: true,
    effects: { rules: { down: true }, 'alarm-out': { traffic: 0.02 } },
    changes: [
      {
        before: 2,
        kind: 'deploy',
        service: 'rules',
        summary: 'rules 2.8: more room for windows',
        files: ['deploy/rules.yaml'],
        diff: '-            memory: 512Mi\n+            memory: 28Gi',
      },
    ],
    cluster: (c) => {
      const fresh = c.rollout(
        'rules',
        (t) => {
          t.spec.containers[0].resources.requests.memory = '28Gi';
          t.spec.containers[0].resources.limits.memory = '28Gi';
        },
        { fresh: 2, replaced: 2 },
      );
      c.unscheduled(
        fresh,
        '0/3 nodes are available: 3 Insufficient memory. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.',
      );
    },
  },
];
