import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, KubernetesObject } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { graded } from '../../cluster/grading.ts';
import { backendsOf } from '../../cluster/ingress-backends.ts';
import { conclude, seen } from '../../cluster/observe.ts';
import { fields, records, text } from '../../cluster/read-objects.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Parameters } from '../../parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { expiredCertificates } from './expired-certificate.ts';

/** Ingresses whose Service, port, secret or certificate is not there or no longer valid. */
export const ingress = defineAnalyzer({
  id: 'ingress',
  title: 'Ingress leads nowhere',
  causes: ['ingress_backend_missing', 'ingress_tls_secret_missing', 'certificate_expired', 'ingress_class_missing'],
  needs: ['objects'],
  kinds: ['Ingress', 'Service'],
  example: 'The Ingress sends /shop to the Service shop-v1, which does not exist.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const ingresses = cluster.ofKind('Ingress');
    const findings = [
      ...ingresses.flatMap((object) => examine(object, cluster)),
      ...ingresses.flatMap((object) => unservedSecrets(object, cluster, evidence)),
      ...ingresses.flatMap((object) => withoutClass(object, cluster, parameters)),
      ...expiredCertificates(cluster, evidence),
    ];
    return conclude(findings, `${ingresses.length} ingresses and ${cluster.ofKind('Certificate').length} certificates`);
  },
});

function examine(object: KubernetesObject, cluster: Cluster): readonly Finding[] {
  const namespace = object.metadata.namespace ?? '';
  const backends = backendsOf(object);
  const parameters = { namespace, ingress: object.metadata.name };
  const missing = backends.flatMap((backend): readonly Finding[] => {
    const service = cluster.service(namespace, backend.name);
    const port = service?.ports.some((item) => item.port === backend.port || item.name === backend.port);
    if (service !== undefined && (port === true || backend.port === undefined)) return [];
    if (service === undefined && !cluster.sees('Service', namespace)) return [];
    const what =
      service === undefined
        ? `Service ${backend.name} does not exist`
        : `Service ${backend.name} has no port ${backend.port}`;
    return [
      {
        analyzer: 'ingress',
        component: componentOf({ kind: 'service', name: backend.name }),
        cause: 'ingress_backend_missing',
        statement: `Ingress ${object.metadata.name}: ${what}.`,
        strength: STRENGTH.conclusive,
        evidence: [seen(object, what)],
        parameters: { ...parameters, service: backend.name },
      },
    ];
  });
  const first = backends[0]?.name ?? object.metadata.name;
  const secrets = records(fields(object.spec).tls).flatMap((tls): readonly Finding[] => {
    const secret = tls.secretName;
    if (
      typeof secret !== 'string' ||
      !cluster.sees('Secret', namespace) ||
      cluster.find('Secret', namespace, secret) !== undefined
    )
      return [];
    const what = `its TLS secret ${secret} does not exist`;
    return [
      {
        analyzer: 'ingress',
        component: componentOf({ kind: 'service', name: first }),
        cause: 'ingress_tls_secret_missing',
        statement: `Ingress ${object.metadata.name}: ${what}.`,
        strength: STRENGTH.compelling,
        evidence: [seen(object, what)],
        parameters: { ...parameters, service: first, secret },
      },
    ];
  });
  return [...missing, ...secrets];
}

/** Where Secrets were not read: a controller that logs that it serves another certificate, for want of this one. */
function unservedSecrets(object: KubernetesObject, cluster: Cluster, evidence: EvidenceSet): readonly Finding[] {
  if (cluster.sees('Secret', object.metadata.namespace) || evidence.logs.status !== 'observed') return [];
  const namespace = object.metadata.namespace ?? '';
  const lines = evidence.logs.value.flatMap(({ service, patterns }) =>
    patterns.flatMap(({ samples }) => samples.map(({ text }) => ({ service, text }))),
  );
  return records(fields(object.spec).tls).flatMap(({ secretName }): readonly Finding[] => {
    const missing = `${namespace}/${String(secretName)}`;
    const line = lines.find(
      ({ text }) => text.includes(missing) && /(?:certificate|secret)\b.*(?:not found|does not exist)/i.test(text),
    );
    if (line === undefined) return [];
    const service = backendsOf(object)[0]?.name ?? object.metadata.name;
    return [
      {
        analyzer: 'ingress',
        component: componentOf({ kind: 'service', name: service }),
        cause: 'ingress_tls_secret_missing',
        statement: `Ingress ${object.metadata.name}: its TLS secret ${missing} is not found, as ${line.service} says.`,
        strength: STRENGTH.likely,
        evidence: [{ source: 'logs', tool: 'summarize_logs', target: `service/${line.service}`, text: line.text }],
        parameters: { namespace, ingress: object.metadata.name, service, secret: String(secretName) },
      },
    ];
  });
}

/** A class that no controller answers to, so that nobody serves the Ingress. An address in its status is served by somebody. */
function withoutClass(object: KubernetesObject, cluster: Cluster, parameters: Parameters): readonly Finding[] {
  const { name, namespace = '' } = object.metadata;
  const wanted = text(fields(object.spec).ingressClassName);
  const served = records(fields(fields(object.status).loadBalancer).ingress).length > 0;
  if (wanted === undefined || served || !cluster.sees('IngressClass')) return [];
  const classes = cluster.ofKind('IngressClass').map((one) => one.metadata.name);
  if (classes.includes(wanted)) return [];
  const service = backendsOf(object)[0]?.name;
  const what = `its class ${wanted} does not exist (there is ${classes.join(', ')}), and no controller has given it an address`;
  return [
    {
      analyzer: 'ingress',
      component: componentOf({ kind: 'service', name: service ?? name }),
      cause: 'ingress_class_missing',
      statement: `Ingress ${name}: ${what}.`,
      ...graded('shown', parameters),
      evidence: [seen(object, what)],
      onset: object.metadata.creationTimestamp,
      parameters: { namespace, ingress: name, ...(service !== undefined && { service }) },
    },
  ];
}
