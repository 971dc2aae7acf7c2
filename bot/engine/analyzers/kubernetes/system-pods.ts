import type { CauseCode } from '../../../domain/cause.ts';
import type { Finding } from '../../../domain/finding.ts';
import { type Component, componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { conclude, newest, parametersOf, seen, told } from '../../cluster/observe.ts';
import { servicesOnNode } from '../../cluster/reach.ts';
import { readyPods } from '../../cluster/readiness.ts';
import type { Pod, Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { STRENGTH } from '../strength-parameters.ts';

const SYSTEM = 'kube-system';

/** The cluster's own workloads as kubeadm and the common distributions label them. */
const PARTS: readonly {
  readonly labels: readonly (readonly [string, string])[];
  readonly namespace: string;
  readonly cause: CauseCode;
  readonly perNode: boolean;
}[] = [
  { labels: [['k8s-app', 'kube-dns']], namespace: SYSTEM, cause: 'coredns_unavailable', perNode: false },
  {
    labels: [['dns.operator.openshift.io/daemonset-dns', 'default']],
    namespace: 'openshift-dns',
    cause: 'coredns_unavailable',
    perNode: false,
  },
  {
    labels: [
      ['k8s-app', 'kube-proxy'],
      ['component', 'kube-proxy'],
    ],
    namespace: SYSTEM,
    cause: 'kube_proxy_unavailable',
    perNode: true,
  },
  {
    labels: [['component', 'kube-scheduler']],
    namespace: SYSTEM,
    cause: 'kube_scheduler_unavailable',
    perNode: true,
  },
];

/** DNS, proxy and scheduler where they run as pods. */
export const systemPods = defineAnalyzer({
  id: 'system-pods',
  title: 'A part of the cluster itself is down',
  causes: PARTS.map((part) => part.cause),
  needs: ['objects'],
  prefers: ['events'],
  kinds: ['Pod'],
  example: 'No CoreDNS pod is ready, so no Service name resolves.',
  analyze: (evidence) => {
    const cluster = readCluster(evidence);
    const findings = PARTS.flatMap((part) => {
      const pods = new Set(
        part.labels.flatMap(([key, value]) => cluster.podsByLabels(part.namespace, { [key]: value })),
      );
      const workload = cluster.workloads.find(
        (item) => item.namespace === part.namespace && part.labels.some(([key, value]) => item.labels[key] === value),
      );
      return part.perNode ? perNode(part.cause, [...pods], cluster) : together(part.cause, workload, cluster);
    });
    return conclude(findings, 'the pods of DNS, proxy and scheduler');
  },
});

function perNode(cause: CauseCode, pods: readonly Pod[], cluster: Cluster): readonly Finding[] {
  return pods
    .filter((pod) => !pod.healthy && !pod.deleting && pod.node !== undefined)
    .map((pod) => {
      const last = newest(cluster.eventsOf('Pod', pod.namespace, pod.name).filter((event) => event.type === 'Warning'));
      const what = `${pod.name} is ${pod.phase} and not ready`;
      const standIn = cause === 'kube_scheduler_unavailable' && pods.some((other) => other.healthy);
      return {
        analyzer: 'system-pods',
        component: componentOf({ kind: 'node', name: pod.node! }),
        cause,
        statement: `${what}.`,
        strength: standIn ? STRENGTH.weak : STRENGTH.firm,
        evidence: [seen(pod.object, what), ...(last === undefined ? [] : [told(last)])],
        explains: servicesOnNode(pod.node!, cluster),
        parameters: {
          node: pod.node!,
          namespace: pod.namespace,
          pod: pod.name,
          unit: cause.replace('_unavailable', '').replace('_', '-'),
        },
      };
    });
}

function together(cause: CauseCode, workload: Workload | undefined, cluster: Cluster): readonly Finding[] {
  if (workload === undefined) return [];
  const ready = readyPods(workload, cluster);
  if (workload.desired > 0 && (ready === undefined || ready > 0)) return [];
  const what =
    workload.desired === 0
      ? `${workload.name} is scaled to zero`
      : `none of ${workload.desired} pods of ${workload.name} is ready`;
  const everyone: readonly Component[] = [
    ...new Set(cluster.workloads.filter((item) => item !== workload).map((item) => item.component)),
  ];
  return [
    {
      analyzer: 'system-pods',
      component: workload.component,
      cause,
      statement: `${what}.`,
      strength: STRENGTH.conclusive,
      evidence: [
        seen(workload.object, what),
        ...workload.pods.slice(0, 2).map((pod) => seen(pod.object, `${pod.name} is ${pod.phase}`)),
      ],
      explains: everyone,
      parameters: parametersOf(workload),
    },
  ];
}
