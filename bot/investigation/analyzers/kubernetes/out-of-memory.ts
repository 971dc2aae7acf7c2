import type { Finding } from '../../../domain/finding.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { isTroubled } from '../../cluster/container-state.ts';
import { conclude, newest, parametersOf, seen, told } from '../../cluster/observe.ts';
import { isSuperseded } from '../../cluster/superseded.ts';
import type { Pod } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';

/** Containers that the kernel kills for memory, while running or even while being made. */
export const outOfMemory = defineAnalyzer({
  id: 'out-of-memory',
  title: 'Killed for memory',
  causes: ['oom_killed'],
  needs: ['objects', 'events'],
  example: 'A container with a limit of 64Mi ends with OOMKilled each time it loads its catalogue.',
  analyze: (evidence) => {
    const cluster = readCluster(evidence);
    return conclude(
      cluster.pods.flatMap((pod) => examine(pod, cluster)),
      `the endings of the containers of ${cluster.pods.length} pods`,
    );
  },
});

function examine(pod: Pod, cluster: Cluster): readonly Finding[] {
  const workload = cluster.workloadOfPod(pod);
  if (workload === undefined) return [];
  const limits = pod.spec.containers
    .map((container) => `${container.name}: limit ${String(container.limits.memory ?? 'none')}`)
    .join(', ');
  const finding = (statement: string, strength: number, evidence: Finding['evidence'], onset?: string): Finding => ({
    analyzer: 'out-of-memory',
    component: workload.component,
    cause: 'oom_killed',
    statement,
    strength,
    evidence,
    onset,
    parameters: parametersOf(workload, pod),
  });
  const killed = pod.statuses.flatMap((status) => {
    const ended = [status.terminated, status.lastTerminated].find((item) => item?.reason === 'OOMKilled');
    if (ended === undefined) return [];
    const now = isTroubled(status, pod, cluster.now) && !isSuperseded(pod, workload, cluster);
    const what = `container ${status.name} was OOMKilled (${status.restarts} restarts); ${limits}`;
    return [
      finding(`${pod.name}: ${what}.`, now ? 0.95 : 0.3, [seen(pod.object, what, ended.finishedAt)], ended.finishedAt),
    ];
  });
  const making = newest(
    cluster
      .eventsOf('Pod', pod.namespace, pod.name)
      .filter((event) => /OOM[- ]?killed|OOMKilling/i.test(event.message) && event.type === 'Warning'),
  );
  if (making === undefined || pod.healthy) return killed;
  return [
    ...killed,
    finding(
      `${pod.name} cannot even be started within its memory limit (${limits}).`,
      0.95,
      [told(making), seen(pod.object, limits)],
      making.first,
    ),
  ];
}
