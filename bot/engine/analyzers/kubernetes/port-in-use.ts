import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { isTroubled } from '../../cluster/container-state.ts';
import { graded } from '../../cluster/grading.ts';
import { conclude, parametersOf, seen } from '../../cluster/observe.ts';
import { ownLines } from '../../cluster/own-logs.ts';
import type { Pod, Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Parameters } from '../../parameters.ts';

/** How programs say that a port is taken: libc, Node, the JVM and its frameworks, Go, .NET, nginx, Python. */
const IN_USE =
  /address (?:is )?already in use|EADDRINUSE|port \d+ (?:was|is) already in use|port (?:already|is) (?:in use|allocated|bound)|Only one usage of each socket address|Failed to bind to (?:address|port)|could not bind .{0,60}port|bind\(\) to .{0,60} failed \(98|\[Errno 98\]|Address in use/i;

/** Containers that end because another process of their pod (or node) holds their port. */
export const portInUse = defineAnalyzer({
  id: 'port-in-use',
  title: 'Port is taken within the pod',
  causes: ['container_port_conflict'],
  needs: ['objects'],
  prefers: ['logs'],
  kinds: ['Pod'],
  example: 'A container restarts again and again: its server cannot bind 8080, which its sidecar holds.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    return conclude(
      cluster.workloads.flatMap((workload) => examine(workload, cluster, evidence, parameters)),
      `the last words of ${cluster.pods.length} pods`,
    );
  },
});

function examine(
  workload: Workload,
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  const failing = workload.pods.find((pod) => pod.statuses.some((status) => isTroubled(status, pod, cluster.now)));
  if (failing === undefined) return [];
  const words = lastWords(failing) ?? ownLines(workload, IN_USE, evidence)[0]?.quote;
  if (words === undefined) return [];
  const shared = sharedPorts(workload);
  return [
    {
      analyzer: 'port-in-use',
      component: workload.component,
      cause: 'container_port_conflict',
      statement: `${failing.name} cannot start: the port that it listens on is taken${shared === undefined ? '' : ` (${shared})`}.`,
      ...graded('said', parameters),
      evidence: [words, ...(shared === undefined ? [] : [seen(workload.object, shared)])],
      onset: words.observedAt,
      parameters: parametersOf(workload, failing),
    },
  ];
}

function lastWords(pod: Pod): EvidenceDraft | undefined {
  const said = pod.statuses
    .flatMap(({ terminated, lastTerminated }) => [terminated, lastTerminated])
    .find((ended) => IN_USE.test(ended?.message ?? ''));
  const line = said?.message?.split('\n').find((one) => IN_USE.test(one));
  return line === undefined ? undefined : seen(pod.object, line.trim(), said?.finishedAt);
}

/** Containers of one pod that declare or are told the same port. */
function sharedPorts({ spec }: Workload): string | undefined {
  const users = new Map<number, string[]>();
  for (const { name, ports, env } of spec.containers) {
    const told = env.flatMap(({ name: variable, value }) =>
      /(?:^|_)PORT$/.test(variable) && /^\d{2,5}$/.test(value ?? '') ? [Number(value)] : [],
    );
    for (const port of new Set([...ports.map(({ containerPort }) => containerPort), ...told]))
      users.set(port, [...(users.get(port) ?? []), name]);
  }
  const shared = [...users].find(([, names]) => names.length > 1);
  return shared === undefined ? undefined : `containers ${shared[1].join(' and ')} both use port ${shared[0]}`;
}
