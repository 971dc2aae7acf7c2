import type { Scene } from '../scene.ts';
import { rfc3339 } from '../time-axis.ts';
import { plain } from './cluster-objects.ts';
import type { KubeObject } from './state.ts';

/** The pods of CoreDNS, by the names under which they are measured. */
export const DNS_PODS = ['coredns-5d78c9869d-7wqkz', 'coredns-5d78c9869d-m4x8r'] as const;
const IMAGE = 'registry.k8s.io/coredns/coredns:v1.11.1';

/** How CoreDNS is doing. */
export interface DnsState {
  /** Unix seconds. */
  readonly since: number;
  readonly corefile: string;
  /** Undefined while it is well. */
  readonly lastWords?: string;
}

const GOOD =
  '.:53 {\n    errors\n    health\n    ready\n    kubernetes cluster.local in-addr.arpa ip6.arpa\n    prometheus :9153\n    forward . /etc/resolv.conf\n    cache 30\n}';

/** The objects of kube-system that every cluster has. */
export function systemObjects(scene: Scene): KubeObject[] {
  const age = scene.axis.end - 4e7;
  const state: DnsState = scene.dnsStates[0] ?? { since: scene.axis.end - 6e6, corefile: GOOD };
  const well = state.lastWords === undefined;
  const since = rfc3339(Math.round(state.since));
  const spec = {
    containers: [
      {
        name: 'coredns',
        image: IMAGE,
        resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
      },
    ],
  };
  return [
    plain('v1', 'ConfigMap', 'kube-system', 'coredns', age, { data: { Corefile: state.corefile } }),
    plain('apps/v1', 'Deployment', 'kube-system', 'coredns', age, {
      spec: {
        replicas: 2,
        selector: { matchLabels: { 'k8s-app': 'kube-dns' } },
        template: { metadata: { labels: { 'k8s-app': 'kube-dns' } }, spec },
      },
      status: {
        replicas: 2,
        updatedReplicas: 2,
        ...(well ? { readyReplicas: 2, availableReplicas: 2 } : { unavailableReplicas: 2 }),
        conditions: [
          {
            type: 'Available',
            status: well ? 'True' : 'False',
            reason: well ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
            lastTransitionTime: since,
          },
        ],
      },
    }),
    ...DNS_PODS.map((name, n) => dnsPod(scene, name, n, state, spec)),
    plain('v1', 'Service', 'kube-system', 'kube-dns', age, {
      spec: {
        clusterIP: '10.96.0.10',
        selector: { 'k8s-app': 'kube-dns' },
        ports: [{ name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 }],
      },
    }),
    plain('v1', 'Endpoints', 'kube-system', 'kube-dns', age, {
      subsets: well
        ? [
            {
              addresses: DNS_PODS.map((name, n) => ({
                ip: `10.12.${n}.2`,
                targetRef: { kind: 'Pod', name, namespace: 'kube-system' },
              })),
              ports: [{ name: 'dns', port: 53, protocol: 'UDP' }],
            },
          ]
        : [],
    }),
  ];
}

function dnsPod(
  scene: Scene,
  name: string,
  n: number,
  { since, lastWords }: DnsState,
  spec: Record<string, unknown>,
): KubeObject {
  const well = lastWords === undefined;
  const at = rfc3339(Math.round(since));
  const status = {
    name: 'coredns',
    image: IMAGE,
    ready: well,
    restartCount: well ? 0 : 9,
    state: well
      ? { running: { startedAt: at } }
      : {
          waiting: {
            reason: 'CrashLoopBackOff',
            message: `back-off 5m0s restarting failed container=coredns pod=${name}_kube-system(77aa)`,
          },
        },
    lastState: well
      ? {}
      : { terminated: { exitCode: 1, reason: 'Error', message: lastWords, finishedAt: rfc3339(scene.axis.end - 90) } },
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'kube-system',
      labels: { 'k8s-app': 'kube-dns' },
      creationTimestamp: at,
      ownerReferences: [
        { kind: 'ReplicaSet', name: 'coredns-5d78c9869d', apiVersion: 'apps/v1', controller: true, uid: 'uid-coredns' },
      ],
    },
    spec: { nodeName: scene.nodes[n % scene.nodes.length]!.name, ...spec },
    status: {
      phase: 'Running',
      podIP: `10.12.${n}.2`,
      conditions: [
        {
          type: 'Ready',
          status: well ? 'True' : 'False',
          ...(well ? {} : { reason: 'ContainersNotReady' }),
          lastTransitionTime: at,
        },
      ],
      containerStatuses: [status],
    },
  };
}
