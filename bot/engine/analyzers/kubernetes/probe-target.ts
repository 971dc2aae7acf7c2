import type { CauseCode } from '../../../domain/cause.ts';
import type { Finding } from '../../../domain/finding.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { isTroubled, lastLifeSeconds } from '../../cluster/container-state.ts';
import { wrongPath } from '../../cluster/health-paths.ts';
import { conclude, newest, onsetOf, parametersOf, seen, told } from '../../cluster/observe.ts';
import { REPEATED } from '../../cluster/parameters.ts';
import { describePorts, expectedPorts } from '../../cluster/ports.ts';
import {
  hasPassed,
  isMeshProbe,
  type ProbeKind,
  patience,
  probeFailures,
  probeOf,
  probeTarget,
  spokenProtocol,
} from '../../cluster/probes.ts';
import { timeMs } from '../../cluster/read-objects.ts';
import { isMeshPort, isSidecar } from '../../cluster/sidecars.ts';
import type { ContainerSpec, Pod, Probe, Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { FORMAT } from '../../parameters.ts';
import { STRENGTH, UNCONFIRMED_SHARE } from '../strength-parameters.ts';
import { PROBES } from './probe-parameters.ts';

type TargetKind = Exclude<ProbeKind, 'Startup'>;
const CAUSES: Readonly<Record<TargetKind, Readonly<Record<'port' | 'protocol' | 'path', CauseCode>>>> = {
  Liveness: {
    port: 'liveness_probe_incorrect_port',
    protocol: 'liveness_probe_incorrect_protocol',
    path: 'liveness_probe_incorrect_path',
  },
  Readiness: {
    port: 'readiness_probe_incorrect_port',
    protocol: 'readiness_probe_incorrect_protocol',
    path: 'readiness_probe_incorrect_path',
  },
};

/** What the kubelet reads when it speaks one protocol to a server of another. */
const WRONG_PROTOCOL =
  /malformed HTTP|server gave HTTP response to HTTPS|first record does not look like a TLS|server preface|frame too large|unknown service grpc\.health|does not implement the grpc health/i;

/** A server that closes the connection on the first bytes. */
const HUNG_UP = /: EOF\b|unexpected EOF|connection reset by peer|server closed idle connection/;

/** A connection was made, and the answer did not come in time: something listens there. */
const LISTENS = /awaiting headers|reading response|Client\.Timeout or context cancellation while reading body/i;

/** The probe reached a server that speaks its protocol. */
const ANSWERED = /statuscode: (?!400|415|426|464|505)\d|service unhealthy \(responded with/i;

/** Failing probes that look at the wrong port or speak the wrong protocol, set against ports, Services and sibling probes. */
export const probeTargets = defineAnalyzer({
  id: 'probe-target',
  title: 'Probe looks at the wrong place',
  causes: Object.values(CAUSES).flatMap((row) => Object.values(row)),
  needs: ['objects'],
  prefers: ['events'],
  kinds: ['Pod'],
  example:
    'The liveness probe calls port 8081 while the container listens on 8080, so it is restarted again and again.',
  analyze: (evidence) => {
    const cluster = readCluster(evidence);
    const findings = cluster.pods.flatMap((pod) =>
      pod.spec.containers.flatMap((container) =>
        (['Liveness', 'Readiness'] as const).flatMap((kind) => examine(pod, container, kind, cluster)),
      ),
    );
    return conclude(findings, `the probes of ${cluster.pods.length} pods`);
  },
});

function examine(pod: Pod, container: ContainerSpec, kind: TargetKind, cluster: Cluster): readonly Finding[] {
  const probe = probeOf(container, kind);
  const workload = cluster.workloadOfPod(pod);
  const status = pod.statuses.find((item) => item.name === container.name);
  if (probe === undefined || workload === undefined || status === undefined || isMeshProbe(probe)) return [];
  // What a mesh's proxy answers says nothing of the application; the proxy's own readiness is looked at elsewhere.
  const asked = probeTarget(probe, pod).port;
  if (isSidecar(container.name) || (asked !== undefined && isMeshPort(asked))) return [];
  const failures = probeFailures(pod, kind, cluster);
  const harm =
    kind === 'Readiness'
      ? !status.ready && status.running !== undefined
      : isTroubled(status, pod, cluster.now) && status.restarts > 0;
  if (!harm) return [];
  const last = newest(failures);
  const fault = targetFault(pod, container, probe, kind, failures.map((event) => event.message).join('\n'), cluster);
  // Without the kubelet's word only what the objects contradict by themselves is held against a probe.
  const silent = cluster.eventsOf('Pod', pod.namespace, pod.name).length === 0;
  // Another pod of the same template passes: the probe as it is written is not at fault.
  if (fault?.part === 'port' && passesElsewhere(pod, container, probe, workload)) return [];
  if (
    fault === undefined ||
    (last === undefined && fault.part !== 'port' && !(silent && fault.strength >= STRENGTH.probable))
  )
    return [];
  return [
    {
      analyzer: 'probe-target',
      component: workload.component,
      cause: CAUSES[kind][fault.part],
      statement: `The ${kind.toLowerCase()} probe of ${workload.name} ${fault.what}.`,
      strength: last === undefined ? fault.strength * UNCONFIRMED_SHARE : fault.strength,
      evidence: [
        ...(last === undefined ? [] : [told(last)]),
        seen(
          pod.object,
          `${kind.toLowerCase()} probe: ${probeTarget(probe, pod).written}; declared: ${describePorts(pod.spec)}`,
        ),
      ],
      onset: onsetOf(failures),
      parameters: { ...parametersOf(workload, pod), container: container.name },
    },
  ];
}

/** Whether a healthy pod of the workload has the very same probe. */
function passesElsewhere(pod: Pod, { name }: ContainerSpec, probe: Probe, workload: Workload): boolean {
  return workload.pods.some((other) => {
    if (other === pod || !other.healthy) return false;
    const same = other.spec.containers.find((one) => one.name === name);
    const written = JSON.stringify(probe);
    return [same?.livenessProbe, same?.readinessProbe].some((one) => JSON.stringify(one) === written);
  });
}

function runsFor(pod: Pod, { name }: ContainerSpec, now: number): number {
  const status = pod.statuses.find((one) => one.name === name);
  const started = timeMs(status?.running?.startedAt);
  const life = status === undefined ? undefined : lastLifeSeconds(status);
  return Math.max(started === undefined ? 0 : (now - started) / FORMAT.millis, life ?? 0);
}

/**
 * Whether the container has lived often enough, and got the same answer each time: one that is only slow to start
 * refuses connections first, or passes in the end.
 */
function alwaysSo(pod: Pod, { name }: ContainerSpec, words: string): boolean {
  const restarts = pod.statuses.find((one) => one.name === name)?.restarts ?? 0;
  return restarts >= REPEATED && words.split('\n').every((line) => ANSWERED.test(line));
}

/** Go, nginx and others answer plain HTTP on a port of TLS with 400; the Service or the other probe knows it for one. */
function plainToTls(pod: Pod, container: ContainerSpec, kind: TargetKind, words: string, spoken: string | undefined) {
  const probe = probeOf(container, kind);
  const sibling = probeOf(container, kind === 'Liveness' ? 'Readiness' : 'Liveness');
  const asked = (one: Probe | undefined) => (one === undefined ? undefined : probeTarget(one, pod).port);
  if (probe?.httpGet === undefined || probe.httpGet.scheme === 'HTTPS' || !/statuscode: 400\b/.test(words))
    return undefined;
  const byTls = sibling?.httpGet?.scheme === 'HTTPS' && asked(sibling) === asked(probe);
  if (spoken !== 'https' && !byTls) return undefined;
  const known = spoken === 'https' ? 'the Service calls https' : 'the other probe asks over TLS';
  return { part: 'protocol' as const, what: `speaks plain HTTP to a port that ${known}`, strength: STRENGTH.strong };
}

/** A probe of a port that is not among those that the container and its Services speak of. */
function undeclaredPort(port: number, declared: readonly number[], ofOtherProbe: number | undefined) {
  if (declared.length === 0 || declared.includes(port)) return undefined;
  return {
    part: 'port' as const,
    what: `calls port ${port}, and the container listens on ${declared.join(', ')}`,
    // Two probes that agree are meant so: ports of management are seldom declared (Keycloak's 9000, Spring's actuator).
    strength: ofOtherProbe === port ? STRENGTH.even : STRENGTH.named,
  };
}

function targetFault(
  pod: Pod,
  container: ContainerSpec,
  probe: Probe,
  kind: TargetKind,
  words: string,
  cluster: Cluster,
) {
  const target = probeTarget(probe, pod);
  if (target.protocol === 'exec') return undefined;
  if (target.port === undefined)
    return {
      part: 'port' as const,
      what: `names a port that no container has (${target.written})`,
      strength: STRENGTH.exact,
    };
  if (WRONG_PROTOCOL.test(words)) {
    return {
      part: 'protocol' as const,
      what: `speaks ${target.protocol} to a port that answers in another protocol`,
      strength: STRENGTH.exact,
    };
  }
  // Whoever answers listens there, declared or not: a status code is an answer, though not the one wished for.
  const spoken = spokenProtocol(pod, target.port, cluster);
  const plain = plainToTls(pod, container, kind, words, spoken);
  if (plain !== undefined) return plain;
  const path = wrongPath(probe, words, pod, container);
  if (
    path !== undefined &&
    (runsFor(pod, container, cluster.now) >= PROBES.longEnoughSeconds || alwaysSo(pod, container, words))
  )
    return { part: 'path' as const, what: path.what, strength: path.sure ? STRENGTH.compelling : STRENGTH.fair };
  if (ANSWERED.test(words) || hasPassed(pod, container, kind, cluster.now)) return undefined;
  const declared = expectedPorts(pod, cluster);
  const sibling = probeOf(container, kind === 'Liveness' ? 'Readiness' : 'Liveness');
  const other = sibling === undefined ? undefined : probeTarget(sibling, pod);
  const undeclared = LISTENS.test(words) ? undefined : undeclaredPort(target.port, declared, other?.port);
  if (undeclared !== undefined) return undeclared;
  const clash =
    (target.protocol === 'grpc' && spoken?.startsWith('http') === true) ||
    (target.protocol === 'http' && spoken !== undefined && !/^(http|https|h2c|http2|web|metrics|tcp)/.test(spoken));
  if (clash)
    return {
      part: 'protocol' as const,
      what: `speaks ${target.protocol}, while the Service calls that port ${spoken}`,
      strength: STRENGTH.likely,
    };
  if (!pod.spec.containers.some(({ name }) => isSidecar(name))) {
    // Something listens there and hangs up on what it is sent: it speaks otherwise.
    if (target.protocol === 'http' && HUNG_UP.test(words) && !/connection refused/.test(words))
      return {
        part: 'protocol' as const,
        what: `speaks http to a port that hangs up on it`,
        strength: STRENGTH.supported,
      };
    const runs = runsFor(pod, container, cluster.now);
    const grpcUnheard = target.protocol === 'grpc' && /failed to connect service/.test(words);
    if (
      grpcUnheard &&
      runs >= PROBES.longEnoughSeconds &&
      (kind === 'Readiness' || patience(probe) >= PROBES.longEnoughSeconds / 2)
    ) {
      return {
        part: 'protocol' as const,
        what: `speaks grpc to a port that does not answer in it though the container has run for ${Math.round(runs)} s`,
        strength: STRENGTH.fair,
      };
    }
  }
  if (declared.length === 0 && other?.port !== undefined && other.port !== target.port) {
    return {
      part: 'port' as const,
      what: `calls port ${target.port}, and the other probe calls ${other.port}`,
      strength: STRENGTH.fair,
    };
  }
  if (
    other?.port === target.port &&
    other.protocol !== target.protocol &&
    probeFailures(pod, kind === 'Liveness' ? 'Readiness' : 'Liveness', cluster).length === 0
  ) {
    return {
      part: 'protocol' as const,
      what: `speaks ${target.protocol}, while the other probe speaks ${other.protocol} to that port and passes`,
      strength: STRENGTH.probable,
    };
  }
  return undefined;
}
