import type { Scenario } from '../core/model.ts';
import { iso } from '../core/span.ts';
import { lumen, mosaic, nightjar, pelican } from './systems.ts';

const setOf = (c: Parameters<NonNullable<Scenario['cluster']>>[0], name: string): { metadata: { name: string } } =>
  c.replicaSets.findLast((s) => s.metadata.ownerReferences[0].name === name);

/** Pods that the API server did not let in, and such that no node could take. */
export const admission: Scenario[] = [
  {
    key: 'embedder-account',
    without: ['logs'],
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
        `Error creating: pods "${set.metadata.name}-x7k2p" is forbidden: exceeded quota: delivery-quota, requested: limits.memory=384Mi, used: limits.memory=18368Mi, limited: limits.memory=18688Mi`,
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
        spec: { hard: { 'limits.memory': '18688Mi' } },
        status: { hard: { 'limits.memory': '18688Mi' }, used: { 'limits.memory': '18368Mi' } },
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
];
