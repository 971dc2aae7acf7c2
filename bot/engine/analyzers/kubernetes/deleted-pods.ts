import type { Finding } from '../../../domain/finding.ts';
import { readCluster } from '../../cluster/cluster.ts';
import { deletionsOf } from '../../cluster/deleted-pods.ts';
import { graded } from '../../cluster/grading.ts';
import { conclude, parametersOf, told } from '../../cluster/observe.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { isOver } from '../../observe/time.ts';

/**
 * Pods that are deleted again and again by somebody else than their controller (a script, a descheduler, a chaos
 * experiment such as Chaos Mesh's `pod-kill`): each is well until it goes, and nothing answers until the next is ready.
 */
export const deletedPods = defineAnalyzer({
  id: 'deleted-pods',
  title: 'Pods are deleted again and again',
  causes: ['workload_unavailable'],
  needs: ['objects', 'events'],
  kinds: ['Pod'],
  example: 'The ReplicaSet of a cache makes a new pod every minute, since the one before was deleted.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const findings = cluster.workloads.flatMap((workload): readonly Finding[] => {
      const deleted = deletionsOf(workload, cluster, parameters.overAfterMs);
      const last = deleted.at(-1);
      // Of several pods the others go on serving.
      if (last === undefined || workload.desired > 1 || deleted.length <= parameters.passingWarnings) return [];
      return [
        {
          analyzer: 'deleted-pods',
          component: workload.component,
          cause: 'workload_unavailable',
          statement: `${deleted.length} pods of ${workload.name} were deleted one after the other soon after their start; no probe failed and nothing evicted them.`,
          ...graded('said', parameters),
          exact: true,
          evidence: [told(last.created), told(last.killed)],
          onset: deleted[0]!.killed.first,
          ...(isOver(last.killed.last, evidence, parameters) && { until: last.killed.last }),
          parameters: parametersOf(workload),
        },
      ];
    });
    return conclude(findings, `events of pods that ${cluster.workloads.length} workloads made`);
  },
});
