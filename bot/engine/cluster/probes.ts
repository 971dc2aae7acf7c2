import { PROBE_DEFAULTS } from '../knowledge/probe-defaults.ts';
import { FORMAT } from '../parameters.ts';
import type { Cluster } from './cluster.ts';
import { lastLifeSeconds } from './container-state.ts';
import { PROBE_TIMES } from './parameters.ts';
import { containerPorts } from './ports.ts';
import { fields, records, timeMs } from './read-objects.ts';
import type { ClusterEvent, ContainerSpec, ContainerStatus, Pod, Probe } from './types.ts';

export type ProbeKind = 'Liveness' | 'Readiness' | 'Startup';

/** What a probe speaks and to which port; `port` is undefined where a named port exists on no container. */
export interface ProbeTarget {
  readonly protocol: 'http' | 'tcp' | 'grpc' | 'exec';
  readonly written: string;
  readonly port?: number;
}

/** Reads a probe's handler; named ports are resolved within the pod. */
export function probeTarget(probe: Probe, pod: Pod): ProbeTarget {
  const protocol = probe.httpGet ? 'http' : probe.grpc ? 'grpc' : probe.tcpSocket ? 'tcp' : 'exec';
  const port = (probe.httpGet ?? probe.grpc ?? probe.tcpSocket)?.port;
  if (port === undefined) return { protocol, written: protocol };
  const number = /^\d+$/.test(String(port))
    ? Number(port)
    : containerPorts(pod.spec).find((item) => item.name === port)?.containerPort;
  return { protocol, written: `${protocol} ${port}`, ...(number === undefined ? {} : { port: number }) };
}

export function probeOf(container: ContainerSpec, kind: ProbeKind): Probe | undefined {
  return kind === 'Liveness'
    ? container.livenessProbe
    : kind === 'Readiness'
      ? container.readinessProbe
      : container.startupProbe;
}

/** The events by which the kubelet reported this kind of probe failing on the pod. */
export function probeFailures(pod: Pod, kind: ProbeKind, cluster: Cluster): readonly ClusterEvent[] {
  return cluster
    .eventsOf('Pod', pod.namespace, pod.name)
    .filter((event) => event.reason === 'Unhealthy' && event.message.startsWith(kind));
}

/** Seconds from a container's start until failing liveness or startup kills it, with the API's defaults. */
export function patience(probe: Probe): number {
  return (
    (probe.initialDelaySeconds ?? PROBE_DEFAULTS.initialDelaySeconds) +
    (probe.periodSeconds ?? PROBE_DEFAULTS.periodSeconds) * (probe.failureThreshold ?? PROBE_DEFAULTS.failureThreshold)
  );
}

/**
 * Whether a container's last life ended when its probe's patience did: not before, and not later than that and the time
 * to stop. False where the life's ends are not known.
 */
export function diedByProbe(probe: Probe | undefined, status: ContainerStatus): boolean {
  const life = lastLifeSeconds(status);
  if (probe === undefined || life === undefined) return false;
  const waits = patience(probe);
  return (
    life >= waits - (probe.periodSeconds ?? PROBE_DEFAULTS.periodSeconds) - 1 &&
    life <= waits + PROBE_TIMES.toStopSeconds + (probe.timeoutSeconds ?? PROBE_DEFAULTS.timeoutSeconds)
  );
}

/**
 * Whether a probe that fails now has passed with the very same template: the pod was ready and ceased to be (`Ready` turns
 * at the pod's start only where it was never so), or the container outlived what failing liveness allows it. What it
 * calls was there then, whatever the container declares.
 */
export function hasPassed(pod: Pod, container: ContainerSpec, kind: ProbeKind, now: number): boolean {
  const status = pod.statuses.find(({ name }) => name === container.name);
  if (kind === 'Readiness') {
    const ready = records(fields(pod.object.status).conditions).find(({ type }) => type === 'Ready');
    const turned = timeMs(ready?.lastTransitionTime);
    const since = pod.startedAt;
    return turned !== undefined && since !== undefined && turned - since > PROBE_TIMES.conditionsSetMs;
  }
  const probe = probeOf(container, kind);
  const started = timeMs(status?.running?.startedAt);
  if (probe === undefined || status === undefined) return false;
  const life = Math.max(lastLifeSeconds(status) ?? 0, started === undefined ? 0 : (now - started) / FORMAT.millis);
  const startup = container.startupProbe === undefined ? 0 : patience(container.startupProbe);
  return life > startup + patience(probe) + PROBE_TIMES.toStopSeconds + (probe.timeoutSeconds ?? 1);
}

/** Probes that a service mesh's sidecar answers for the application tell nothing of the application's own ports. */
export function isMeshProbe(probe: Probe): boolean {
  return probe.httpGet?.path?.startsWith('/app-health/') === true;
}

/** What the port speaks as far as Services say it: the port's `appProtocol`, else its name's first word. */
export function spokenProtocol(pod: Pod, port: number, cluster: Cluster): string | undefined {
  for (const service of cluster.servicesOfPod(pod)) {
    for (const item of service.ports) {
      const target = /^\d+$/.test(String(item.targetPort))
        ? Number(item.targetPort)
        : containerPorts(pod.spec).find((declared) => declared.name === item.targetPort)?.containerPort;
      const words = item.appProtocol ?? item.name;
      if (target === port && words !== undefined)
        return words
          .toLowerCase()
          .replace(/^kubernetes\.io\//, '')
          .split('-')[0];
    }
  }
  return undefined;
}
