import type { FaultKind } from '../fault-kind.ts';
import { plain } from '../kubernetes/cluster-objects.ts';
import { objectEvent } from '../kubernetes/events.ts';
import type { KubeObject } from '../kubernetes/state.ts';
import { say } from '../logs/say.ts';
import type { Part } from '../part.ts';
import type { Scene } from '../scene.ts';
import { rfc3339 } from '../time-axis.ts';
import { all, aService, kubernetes } from './places.ts';

/** A job that belongs to no request: nothing else suffers where it fails. */
const NAME = 'nightly-settlement';

function cronJob(
  scene: Scene,
  part: Part,
  fields: { suspend: boolean; lastHoursAgo: number; deadline?: number },
): KubeObject {
  return plain('batch/v1', 'CronJob', part.namespace, NAME, scene.axis.end - 2e7, {
    spec: {
      schedule: '*/20 * * * *',
      suspend: fields.suspend,
      concurrencyPolicy: 'Forbid',
      ...(fields.deadline === undefined ? {} : { startingDeadlineSeconds: fields.deadline }),
      jobTemplate: {
        spec: {
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [{ name: 'settle', image: `${part.image}-jobs:${part.version}` }],
            },
          },
        },
      },
    },
    status: {
      lastScheduleTime: rfc3339(Math.round(scene.axis.end - fields.lastHoursAgo * 3_600)),
      lastSuccessfulTime: rfc3339(Math.round(scene.axis.end - fields.lastHoursAgo * 3_600 + 70)),
    },
  });
}

export const jobs: readonly FaultKind[] = [
  {
    id: 'job-gives-up',
    causes: ['job_backoff_limit_exceeded', 'application_error'],
    where: all(kubernetes, aService),
    pairs: true,
    strike(scene, part, fault) {
      const job = `${NAME}-29301120`;
      const at = rfc3339(Math.round(fault.from + 200));
      scene.objects.push(
        plain('batch/v1', 'Job', part.namespace, job, fault.from, {
          spec: {
            backoffLimit: 2,
            template: {
              spec: {
                restartPolicy: 'Never',
                containers: [{ name: 'settle', image: `${part.image}-jobs:${part.version}` }],
              },
            },
          },
          status: {
            failed: 3,
            startTime: rfc3339(Math.round(fault.from)),
            conditions: [
              {
                type: 'Failed',
                status: 'True',
                reason: 'BackoffLimitExceeded',
                message: 'Job has reached the specified backoff limit',
                lastTransitionTime: at,
              },
            ],
          },
        }),
      );
      for (const tail of ['4kx2p', 'b9wzq', 'tt5sm'])
        scene.objects.push({
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: {
            name: `${job}-${tail}`,
            namespace: part.namespace,
            creationTimestamp: rfc3339(Math.round(fault.from)),
            labels: { 'job-name': job },
            ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: job, controller: true, uid: `uid-${job}` }],
          },
          spec: {
            nodeName: scene.nodes[0]!.name,
            restartPolicy: 'Never',
            containers: [{ name: 'settle', image: `${part.image}-jobs:${part.version}` }],
          },
          status: {
            phase: 'Failed',
            containerStatuses: [
              {
                name: 'settle',
                image: `${part.image}-jobs:${part.version}`,
                ready: false,
                restartCount: 0,
                state: {
                  terminated: {
                    exitCode: 3,
                    reason: 'Error',
                    message: 'settlement: unbalanced batch 7719: debit 120.00 credit 119.00',
                    startedAt: rfc3339(Math.round(fault.from)),
                    finishedAt: at,
                  },
                },
              },
            ],
          },
        });
      objectEvent(
        scene,
        'Job',
        part.namespace,
        job,
        'BackoffLimitExceeded',
        'Job has reached the specified backoff limit',
        { first: fault.from + 200, last: fault.from + 200, source: 'job-controller' },
      );
      scene.alerts.push({
        name: 'KubeJobFailed',
        severity: 'warning',
        labels: { namespace: part.namespace, job_name: job },
        summary: 'Job failed to complete.',
        startsAt: fault.from + 260,
      });
      return {
        components: [`service/${NAME}`, `service/${job}`, `namespace/${part.namespace}`],
        complaint: 'the settlement did not run through',
      };
    },
  },
  {
    id: 'cron-suspended',
    causes: ['cron_job_suspended'],
    where: all(kubernetes, aService),
    strike(scene, part) {
      scene.objects.push(cronJob(scene, part, { suspend: true, lastHoursAgo: 3 }));
      return {
        components: [`service/${NAME}`, `namespace/${part.namespace}`],
        complaint: `${NAME} has not run for hours`,
      };
    },
  },
  {
    id: 'cron-misses-its-starts',
    causes: ['cron_job_missed_starts'],
    where: all(kubernetes, aService),
    strike(scene, part, fault) {
      scene.objects.push(cronJob(scene, part, { suspend: false, lastHoursAgo: 40, deadline: 10 }));
      objectEvent(
        scene,
        'CronJob',
        part.namespace,
        NAME,
        'TooManyMissedTimes',
        'too many missed start times: 121. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
        { first: fault.from, count: 140, source: 'cronjob-controller' },
      );
      return {
        components: [`service/${NAME}`, `namespace/${part.namespace}`],
        complaint: `${NAME} has not run since yesterday`,
      };
    },
  },
];

/** A schedule that nobody starts, late though not for long, and no event tells; one that was switched off, and is missed. */
export const lateJobs: readonly FaultKind[] = [
  {
    // Within days somebody misses its runs; after months nobody expects any.
    id: 'cron-suspended-and-missed',
    causes: ['cron_job_suspended'],
    where: all(kubernetes, aService),
    axes: ['size'],
    strike(scene, part, fault) {
      const hours = fault.scale(20, 4_000);
      scene.objects.push(cronJob(scene, part, { suspend: true, lastHoursAgo: hours }));
      say(scene, part, { from: fault.from, perMinute: 1, level: 'warn' }, () => `no accounts since ${NAME} ran last`);
      return {
        components: [`service/${NAME}`, `namespace/${part.namespace}`, `service/${part.name}`],
        complaint: `accounts in ${part.name} are old`,
      };
    },
  },
  ...[3, 30].map(
    (hours): FaultKind => ({
      id: `cron-not-started-for-${hours}-hours`,
      causes: ['cron_job_missed_starts'],
      where: all(kubernetes, aService),
      strike(scene, part) {
        scene.objects.push(cronJob(scene, part, { suspend: false, lastHoursAgo: hours }));
        return {
          components: [`service/${NAME}`, `namespace/${part.namespace}`],
          complaint: `${NAME} has not run for hours`,
        };
      },
    }),
  ),
];
