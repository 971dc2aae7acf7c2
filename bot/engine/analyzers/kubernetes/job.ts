import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, KubernetesObject } from '../../../domain/signals.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { longestPeriod } from '../../cluster/cron-period.ts';
import { graded, gradedSince, stoodBefore } from '../../cluster/grading.ts';
import { conclude, newest, parametersOf, seen, told } from '../../cluster/observe.ts';
import { fields, records, text, timeMs } from '../../cluster/read-objects.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Parameters } from '../../parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { LONG_STANDING_MS } from './parameters.ts';
import { suspendedSchedule } from './suspended-schedule.ts';

/** Jobs that gave up, unless a later run of the same work passed; schedules that are switched off. */
export const job = defineAnalyzer({
  id: 'job',
  title: 'Job failed or schedule suspended',
  causes: ['job_backoff_limit_exceeded', 'cron_job_suspended', 'cron_job_missed_starts'],
  needs: ['objects'],
  prefers: ['events'],
  kinds: ['Job', 'CronJob'],
  example: 'A nightly Job used up its retries, and no later run has passed.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const jobs = cluster.ofKind('Job');
    const schedules = cluster.ofKind('CronJob');
    const findings = [
      ...jobs.flatMap((object) => explainJob(object, jobs, cluster, evidence, parameters)),
      ...schedules.flatMap((object) => suspendedSchedule(object, cluster, evidence, parameters)),
      ...schedules.flatMap((object) => missedStarts(object, cluster, evidence, parameters)),
    ];
    return conclude(findings, `${jobs.length} jobs and ${schedules.length} schedules`);
  },
});

function explainJob(
  object: KubernetesObject,
  jobs: readonly KubernetesObject[],
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
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
  // What was run once and gave up days ago stays among the objects until somebody deletes it (`ttlSecondsAfterFinished`).
  const stood = !isScheduled(object) && stoodBefore(text(failed.lastTransitionTime), evidence, parameters);
  const event = newest(cluster.eventsOf('Job', object.metadata.namespace ?? '', object.metadata.name));
  const what = `${object.metadata.name} failed: ${String(failed.reason ?? '')} ${String(failed.message ?? '')}`.trim();
  return [
    {
      analyzer: 'job',
      component: workload.component,
      cause: 'job_backoff_limit_exceeded',
      statement: `${what}.`,
      strength: stood ? STRENGTH.likely * parameters.standingShare : STRENGTH.likely,
      evidence: [
        seen(object, what, String(failed.lastTransitionTime ?? '') || undefined),
        ...(event === undefined ? [] : [told(event)]),
      ],
      onset: typeof failed.lastTransitionTime === 'string' ? failed.lastTransitionTime : undefined,
      parameters: { ...parametersOf(workload), job: object.metadata.name },
    },
  ];
}

/** Whether a schedule makes it: the last of its runs failed, however long ago that was. */
function isScheduled({ metadata }: KubernetesObject): boolean {
  return (metadata.ownerReferences ?? []).some(({ kind }) => kind === 'CronJob');
}

/** A schedule that is on and has not been started for several of its periods. */
function missedStarts(
  object: KubernetesObject,
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  const spec = fields(object.spec);
  const status = fields(object.status);
  const period = longestPeriod(String(spec.schedule ?? ''));
  const last = timeMs(status.lastScheduleTime) ?? timeMs(object.metadata.creationTimestamp);
  const workload = cluster.workloadOf('CronJob', object.metadata.namespace ?? '', object.metadata.name);
  if (workload === undefined || spec.suspend === true || period === undefined || last === undefined) return [];
  const late = cluster.now - last;
  if (late < Math.max(parameters.missedPeriods * period, parameters.onItsWayMs)) return [];
  const since = new Date(last + period).toISOString();
  const active = records(status.active).map(({ name }) => String(name));
  const held =
    active.length === 0
      ? ''
      : `; ${active.slice(0, 2).join(', ')} still runs and concurrencyPolicy is ${String(spec.concurrencyPolicy ?? 'Allow')}`;
  const what = `schedule ${String(spec.schedule)}, last started ${String(status.lastScheduleTime ?? 'never')}${held}`;
  return [
    {
      analyzer: 'job',
      component: workload.component,
      cause: 'cron_job_missed_starts',
      statement: `The schedule ${object.metadata.name} is on and is not started: ${what}.`,
      ...(late < LONG_STANDING_MS ? graded('shown', parameters) : gradedSince('shown', since, evidence, parameters)),
      evidence: [seen(object, what, text(status.lastScheduleTime))],
      onset: since,
      parameters: parametersOf(workload),
    },
  ];
}
