import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, KubernetesObject } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { gradedSince } from '../../cluster/grading.ts';
import { conclude, seen } from '../../cluster/observe.ts';
import { fields, records, text } from '../../cluster/read-objects.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Parameters } from '../../parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';

/** Where a route of any kind sends requests. */
interface Destination {
  readonly name: string;
  readonly namespace: string;
  readonly port?: number | string;
}

const KINDS = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'Route', 'IngressRoute', 'VirtualService'];

/** Routes of the Gateway API, meshes and distributions whose Service or certificate is not there. */
export const route = defineAnalyzer({
  id: 'route',
  title: 'Route leads nowhere',
  causes: ['ingress_backend_missing', 'ingress_tls_secret_missing', 'gateway_route_rejected'],
  needs: ['objects'],
  example: 'An HTTPRoute sends /shop to the Service shop-v1, which does not exist.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const routes = KINDS.flatMap((kind) => cluster.ofKind(kind));
    const proxies = cluster.ofKind('HTTPProxy');
    const findings = [
      ...routes.flatMap((object) => examine(object, cluster)),
      ...cluster.ofKind('Gateway').flatMap((gateway) => certificates(gateway, routes)),
      ...[...routes, ...cluster.ofKind('Gateway')].flatMap((object) => rejected(object, evidence, parameters)),
      ...proxies.flatMap((object) => invalidProxy(object, cluster, evidence, parameters)),
    ];
    return conclude(
      findings,
      `${routes.length + proxies.length} routes and ${cluster.ofKind('Gateway').length} gateways`,
    );
  },
});

function destinationsOf(object: KubernetesObject): readonly Destination[] {
  const own = object.metadata.namespace ?? '';
  const spec = fields(object.spec);
  if (object.kind === 'VirtualService') {
    return ['http', 'tcp', 'tls']
      .flatMap((part) => records(spec[part]))
      .flatMap((rule) => records(rule.route))
      .flatMap(({ destination }) => fromHost(fields(destination).host, fields(fields(destination).port).number, own));
  }
  if (object.kind === 'Route') {
    const targets = [spec.to, ...records(spec.alternateBackends)].map(fields);
    return targets.flatMap(({ name }) => (typeof name === 'string' ? [{ name, namespace: own }] : []));
  }
  const listed =
    object.kind === 'IngressRoute'
      ? records(spec.routes).flatMap((rule) => records(rule.services))
      : records(spec.rules).flatMap((rule) => records(rule.backendRefs));
  return listed.flatMap(({ kind, name, namespace, port }) =>
    typeof name === 'string' && (kind ?? 'Service') === 'Service'
      ? [
          {
            name,
            namespace: typeof namespace === 'string' ? namespace : own,
            port: port as number | string | undefined,
          },
        ]
      : [],
  );
}

/** `shop.market.svc.cluster.local` or `shop`; other hosts lie outside the cluster. */
function fromHost(host: unknown, port: unknown, own: string): readonly Destination[] {
  const [name, namespace, svc] = typeof host === 'string' ? host.split('.') : [];
  if (name === undefined || name.includes('*') || (namespace !== undefined && svc !== 'svc')) return [];
  return [{ name, namespace: namespace ?? own, ...(typeof port === 'number' ? { port } : {}) }];
}

function examine(object: KubernetesObject, cluster: Cluster): readonly Finding[] {
  return destinationsOf(object).flatMap(({ name, namespace, port }): readonly Finding[] => {
    if (!cluster.sees('Service', namespace)) return [];
    const service = cluster.service(namespace, name);
    const fits = port === undefined || service?.ports.some((one) => one.port === Number(port) || one.name === port);
    if (service !== undefined && fits) return [];
    const what =
      service === undefined ? `Service ${name} does not exist` : `Service ${name} has no port ${String(port)}`;
    return [
      {
        analyzer: 'route',
        component: componentOf({ kind: 'service', name }),
        cause: 'ingress_backend_missing',
        statement: `${object.kind} ${object.metadata.name}: ${what}.`,
        strength: STRENGTH.compelling,
        evidence: [seen(object, what)],
        parameters: { namespace, service: name, ingress: object.metadata.name },
      },
    ];
  });
}

/** Reasons for which rules of their own have findings. */
const TOLD_ELSEWHERE = ['BackendNotFound', 'InvalidCertificateRef'];
const ACCEPTING = ['Accepted', 'Admitted', 'ResolvedRefs', 'Programmed'];

/** What a gateway's controller says of a route that it does not take, or of a Gateway that it cannot set up. */
function rejected(object: KubernetesObject, evidence: EvidenceSet, parameters: Parameters): readonly Finding[] {
  const status = fields(object.status);
  // The Gateway API lists parents, OpenShift's Route the routers that looked at it.
  const judged = [...records(status.parents), ...records(status.ingress), status].flatMap((one) =>
    records(fields(one).conditions),
  );
  const refusal = judged.find(
    ({ type, status: value, reason }) =>
      ACCEPTING.includes(String(type)) && value === 'False' && !TOLD_ELSEWHERE.includes(String(reason)),
  );
  if (refusal === undefined) return [];
  const since = text(refusal.lastTransitionTime);
  const { name, namespace = '' } = object.metadata;
  const service = destinationsOf(object)[0]?.name;
  const what = `${String(refusal.type)} is False (${String(refusal.reason ?? '')}): ${String(refusal.message ?? '')}`;
  return [
    {
      analyzer: 'route',
      component: componentOf({ kind: 'service', name: service ?? name }),
      cause: 'gateway_route_rejected',
      statement: `${object.kind} ${name} is not in force: ${what}.`,
      ...gradedSince('said', since, evidence, parameters),
      evidence: [seen(object, what, since)],
      onset: since,
      parameters: {
        namespace,
        ...(object.kind === 'HTTPRoute' && { route: name }),
        ...(service !== undefined && { service }),
      },
    },
  ];
}

/**
 * What Contour says of an HTTPProxy that it does not take (docs, "HTTPProxy status conditions"): `Valid` is false, and what
 * is wrong stands in the condition's `errors`. It lies with the route; its component is the Service that it leads to, or it
 * where there is none of that name.
 */
function invalidProxy(
  object: KubernetesObject,
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  const refusal = records(fields(object.status).conditions).find(
    ({ type, status }) => type === 'Valid' && status === 'False',
  );
  const [error] = records(refusal?.errors);
  // Nobody includes it: it serves nothing, and never did.
  if (refusal === undefined || error?.type === 'Orphaned' || refusal.reason === 'Orphaned') return [];
  const { name, namespace = '' } = object.metadata;
  const services = records(fields(object.spec).routes).flatMap((rule) => records(rule.services));
  const served = services.map((one) => String(one.name)).find((one) => cluster.service(namespace, one) !== undefined);
  const since = text(refusal.lastTransitionTime);
  const said = error ?? refusal;
  const words = `${String(said.reason ?? '')}: ${String(said.message ?? '')}`;
  const ofCertificate = /TLS Secret|SecretNotValid|delegation/.test(words) && !/Service/.test(String(said.reason));
  return [
    {
      analyzer: 'route',
      component: componentOf({ kind: 'service', name: served ?? name }),
      cause: ofCertificate ? 'ingress_tls_secret_missing' : 'gateway_route_rejected',
      statement: `HTTPProxy ${name} is not in force: ${words}.`,
      ...gradedSince('said', since, evidence, parameters),
      evidence: [seen(object, `Valid is False (${words})`, since)],
      onset: since,
      parameters: { namespace, service: served ?? name, ingress: name },
    },
  ];
}

/** A Gateway's own word that a listener's certificate cannot be read; the component is a Service that it leads to. */
function certificates(gateway: KubernetesObject, routes: readonly KubernetesObject[]): readonly Finding[] {
  const refused = records(fields(gateway.status).listeners)
    .flatMap((listener) => records(listener.conditions))
    .find(({ status, reason }) => status === 'False' && reason === 'InvalidCertificateRef');
  if (refused === undefined) return [];
  const attached = routes.find((object) =>
    records(fields(object.spec).parentRefs).some(({ name }) => name === gateway.metadata.name),
  );
  const name = (attached === undefined ? undefined : destinationsOf(attached)[0]?.name) ?? gateway.metadata.name;
  const what = `a listener's certificate cannot be read: ${String(refused.message ?? refused.reason)}`;
  return [
    {
      analyzer: 'route',
      component: componentOf({ kind: 'service', name }),
      cause: 'ingress_tls_secret_missing',
      statement: `Gateway ${gateway.metadata.name}: ${what}.`,
      strength: STRENGTH.strong,
      evidence: [seen(gateway, what)],
      parameters: { namespace: gateway.metadata.namespace ?? '', service: name, ingress: gateway.metadata.name },
    },
  ];
}
