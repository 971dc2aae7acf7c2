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
function certificateHolder(certificate: KubernetesObject, cluster: Cluster): Component | undefined {
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

/**
 * As `certificateHolder`; where that is not known, the controller that was to renew the certificate, else its namespace:
 * an object's own name is nobody who could present anything.
 */
export function certificatePlace(certificate: KubernetesObject, cluster: Cluster): Component {
  const renewer = () =>
    cluster.workloads.find(({ spec }) => spec.containers.some(({ image }) => CERT_MANAGER.test(image)))?.component;
  return (
    certificateHolder(certificate, cluster) ??
    renewer() ??
    componentOf({ kind: 'namespace', name: certificate.metadata.namespace ?? '' })
  );
}

/** The image of cert-manager's controller, from whatever registry. */
const CERT_MANAGER = /(?:^|\/)cert-manager-controller(?:[:@]|$)/;

/** Who presents the certificate for a host: by the Certificate of that name, else the Ingress that serves it. */
export function presenterOf(host: string, cluster: Cluster): Component | undefined {
  const certificate = cluster
    .ofKind('Certificate')
    .find(({ spec }) => [fields(spec).dnsNames].flat().some((name) => covers(String(name ?? ''), host)));
  if (certificate !== undefined) return certificatePlace(certificate, cluster);
  const ingress = cluster
    .ofKind('Ingress')
    .find(({ spec }) => records(fields(spec).rules).some((rule) => covers(String(rule.host ?? ''), host)));
  const backend = ingress === undefined ? undefined : backendsOf(ingress)[0]?.name;
  return backend === undefined ? undefined : componentOf({ kind: 'service', name: backend });
}

/** Whether a DNS name, which may begin with a wildcard for one label, is of a host (RFC 6125, section 6.4.3). */
function covers(name: string, host: string): boolean {
  return name === host || (name.startsWith('*.') && host.slice(host.indexOf('.')) === name.slice(1));
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

/**
 * Who waits for what a custom resource makes: a Certificate's holder, also for the requests and orders that it owns (their
 * owner references lead to it), and the workload that reads the Secret of an ExternalSecret, whose name is its own unless
 * `target.name` says otherwise (external-secrets.io, API specification). Undefined for what makes neither.
 */
export function holderOf(object: KubernetesObject, cluster: Cluster): Component | undefined {
  const namespace = object.metadata.namespace ?? '';
  if (object.kind === 'Certificate') return certificatePlace(object, cluster);
  if (object.kind === 'ExternalSecret')
    return reader(namespace, text(fields(fields(object.spec).target).name) ?? object.metadata.name, cluster);
  const owner = object.metadata.ownerReferences?.find(({ kind }) => OF_CERTIFICATES.has(kind));
  const owning = owner === undefined ? undefined : cluster.find(owner.kind, namespace, owner.name);
  return owning === undefined ? undefined : holderOf(owning, cluster);
}

/** cert-manager's own chain: a Certificate owns its requests, a request its order. */
const OF_CERTIFICATES: ReadonlySet<string> = new Set(['Certificate', 'CertificateRequest', 'Order']);

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
