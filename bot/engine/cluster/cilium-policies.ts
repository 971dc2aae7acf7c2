import type { KubernetesObject } from '../../domain/signals.ts';
import type { Cluster } from './cluster.ts';
import { fields, pairs, records } from './read-objects.ts';

type Fields = Readonly<Record<string, unknown>>;

const NAMESPACE_LABEL = 'io.kubernetes.pod.namespace';
const cache = new WeakMap<Cluster, readonly KubernetesObject[]>();

/** All policies between pods: NetworkPolicies, and Cilium's as NetworkPolicies of the same meaning. */
export function allPolicies(cluster: Cluster): readonly KubernetesObject[] {
  const known = cache.get(cluster);
  if (known !== undefined) return known;
  const found = [...cluster.ofKind('NetworkPolicy'), ...cluster.ofKind('CiliumNetworkPolicy').map(asNetworkPolicy)];
  cache.set(cluster, found);
  return found;
}

/** Rules by address, entity or name are kept as address blocks, which are taken to fit. Denials are left out. */
function asNetworkPolicy(policy: KubernetesObject): KubernetesObject {
  const spec = fields(policy.spec);
  const ingress = spec.ingress === undefined ? undefined : records(spec.ingress).map((rule) => asRule(rule, 'from'));
  const egress = spec.egress === undefined ? undefined : records(spec.egress).map((rule) => asRule(rule, 'to'));
  return {
    ...policy,
    spec: {
      podSelector: { matchLabels: plain(fields(spec.endpointSelector).matchLabels) },
      policyTypes: [...(ingress === undefined ? [] : ['Ingress']), ...(egress === undefined ? [] : ['Egress'])],
      ingress,
      egress,
    },
  };
}

function asRule(rule: Fields, side: 'from' | 'to'): Fields {
  const endpoints = records(rule[`${side}Endpoints`]).map(({ matchLabels }) => {
    const labels = plain(matchLabels);
    const { [NAMESPACE_LABEL]: namespace, ...others } = labels;
    const elsewhere =
      namespace === undefined
        ? {}
        : { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } };
    return { podSelector: { matchLabels: others }, ...elsewhere };
  });
  const others = ['CIDR', 'CIDRSet', 'Entities', 'FQDNs', 'Services', 'Groups', 'Nodes', 'Requires'];
  const open = others.some(
    (kind) => records(rule[`${side}${kind}`]).length > 0 || Array.isArray(rule[`${side}${kind}`]),
  );
  const ports = records(rule.toPorts)
    .flatMap((item) => records(item.ports))
    .map(({ port, protocol }) => ({
      port: /^\d+$/.test(String(port)) ? Number(port) : String(port),
      protocol: protocol === undefined || protocol === 'ANY' ? 'TCP' : protocol,
    }));
  // A rule that names no other end at all lets nobody through; one without the field lets all.
  const shut = Array.isArray(rule[`${side}Endpoints`]) && endpoints.length === 0;
  const peers = open ? [...endpoints, { ipBlock: {} }] : shut ? [{ podSelector: NOBODY }] : endpoints;
  return { [side]: peers, ...(ports.length === 0 ? {} : { ports }) };
}

const NOBODY = { matchExpressions: [{ key: 'no/body', operator: 'In', values: [] }] };

/** Labels without the prefix that tells Cilium where they come from. */
function plain(labels: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(pairs(labels)).map(([key, value]) => [key.replace(/^(?:k8s|any)[:.]/, ''), value]),
  );
}
