import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { type NamedAddress, namedAddresses } from '../../cluster/addresses.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { likeness } from '../../cluster/likeness.ts';
import { lostAddresses, variableStem } from '../../cluster/lost-addresses.ts';
import { conclude, parametersOf, seen } from '../../cluster/observe.ts';
import { LIKENESS } from '../../cluster/parameters.ts';
import type { Service } from '../../cluster/types.ts';
import { isLongWritten } from '../../cluster/written.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Parameters } from '../../parameters.ts';
import { STRENGTH, UNCONFIRMED_SHARE } from '../strength-parameters.ts';
import { ADDRESSES } from './address-parameters.ts';

/** Addresses in environments that name no Service, or a port that the Service has not. */
export const serviceAddress = defineAnalyzer({
  id: 'service-address',
  title: 'Environment names a wrong address',
  causes: ['service_env_var_address_mismatch', 'gateway_route_mismatch', 'service_port_mapping_mismatch'],
  needs: ['objects'],
  kinds: ['Service'],
  example: 'CATALOG_ADDR=catalogue:3550 while the Service is named catalog.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const addresses = namedAddresses(cluster).filter((address) => address.inCluster);
    const callees = evidence.topology.status === 'observed' ? evidence.topology.value : {};
    const findings = [
      ...addresses.flatMap((address) => examine(address, cluster, callees).map((one) => ({ address, one }))),
      ...lostAddresses(cluster, callees).map((lost) => {
        const what = `${lost.variable}=${lost.value}, ${lost.why}; Service ${lost.meant} is not called`;
        return { address: lost, one: finding(lost, what, STRENGTH.probable, lost.meant) };
      }),
    ];
    return conclude(
      findings.map(({ address, one }: { readonly address: Named; readonly one: Finding }) => {
        const share = stood(address, one, cluster, evidence, parameters) ? parameters.standingShare : 1;
        return { ...one, strength: one.strength * share };
      }),
      `${addresses.length} addresses in environments`,
    );
  },
});

type Named = Pick<NamedAddress, 'workload' | 'value'> & Partial<Pick<NamedAddress, 'host' | 'namespace'>>;

/**
 * Whether the caller's template and the Service that is meant contradicted each other already when all was well, or
 * another's did that names the same host.
 */
function stood(
  address: Named,
  { parameters: told }: Finding,
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): boolean {
  const meant = told?.callee ?? told?.service;
  const namesakes = cluster.services.filter(({ name }) => name === meant);
  const home = address.namespace ?? address.workload.namespace;
  const service = namesakes.find(({ namespace }) => namespace === home) ?? namesakes[0];
  if (service === undefined) return false;
  const others = namedAddresses(cluster).filter((other) =>
    address.host === undefined
      ? other.value === address.value
      : other.host === address.host && other.namespace === address.namespace,
  );
  return [address, ...others].some(({ workload: { pods } }) => {
    const [pod] = pods;
    return pod !== undefined && isLongWritten(service, pod, cluster, evidence, parameters);
  });
}

function examine(
  address: NamedAddress,
  cluster: Cluster,
  callees: Readonly<Record<string, readonly string[]>>,
): readonly Finding[] {
  const service = cluster.service(address.namespace, address.host);
  if (service === undefined && !cluster.sees('Service', address.namespace) && cluster.services.length > 0) return [];
  if (service === undefined) return [...wrongHost(address, cluster, callees), ...lonePort(address, cluster)];
  const ports = service.ports.map((port) => port.port);
  if (address.port === undefined || ports.length === 0 || ports.includes(address.port)) return [];
  const what = `${address.variable}=${address.value}, but Service ${service.name} has ${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}`;
  return serviceMovedAway(address, service, cluster)
    ? [servicePortFinding(address, service)]
    : [finding(address, what, STRENGTH.named, service.name)];
}

/** Whether all callers (two or more) name one and the same port, so that not they but the Service has the odd one. */
function serviceMovedAway(address: NamedAddress, service: Service, cluster: Cluster): boolean {
  const callers = namedAddresses(cluster).filter(
    (other) => other.host === service.name && other.namespace === service.namespace && other.port !== undefined,
  );
  const workloads = new Set(callers.map((other) => other.workload));
  const agreed = callers.every((other) => other.port === address.port);
  return agreed && (workloads.size > 1 || oddAmongItsLike(address, service, cluster));
}

/** The port named is the one that the container has, which Services here commonly carry on unchanged. */
function oddAmongItsLike(address: NamedAddress, service: Service, cluster: Cluster): boolean {
  const moved = service.ports.find((port) => Number(port.targetPort) === address.port && port.port !== address.port);
  if (moved === undefined) return false;
  const others = cluster.services
    .filter((other) => other !== service && other.namespace === service.namespace)
    .flatMap((other) => other.ports);
  const unchanged = others.filter((port) => Number(port.targetPort) === port.port);
  return others.length > 2 && unchanged.length > ADDRESSES.customShare * others.length;
}

function servicePortFinding(address: NamedAddress, service: Service): Finding {
  const what = `every caller names port ${address.port}, and the Service has ${service.ports.map((port) => port.port).join(', ')}`;
  return {
    analyzer: 'service-address',
    component: componentOf({ kind: 'service', name: service.name }),
    cause: 'service_port_mapping_mismatch',
    statement: `Service ${service.name}: ${what}.`,
    strength: STRENGTH.compelling,
    evidence: [seen(service.object, what), seen(address.workload.object, `${address.variable}=${address.value}`)],
    explains: [address.workload.component],
    parameters: { namespace: service.namespace, service: service.name, workload: service.name },
  };
}

/**
 * No Service has that name. It is a fault where one was plainly meant: a Service much like it that nothing else in the
 * environment names, or a callee known from the call graph. A name that matches nothing may be an option not in use.
 */
function wrongHost(
  address: NamedAddress,
  cluster: Cluster,
  callees: Readonly<Record<string, readonly string[]>>,
): readonly Finding[] {
  const { callable, trust } = readCallable(cluster);
  if (callable.some(({ name, namespace }) => name === address.host && namespace === address.namespace)) return [];
  const own = address.workload.component.slice('service/'.length);
  const named = new Set(
    namedAddresses(cluster)
      .filter((other) => other.workload === address.workload && other.namespace === address.namespace)
      .map((other) => other.host),
  );
  const known = new Set(Object.hasOwn(callees, own) ? callees[own] : []);
  // A namespace that holds nothing is a slip as well: the Service of that name next door is meant.
  const elsewhere = !callable.some(({ namespace }) => namespace === address.namespace);
  const home = elsewhere ? address.workload.namespace : address.namespace;
  const candidates = callable
    .filter(
      (one) =>
        one.namespace === home && one.name !== own && (elsewhere ? one.name === address.host : !named.has(one.name)),
    )
    .map((one) => ({
      name: one.name,
      score:
        Math.max(likeness(address.host, one.name), likeness(variableStem(address.variable), one.name)) +
        (known.has(one.name) ? LIKENESS.known : 0) +
        (address.port !== undefined && one.ports.includes(address.port) ? LIKENESS.known : 0),
    }))
    .sort((a, b) => b.score - a.score);
  const meant = candidates[0];
  if (meant === undefined || meant.score < LIKENESS.meant) return [];
  const where = elsewhere ? `${address.namespace} has no Service` : 'no Service has that name';
  const what = `${address.variable}=${address.value}, but ${where}; ${meant.name} is the one like it`;
  return [finding(address, what, trust * Math.min(1, meant.score) * STRENGTH.conclusive, meant.name)];
}

interface Callable {
  readonly name: string;
  readonly namespace: string;
  readonly ports: readonly number[];
}

/** What can be called by name, and how far to trust the list: Services, else their endpoints, else workloads. */
function readCallable(cluster: Cluster): { readonly callable: readonly Callable[]; readonly trust: number } {
  if (cluster.services.length > 0) {
    const callable = cluster.services.map(({ name, namespace, ports }) => ({
      name,
      namespace,
      ports: ports.map(({ port }) => port),
    }));
    return { callable, trust: 1 };
  }
  const unported = (name: string, namespace = '') => ({ name, namespace, ports: [] });
  const endpoints = [
    ...cluster.ofKind('Endpoints').map(({ metadata }) => unported(metadata.name, metadata.namespace)),
    ...cluster
      .ofKind('EndpointSlice')
      .map(({ metadata }) => unported(metadata.labels?.['kubernetes.io/service-name'] ?? '', metadata.namespace)),
  ];
  if (endpoints.length > 0) return { callable: endpoints, trust: UNCONFIRMED_SHARE };
  return {
    callable: cluster.workloads.map(({ name, namespace }) => unported(name, namespace)),
    trust: UNCONFIRMED_SHARE,
  };
}

/** Where no Service can be read, the port that all other callers of the host agree on is the one that it has. */
function lonePort(address: NamedAddress, cluster: Cluster): readonly Finding[] {
  if (cluster.services.length > 0 || address.port === undefined) return [];
  const others = namedAddresses(cluster).filter(
    (other) =>
      other.host === address.host &&
      other.namespace === address.namespace &&
      other.workload !== address.workload &&
      other.port !== undefined,
  );
  const ports = new Set(others.map(({ port }) => port));
  if (new Set(others.map(({ workload }) => workload)).size < 2 || ports.size !== 1 || ports.has(address.port))
    return [];
  const what = `${address.variable}=${address.value}, while all others call ${address.host} at port ${[...ports][0]}`;
  return [finding(address, what, STRENGTH.supported, address.host)];
}

function finding(
  address: Pick<NamedAddress, 'workload' | 'variable' | 'route'>,
  what: string,
  strength: number,
  meant: string,
): Finding {
  return {
    analyzer: 'service-address',
    component: address.workload.component,
    cause: address.route ? 'gateway_route_mismatch' : 'service_env_var_address_mismatch',
    statement: `${address.workload.name} is given ${what}.`,
    strength,
    evidence: [seen(address.workload.object, what)],
    parameters: { ...parametersOf(address.workload), variable: address.variable, callee: meant },
  };
}
