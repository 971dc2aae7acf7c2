import type { Finding } from '../../../domain/finding.ts';
import type { KubernetesObject } from '../../../domain/signals.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { conclude, newest, parametersOf, seen, told } from '../../cluster/observe.ts';
import { fields, records, timeMs } from '../../cluster/read-objects.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';

/** A schedule that has not run for longer was switched off long before today's complaint. */
const LATELY_MS = 7 * 24 * 60 * 60_000;

/** Jobs that gave up, unless a later run of the same work passed; schedules that are switched off. */
export const job = defineAnalyzer({
  id: 'job',
  title: 'Job failed or schedule suspended',
  causes: ['job_backoff_limit_exceeded', 'cron_job_suspended'],
  needs: ['objects'],
  prefers: ['events'],
  example: 'A nightly Job used up its retries, and no later run has passed.',
  analyze: (evidence) => {
    const cluster = readCluster(evidence);
    const jobs = cluster.ofKind('Job');
    const schedules = cluster.ofKind('CronJob');
    const findings = [
      ...jobs.flatMap((object) => explainJob(object, jobs, cluster)),
      ...schedules.flatMap((object) => explainSchedule(object, cluster)),
    ];
    return conclude(findings, `${jobs.length} jobs and ${schedules.length} schedules`);
  },
});

function explainJob(object: KubernetesObject, jobs: readonly KubernetesObject[], cluster: Cluster): readonly Finding[] {
  const failed = records(fields(object.status).conditions).find(
    (item) => item.type === 'Failed' && item.status === 'True',
  );
  const workload = cluster.workloadOf('Job', object.metadata.namespace ?? '', object.metadata.name);
  if (failed === undefined || workload === undefined) return [];
  const failedAt = timeMs(failed.lastTransitionTime) ?? 0;
  const later = jobs.some(
    (other) =>
      other !== object &&
      cluster.workloadOf('Job', other.metadata.namespace ?? '', other.metadata.name) === workload &&
      (timeMs(fields(other.status).completionTime) ?? 0) > failedAt,
  );
  if (later) return [];
  const event = newest(cluster.eventsOf('Job', object.metadata.namespace ?? '', object.metadata.name));
  const what = `${object.metadata.name} failed: ${String(failed.reason ?? '')} ${String(failed.message ?? '')}`.trim();
  return [
    {
      analyzer: 'job',
      component: workload.component,
      cause: 'job_backoff_limit_exceeded',
      statement: `${what}.`,
      strength: 0.85,
      evidence: [
        seen(object, what, String(failed.lastTransitionTime ?? '') || undefined),
        ...(event === undefined ? [] : [told(event)]),
      ],
      onset: typeof failed.lastTransitionTime === 'string' ? failed.lastTransitionTime : undefined,
      parameters: { ...parametersOf(workload), job: object.metadata.name },
    },
  ];
}

/** A suspended schedule may be meant; alone it is no more than worth a look. */
function explainSchedule(object: KubernetesObject, cluster: Cluster): readonly Finding[] {
  const spec = fields(object.spec);
  const workload = cluster.workloadOf('CronJob', object.metadata.namespace ?? '', object.metadata.name);
  if (spec.suspend !== true || workload === undefined) return [];
  const last = fields(object.status).lastScheduleTime;
  const ranAt = timeMs(last);
  const what = `suspended; schedule ${String(spec.schedule)}, last run ${typeof last === 'string' ? last : 'unknown'}`;
  return [
    {
      analyzer: 'job',
      component: workload.component,
      cause: 'cron_job_suspended',
      statement: `The schedule ${object.metadata.name} is suspended.`,
      strength: ranAt !== undefined && cluster.now - ranAt < LATELY_MS ? 0.45 : 0.35,
      evidence: [seen(object, what)],
      parameters: parametersOf(workload),
    },
  ];
}
