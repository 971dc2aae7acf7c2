import type { Finding } from '../../../domain/finding.ts';
import type { KubernetesObject } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { graded } from '../../cluster/grading.ts';
import { conclude, seen } from '../../cluster/observe.ts';
import { fields, pairs, records, text } from '../../cluster/read-objects.ts';
import { describeLabels, matchesLabels } from '../../cluster/selectors.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Parameters } from '../../parameters.ts';

/** Subsets of Istio that routes send to and nobody defines, and those whose labels no pod carries. */
export const meshSubset = defineAnalyzer({
  id: 'mesh-subset',
  title: 'Route to a subset that is not there',
  causes: ['gateway_route_mismatch'],
  needs: ['objects'],
  kinds: ['VirtualService', 'DestinationRule'],
  example: 'A VirtualService sends everything to subset v2 of reviews, and the DestinationRule knows only v1.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const routes = cluster.ofKind('VirtualService');
    return conclude(
      routes.flatMap((route) => examine(route, cluster, parameters)),
      `${routes.length} VirtualServices`,
    );
  },
});

interface Subset {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** `reviews` of `reviews`, `reviews.shop` and `reviews.shop.svc.cluster.local`, with its namespace. */
function readHost(host: string, own: string) {
  const [name = '', namespace, svc] = host.split('.');
  return namespace !== undefined && svc !== undefined && svc !== 'svc'
    ? undefined
    : { name, namespace: namespace ?? own };
}

function subsetsOf(name: string, namespace: string, cluster: Cluster): readonly Subset[] {
  return cluster.ofKind('DestinationRule').flatMap((rule) => {
    const host = readHost(String(fields(rule.spec).host ?? ''), rule.metadata.namespace ?? '');
    if (host?.name !== name || host.namespace !== namespace) return [];
    return records(fields(rule.spec).subsets).flatMap((subset) => {
      const called = text(subset.name);
      return called === undefined ? [] : [{ name: called, labels: pairs(subset.labels) }];
    });
  });
}

function examine(route: KubernetesObject, cluster: Cluster, parameters: Parameters): readonly Finding[] {
  const namespace = route.metadata.namespace ?? '';
  const spec = fields(route.spec);
  const destinations = ['http', 'tcp', 'tls']
    .flatMap((part) => records(spec[part]))
    .flatMap((rule) => records(rule.route))
    .filter(({ weight }) => weight === undefined || Number(weight) > 0)
    .map(({ destination }) => fields(destination));
  return destinations.flatMap(({ host, subset }): readonly Finding[] => {
    const target = readHost(String(host ?? ''), namespace);
    const wanted = text(subset);
    if (target === undefined || wanted === undefined) return [];
    const what = missing(wanted, target.name, target.namespace, cluster);
    if (what === undefined) return [];
    return [
      {
        analyzer: 'mesh-subset',
        component: componentOf({ kind: 'service', name: target.name }),
        cause: 'gateway_route_mismatch',
        statement: `VirtualService ${route.metadata.name} sends requests to subset ${wanted} of ${target.name}: ${what}.`,
        ...graded('shown', parameters),
        evidence: [seen(route, `destination ${target.name}, subset ${wanted}; ${what}`)],
        parameters: { namespace: target.namespace, service: target.name },
      },
    ];
  });
}

function missing(wanted: string, name: string, namespace: string, cluster: Cluster): string | undefined {
  const subsets = subsetsOf(name, namespace, cluster);
  const found = subsets.find((one) => one.name === wanted);
  if (found === undefined) {
    if (!cluster.sees('DestinationRule', namespace)) return undefined;
    return subsets.length === 0
      ? 'no DestinationRule defines a subset of it'
      : `only ${subsets.map((one) => one.name).join(', ')} is defined`;
  }
  const service = cluster.service(namespace, name);
  if (service === undefined || !cluster.sees('Pod', namespace)) return undefined;
  const pods = cluster.podsByLabels(namespace, service.selector);
  if (pods.length === 0 || pods.some((pod) => matchesLabels(found.labels, pod.labels))) return undefined;
  return `its labels ${describeLabels(found.labels)} are on none of the ${pods.length} pods of ${name}`;
}
