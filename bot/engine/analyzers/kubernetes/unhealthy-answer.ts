import type { Finding } from '../../../domain/finding.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { graded } from '../../cluster/grading.ts';
import { conclude, newest, onsetOf, parametersOf, seen, told } from '../../cluster/observe.ts';
import type { Pod } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Parameters } from '../../parameters.ts';

/** The probe reached the application, which says of itself that it is not well. */
const SAYS_UNWELL = /statuscode: 5\d\d\b|service unhealthy \(responded with "NOT_SERVING"\)/i;

/** Applications that answer their own health check with an error. */
export const unhealthyAnswer = defineAnalyzer({
  id: 'unhealthy-answer',
  title: 'Application says that it is not well',
  causes: ['application_error'],
  needs: ['objects', 'events'],
  kinds: ['Pod'],
  example: 'The liveness probe is answered with 500, so the container is restarted again and again.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    return conclude(
      cluster.pods.flatMap((pod) => examine(pod, cluster, parameters)),
      `what ${cluster.pods.length} pods answer to their probes`,
    );
  },
});

function examine(pod: Pod, cluster: Cluster, parameters: Parameters): readonly Finding[] {
  const workload = cluster.workloadOfPod(pod);
  if (pod.healthy || pod.deleting || workload === undefined) return [];
  const unhealthy = cluster.eventsOf('Pod', pod.namespace, pod.name).filter(({ reason }) => reason === 'Unhealthy');
  const last = newest(unhealthy);
  // The newest answer counts: while it starts, an application may say so for a moment.
  if (last === undefined || !SAYS_UNWELL.test(last.message)) return [];
  const restarts = pod.statuses.reduce((sum, status) => sum + status.restarts, 0);
  return [
    {
      analyzer: 'unhealthy-answer',
      component: workload.component,
      cause: 'application_error',
      statement: `${pod.name} itself says that it is not well${restarts === 0 ? '' : `, and has been restarted ${restarts} times`}.`,
      // It says that something is wrong, not what: whatever names it says more.
      ...graded('measured', parameters),
      evidence: [told(last), seen(pod.object, `${pod.name} is not ready, ${restarts} restarts`)],
      onset: onsetOf(unhealthy),
      parameters: parametersOf(workload, pod),
    },
  ];
}
