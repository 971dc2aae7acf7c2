import type { Finding } from '../../../domain/finding.ts';
import { componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { conclude, seen } from '../../cluster/observe.ts';
import { describeLabels, matchesLabels } from '../../cluster/selectors.ts';
import type { Pod, Service, Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { STRENGTH } from '../strength-parameters.ts';

/** Kinds whose pods Services lead to. */
const TEMPLATES = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** Services whose selector matches no pod and no template, beside a workload that was plainly meant. */
export const serviceSelector = defineAnalyzer({
  id: 'service-selector',
  title: 'Service selects no pods',
  causes: ['service_selector_mismatch'],
  needs: ['objects'],
  kinds: ['Service', 'Pod'],
  example: 'The Service selects app=web-v2 while the pods are labelled app=web.',
  analyze: (evidence) => {
    const cluster = readCluster(evidence);
    return conclude(
      cluster.services.flatMap((service) => examine(service, cluster)),
      `the selectors of ${cluster.services.length} services`,
    );
  },
});

function examine(service: Service, cluster: Cluster): readonly Finding[] {
  if (Object.keys(service.selector).length === 0 || service.type === 'ExternalName') return [];
  const selected = cluster.podsByLabels(service.namespace, service.selector);
  if (selected.length > 0) return anotherWorkload(service, selected, cluster);
  // What it selects may be among the pods that were not read.
  const pods = cluster.sees('Pod', service.namespace);
  if (!pods && !TEMPLATES.every((kind) => cluster.sees(kind, service.namespace))) return [];
  const neighbours = cluster.workloads.filter(
    (workload) => workload.namespace === service.namespace && workload.desired > 0,
  );
  if (neighbours.some((workload) => matchesLabels(service.selector, workload.labels))) return [];
  const meant = meantWorkload(service, neighbours);
  if (meant === undefined) return [];
  const ready = meant.pods.filter((pod) => pod.healthy);
  const what = `selects ${describeLabels(service.selector)}, which no pod carries; the pods of ${meant.name} carry ${describeLabels(meant.labels)}`;
  return [
    {
      analyzer: 'service-selector',
      component: componentOf({ kind: 'service', name: service.name }),
      cause: 'service_selector_mismatch',
      statement: `Service ${service.name} ${what}.`,
      strength: ready.length > 0 ? STRENGTH.exact : STRENGTH.probable,
      evidence: [
        seen(service.object, what),
        ...ready
          .slice(0, 1)
          .map((pod) => seen(pod.object, `${pod.name} runs and is ready, but is no endpoint of ${service.name}`)),
      ],
      parameters: {
        namespace: service.namespace,
        service: service.name,
        workload: meant.name,
        kind: meant.kind.toLowerCase(),
      },
    },
  ];
}

/**
 * The selector leads to pods of a workload that has a Service of its own name, while the workload of this Service's
 * name is selected by none: the label was taken from the wrong place.
 */
function anotherWorkload(service: Service, selected: readonly Pod[], cluster: Cluster): readonly Finding[] {
  const own = cluster
    .workloadsByService(service.name)
    .find((workload) => workload.name === service.name && workload.namespace === service.namespace);
  const reached = cluster.workloadOfPod(selected[0]!);
  if (own === undefined || reached === undefined || own === reached || own.pods.length === 0) return [];
  if (matchesLabels(service.selector, own.labels) || cluster.service(service.namespace, reached.name) === undefined)
    return [];
  if (own.pods.some((pod) => cluster.servicesOfPod(pod).length > 0)) return [];
  const what = `selects ${describeLabels(service.selector)}, which are the pods of ${reached.name}; those of ${own.name} carry ${describeLabels(own.labels)} and no Service selects them`;
  return [
    {
      analyzer: 'service-selector',
      component: componentOf({ kind: 'service', name: service.name }),
      cause: 'service_selector_mismatch',
      statement: `Service ${service.name} ${what}.`,
      strength: STRENGTH.firm,
      evidence: [seen(service.object, what)],
      parameters: {
        namespace: service.namespace,
        service: service.name,
        workload: own.name,
        kind: own.kind.toLowerCase(),
      },
    },
  ];
}

/** The workload of the Service's own name, else the one that shares most label pairs, else label values, with it. */
function meantWorkload(service: Service, workloads: readonly Workload[]): Workload | undefined {
  const wished = { ...service.object.metadata.labels, ...service.selector };
  const likeness = (workload: Workload) => {
    const pairs = Object.entries(service.selector).filter(([key, value]) => workload.labels[key] === value).length;
    const named = workload.name === service.name || Object.values(workload.labels).includes(service.name) ? 2 : 0;
    const own = Object.entries(wished).some(([key, value]) => workload.labels[key] === value) ? 1 : 0;
    return pairs + named + own;
  };
  const best = workloads
    .map((workload) => ({ workload, score: likeness(workload) }))
    .sort((a, b) => b.score - a.score)[0];
  return best !== undefined && best.score > 0 ? best.workload : undefined;
}
