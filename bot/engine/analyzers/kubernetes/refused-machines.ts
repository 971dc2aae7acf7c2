import type { CauseCode } from '../../../domain/cause.ts';
import type { Finding } from '../../../domain/finding.ts';
import { componentOf } from '../../../domain/target.ts';
import { readCluster } from '../../cluster/cluster.ts';
import { graded } from '../../cluster/grading.ts';
import { conclude, parametersOf } from '../../cluster/observe.ts';
import type { Pod } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { quotePattern } from '../../log-reading/quoting.ts';
import { readStatements } from '../../log-reading/read-statements.ts';

const WHY: Readonly<Partial<Record<CauseCode, string>>> = {
  cloud_capacity_insufficient: 'the cloud has none to give',
  cloud_quota_exceeded: 'the account may not have more',
};
/** Programs that ask the cloud for machines: Karpenter, Cluster Autoscaler, the machine controllers of Cluster API and Gardener. */
const ASKS_FOR_MACHINES = /karpenter|autoscaler|machine-?(?:api|controller)|cluster-?api|^cap[agvz]-/i;

/**
 * What an autoscaler's own log says while pods wait. Its events are kept for an hour, and it tries on for as long as pods
 * wait; what it said before they were made is no reason of theirs.
 */
export const refusedMachines = defineAnalyzer({
  id: 'refused-machines',
  title: 'The autoscaler is refused its machines',
  causes: ['cloud_capacity_insufficient', 'cloud_quota_exceeded'],
  needs: ['logs', 'objects'],
  kinds: ['Pod'],
  example: 'Eight pods wait since 06:12, and Karpenter logs InsufficientInstanceCapacity every three minutes.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const workloads = [...new Set(cluster.pods.filter(isWaiting).flatMap((pod) => cluster.workloadOfPod(pod) ?? []))];
    const tool = evidence.logs.tool;
    const findings = readStatements(evidence).all.flatMap(({ match, logs, pattern, text }): readonly Finding[] => {
      const why = WHY[match.row.cause];
      if (why === undefined || pattern.lastSeen === undefined || !ASKS_FOR_MACHINES.test(logs.service)) return [];
      const last = Date.parse(pattern.lastSeen);
      const waiting = workloads.filter(({ pods }) =>
        pods.some((pod) => isWaiting(pod) && (pod.createdAt ?? 0) <= last),
      );
      return waiting.map((workload) => ({
        analyzer: 'refused-machines',
        component: workload.component,
        cause: match.row.cause,
        ...graded('said', parameters),
        statement: `${workload.name} waits for a node, and ${why}.`,
        evidence: [quotePattern(logs, pattern, tool, text)],
        ...(pattern.firstSeen === undefined ? {} : { onset: pattern.firstSeen }),
        explains: [componentOf({ kind: 'service', name: logs.service })],
        parameters: parametersOf(workload),
      }));
    });
    return conclude(findings, `${workloads.length} workloads that wait for a node`);
  },
});

function isWaiting({ phase, node, deleting }: Pod): boolean {
  return phase === 'Pending' && node === undefined && !deleting;
}
