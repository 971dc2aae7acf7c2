import { parseQuantity } from '../../../../schemas/quantity.ts';
import type { Finding } from '../../../domain/finding.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { isTroubled } from '../../cluster/container-state.ts';
import { oversizedHeap } from '../../cluster/heap.ts';
import { conclude, newest, parametersOf, seen, told } from '../../cluster/observe.ts';
import { diedByProbe, probeFailures } from '../../cluster/probes.ts';
import { timeMs } from '../../cluster/read-objects.ts';
import { isSuperseded } from '../../cluster/superseded.ts';
import type { ContainerStatus, Pod, Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { EXIT_CODES } from '../../knowledge/exit-codes.ts';
import { METRIC_PARAMETERS } from '../../metric-reading/metric-parameters.ts';
import { type ReadMetrics, readMetrics } from '../../metric-reading/read-metrics.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { STARTS } from './parameters.ts';

/** Containers that the kernel kills for memory, while running or even while being made. */
export const outOfMemory = defineAnalyzer({
  id: 'out-of-memory',
  title: 'Killed for memory',
  causes: ['oom_killed'],
  needs: ['objects'],
  prefers: ['events'],
  kinds: ['Pod'],
  example: 'A container with a limit of 64Mi ends with OOMKilled each time it loads its catalogue.',
  analyze: (evidence) => {
    const cluster = readCluster(evidence);
    return conclude(
      cluster.pods.flatMap((pod) => examine(pod, cluster, readMetrics(evidence), Date.parse(evidence.window.start))),
      `the endings of the containers of ${cluster.pods.length} pods`,
    );
  },
});

function examine(pod: Pod, cluster: Cluster, memory: ReadMetrics, since: number): readonly Finding[] {
  const workload = cluster.workloadOfPod(pod);
  if (workload === undefined) return [];
  const limits = pod.spec.containers
    .map((container) => `${container.name}: limit ${String(container.limits.memory ?? 'none')}`)
    .join(', ');
  const heaps = pod.spec.containers.flatMap((container) => {
    const heap = oversizedHeap(container);
    return heap === undefined ? [] : [seen(pod.object, `container ${container.name} is given ${heap}`)];
  });
  const finding = (statement: string, strength: number, evidence: Finding['evidence'], onset?: string): Finding => ({
    analyzer: 'out-of-memory',
    component: workload.component,
    cause: 'oom_killed',
    statement,
    strength,
    evidence: [...evidence, ...heaps],
    onset,
    parameters: parametersOf(workload, pod),
  });
  const killed = pod.statuses.flatMap((status) => {
    const ended = [status.terminated, status.lastTerminated].find((item) => item?.reason === 'OOMKilled');
    if (ended === undefined) return [];
    const now = isTroubled(status, pod, cluster.now) && !isSuperseded(pod, workload, cluster);
    const what = `container ${status.name} was OOMKilled (${status.restarts} restarts); ${limits}`;
    const evidence = [seen(pod.object, what, ended.finishedAt)];
    if (now) return [finding(`${pod.name}: ${what}.`, STRENGTH.named, evidence, ended.finishedAt)];
    // One that runs again: within the window it was what happened, and its effects may go on (a cache is cold).
    if (status.running === undefined || !((timeMs(ended.finishedAt) ?? 0) >= since))
      return [finding(`${pod.name}: ${what}.`, STRENGTH.faint, evidence, ended.finishedAt)];
    return [{ ...finding(`${pod.name}: ${what}.`, STRENGTH.fair, evidence, ended.finishedAt), grade: 'said' as const }];
  });
  const likely = pod.statuses.flatMap((status) => {
    const ended = status.terminated ?? status.lastTerminated;
    const unsaid = ended?.exitCode === EXIT_CODES.killed && ended.reason !== 'OOMKilled';
    if (!unsaid || !isTroubled(status, pod, cluster.now) || isSuperseded(pod, workload, cluster)) return [];
    const kernel = newest(nodeKills(pod, ended.startedAt ?? ended.finishedAt, cluster));
    if (kernel === undefined && !isUnexplainedKill(pod, status, cluster)) return [];
    const what = `container ${status.name} was killed (137) ${status.restarts} times${kernel === undefined ? ', by no probe' : ''}; ${limits}`;
    const evidence = [seen(pod.object, what, ended.finishedAt), ...(kernel === undefined ? [] : [told(kernel)])];
    // A heap that cannot fit, or memory at its limit, explains the kill that nobody owns to. Without either it is a guess:
    // the kubelet says OOMKilled where the kernel kills the container's first process.
    const signed = kernel !== undefined || heaps.length > 0 || reachedLimit(workload, memory);
    return [
      {
        ...finding(`${pod.name}: ${what}.`, signed ? STRENGTH.likely : STRENGTH.even, evidence, ended.finishedAt),
        ...(!signed && { grade: 'coincides' as const }),
      },
    ];
  });
  const tiny = pod.spec.containers.find(
    (container) => (parseQuantity(container.limits.memory) ?? Number.POSITIVE_INFINITY) < STARTS.leastMemory,
  );
  const creating = pod.statuses.some((status) => status.waiting?.reason === 'ContainerCreating');
  if (tiny !== undefined && creating && cluster.eventsOf('Pod', pod.namespace, pod.name).length === 0) {
    const what = `${limits}, which is less than making a container takes`;
    likely.push(finding(`${pod.name} does not get past its making: ${what}.`, STRENGTH.fair, [seen(pod.object, what)]));
  }
  const making = newest(
    cluster
      .eventsOf('Pod', pod.namespace, pod.name)
      .filter((event) => /OOM[- ]?killed|OOMKilling/i.test(event.message) && event.type === 'Warning'),
  );
  if (making === undefined || pod.healthy) return [...killed, ...likely];
  return [
    ...killed,
    finding(
      `${pod.name} cannot even be started within its memory limit (${limits}).`,
      STRENGTH.named,
      [told(making), seen(pod.object, limits)],
      making.first,
    ),
  ];
}

/** Whether the memory of a workload was seen to reach its limit. */
function reachedLimit({ component, spec }: Workload, metrics: ReadMetrics): boolean {
  const limit = Math.max(0, ...spec.containers.map(({ limits }) => parseQuantity(limits.memory) ?? 0));
  return (
    limit > 0 &&
    metrics
      .of(component, 'memory')
      .some(({ series, meaning }) => series.max * meaning.scale >= METRIC_PARAMETERS.nearLimit * limit)
  );
}

/** What the kernel of the pod's node says it killed for memory since the container started. */
function nodeKills(pod: Pod, since: string | undefined, cluster: Cluster) {
  if (pod.node === undefined) return [];
  const from = timeMs(since) ?? 0;
  return cluster
    .eventsOf('Node', '', pod.node)
    .filter((event) => /OOM/i.test(event.reason) && /\b(?:oom|out of memory)\b/i.test(event.message))
    .filter((event) => event.lastMs >= from);
}

/** SIGKILL within a memory limit, without a probe that would have sent it: the kernel is the only other one who does. */
function isUnexplainedKill(pod: Pod, status: ContainerStatus, cluster: Cluster): boolean {
  const container = [...pod.spec.containers, ...pod.spec.initContainers].find((one) => one.name === status.name);
  if (container?.limits.memory === undefined) return false;
  const byProbe = (['Liveness', 'Startup'] as const).some((kind) => probeFailures(pod, kind, cluster).length > 0);
  const stopped = cluster.eventsOf('Pod', pod.namespace, pod.name).some((event) => event.reason === 'Killing');
  const probes = [container.livenessProbe, container.startupProbe];
  return !byProbe && !stopped && !probes.some((probe) => diedByProbe(probe, status));
}
