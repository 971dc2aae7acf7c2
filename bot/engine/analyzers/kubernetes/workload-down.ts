import type { Finding } from '../../../domain/finding.ts';
import { readCluster } from '../../cluster/cluster.ts';
import { isLeftElsewhere } from '../../cluster/left-elsewhere.ts';
import { conclude, parametersOf, seen } from '../../cluster/observe.ts';
import { readyPods } from '../../cluster/readiness.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { STRENGTH } from '../strength-parameters.ts';

/** Belief of the symptom. */
const DOWN = STRENGTH.faint;

/** Workloads without a single healthy pod: a symptom, which the ranking wants explained. */
export const workloadDown = defineAnalyzer({
  id: 'workload-down',
  title: 'Workload has no healthy pod',
  causes: [],
  needs: ['objects'],
  kinds: ['Pod', 'Deployment'],
  example: 'None of the three pods of a Deployment is ready.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const served = cluster.workloads.filter((workload) => workload.desired > 0 && workload.kind !== 'Job');
    const findings = served.flatMap((workload): readonly Finding[] => {
      if (readyPods(workload, cluster) !== 0) return [];
      const exist = cluster.sees('Pod', workload.namespace) ? ` (${workload.pods.length} exist)` : '';
      const what = `none of ${workload.desired} wanted pods is ready${exist}`;
      return [
        {
          analyzer: 'workload-down',
          component: workload.component,
          statement: `${workload.name}: ${what}.`,
          strength: DOWN * (isLeftElsewhere(workload, cluster, evidence, parameters) ? parameters.standingShare : 1),
          evidence: [seen(workload.object, what)],
          parameters: parametersOf(workload),
        },
      ];
    });
    return conclude(findings, `${served.length} workloads`);
  },
});
