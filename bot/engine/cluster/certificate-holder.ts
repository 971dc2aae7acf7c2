import type { KubernetesObject } from '../../domain/signals.ts';
import { type Component, componentOf } from '../../domain/target.ts';
import type { Cluster } from './cluster.ts';
import { backendsOf } from './ingress-backends.ts';
import { fields, records, text } from './read-objects.ts';
import { referencesOf } from './references.ts';

/**
 * Who presents the certificate that a cert-manager Certificate keeps in its Secret: the Service behind the Ingress that
 * names the Secret, the workload whose pods read it, or the Service that its DNS names are of (`NAME.NAMESPACE[.svc…]`,
 * kubernetes.io, "DNS for Services"). Undefined where none of these is known.
 */
export function certificateHolder(certificate: KubernetesObject, cluster: Cluster): Component | undefined {
  const namespace = certificate.metadata.namespace ?? '';
  const spec = fields(certificate.spec);
  const secret = text(spec.secretName);
  return (
    (secret === undefined
      ? undefined
      : (behindIngress(namespace, secret, cluster) ?? reader(namespace, secret, cluster))) ??
    named(namespace, [...(Array.isArray(spec.dnsNames) ? spec.dnsNames : []), spec.commonName], cluster)
  );
}

function behindIngress(namespace: string, secret: string, cluster: Cluster): Component | undefined {
  const ingress = cluster
    .ofKind('Ingress')
    .find(
      ({ metadata, spec }) =>
        (metadata.namespace ?? '') === namespace && records(fields(spec).tls).some((tls) => tls.secretName === secret),
    );
  const backend = ingress === undefined ? undefined : backendsOf(ingress)[0]?.name;
  return backend === undefined ? undefined : componentOf({ kind: 'service', name: backend });
}

function reader(namespace: string, secret: string, cluster: Cluster): Component | undefined {
  return cluster.workloads.find(
    (workload) =>
      workload.namespace === namespace &&
      workload.pods.some(({ object }) =>
        referencesOf(fields(object.spec)).some(({ kind, name }) => kind === 'Secret' && name === secret),
      ),
  )?.component;
}

function named(namespace: string, names: readonly unknown[], cluster: Cluster): Component | undefined {
  for (const name of names) {
    const [service, of = namespace, ...rest] = String(name ?? '').split('.');
    if (of !== namespace || (rest.length > 0 && rest[0] !== 'svc')) continue;
    if (cluster.services.some((one) => one.name === service && one.namespace === namespace))
      return componentOf({ kind: 'service', name: service! });
  }
  return undefined;
}
