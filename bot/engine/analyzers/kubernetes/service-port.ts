import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { graded } from '../../cluster/grading.ts';
import { conclude, seen } from '../../cluster/observe.ts';
import { containerPorts, describePorts, namedPorts } from '../../cluster/ports.ts';
import type { ContainerSpec, Pod, Service } from '../../cluster/types.ts';
import { isLongWritten } from '../../cluster/written.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Parameters } from '../../parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';

import { isCalledInVain } from './unanswered-calls.ts';

/**
 * Service ports that lead to no port of the container, by number, by name or by protocol. A declared port is information
 * only: "Not specifying a port here DOES NOT prevent that port from being exposed" (Kubernetes API, ContainerPort). So a
 * contradiction of declarations that has stood for long counts where somebody calls in vain. Where no pod is ready there
 * are no endpoints to send to, whatever the ports: why the pods are not ready is then why calls fail, and a contradiction
 * beside it coincides. A name that no container port has leaves the Service without endpoints in any case.
 */
export const servicePort = defineAnalyzer({
  id: 'service-port',
  title: 'Service port leads nowhere',
  causes: ['service_port_mapping_mismatch', 'service_protocol_mismatch'],
  needs: ['objects'],
  kinds: ['Service', 'Pod'],
  example: 'The Service sends port 80 to targetPort 8081 while the container listens on 8080.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    return conclude(
      cluster.services.flatMap((service) => examine(service, cluster, evidence, parameters)),
      `the ports of ${cluster.services.length} services`,
    );
  },
});

function examine(
  service: Service,
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  const pods = cluster.podsByLabels(service.namespace, service.selector);
  const pod = pods.find((item) => item.healthy) ?? pods[0];
  const workload = pod === undefined ? undefined : cluster.workloadOfPod(pod);
  if (pod === undefined || workload === undefined) return [];
  const unfelt =
    isLongWritten(service, pod, cluster, evidence, parameters) && !isCalledInVain(service, cluster, evidence);
  // Callers would have told of it where their logs were read; where nobody's were, nobody could.
  const isHeard = evidence.logs.status === 'observed' && evidence.logs.value.length > 0;
  const isServed = pods.some((item) => item.healthy);
  return service.ports.flatMap((port) => {
    const fault = portFault(port, pod, service.ports.length === 1);
    if (fault === undefined || (unfelt && isHeard && !isNamed(port))) return [];
    return [
      {
        analyzer: 'service-port',
        component: componentOf({ kind: 'service', name: service.name }),
        cause: fault.cause,
        statement: `Service ${service.name}: ${fault.what}.`,
        ...(isServed || fault.certain
          ? { strength: fault.strength * (unfelt ? parameters.standingShare : 1) }
          : graded('coincides', parameters)),
        evidence: [
          seen(service.object, fault.what),
          seen(pod.object, `${pod.name} declares ${describePorts(pod.spec)}`),
        ],
        parameters: {
          namespace: service.namespace,
          service: service.name,
          workload: workload.name,
          port: String(port.port),
        },
      },
    ];
  });
}

/** A name must be declared, with the protocol of the Service's port: else the Service gets no endpoints. */
function isNamed({ targetPort }: Service['ports'][number]): boolean {
  return typeof targetPort === 'string' && !/^\d+$/.test(targetPort);
}

interface PortFault {
  readonly cause: 'service_port_mapping_mismatch' | 'service_protocol_mismatch';
  readonly what: string;
  readonly strength: number;
  /** Whether the Service gets no endpoints for it, ready pods or not. */
  readonly certain?: boolean;
}

function portFault(port: Service['ports'][number], pod: Pod, lone: boolean): PortFault | undefined {
  const declared = containerPorts(pod.spec);
  const way = `port ${port.port}/${port.protocol} goes to targetPort ${port.targetPort}`;
  if (isNamed(port)) {
    const named = declared.filter((item) => item.name === port.targetPort);
    if (named.length === 0) {
      return {
        cause: 'service_port_mapping_mismatch',
        what: `${way}, a name no container port has`,
        strength: STRENGTH.exact,
        certain: true,
      };
    }
    return protocolFault(port, way, named);
  }
  const number = Number(port.targetPort);
  const same = declared.filter((item) => item.containerPort === number);
  if (same.length > 0) return protocolFault(port, way, same);
  if (declared.length === 0) return undeclaredFault(port, way, pod, lone);
  // Declaring a port is a courtesy: a probe or PORT variable that agrees with the Service outweighs the list.
  if (listensBy(pod, number)) return undefined;
  return {
    cause: 'service_port_mapping_mismatch',
    what: `${way}, which no container declares`,
    strength: STRENGTH.strong,
  };
}

/** Where nothing is declared, a port that healthy probes reach is one of TCP. */
function undeclaredFault(port: Service['ports'][number], way: string, pod: Pod, lone: boolean): PortFault | undefined {
  const answered = pod.healthy ? pod.spec.containers.flatMap(probedPorts) : [];
  const probed = answered.includes(Number(port.targetPort));
  if (port.protocol !== 'TCP' && probed) {
    const what = `${way} as ${port.protocol}, while probes reach that port over TCP`;
    return { cause: 'service_protocol_mismatch', what, strength: STRENGTH.likely };
  }
  const own = [...new Set([...namedPorts(pod.spec), ...answered])];
  if (
    port.protocol !== 'TCP' ||
    own.length === 0 ||
    own.includes(Number(port.targetPort)) ||
    told(pod, Number(port.targetPort))
  )
    return undefined;
  // One Service port of several may be a side door that neither probes nor variables tell of.
  const what = `${way}, while the container is known to listen on ${own.join(', ')}`;
  return { cause: 'service_port_mapping_mismatch', what, strength: lone ? STRENGTH.probable : STRENGTH.weak };
}

function probedPorts(container: ContainerSpec): readonly number[] {
  return [container.readinessProbe, container.livenessProbe, container.startupProbe]
    .map((probe) => Number((probe?.httpGet ?? probe?.tcpSocket ?? probe?.grpc)?.port))
    .filter((number) => !Number.isNaN(number));
}

function told(pod: Pod, port: number): boolean {
  return pod.spec.containers.some((container) =>
    container.env.some((variable) => /(^|_)PORT$/.test(variable.name) && variable.value === String(port)),
  );
}

function protocolFault(
  port: Service['ports'][number],
  way: string,
  targets: readonly { readonly protocol: string }[],
): PortFault | undefined {
  if (targets.some((target) => target.protocol === port.protocol)) return undefined;
  const what = `${way} as ${port.protocol}, while the container declares ${targets.map((target) => target.protocol).join(', ')}`;
  return { cause: 'service_protocol_mismatch', what, strength: STRENGTH.named };
}

function listensBy(pod: Pod, port: number): boolean {
  return (
    (pod.healthy && pod.spec.containers.some((container) => probedPorts(container).includes(port))) || told(pod, port)
  );
}
