import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, KubernetesObject } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { longestPeriod } from '../../cluster/cron-period.ts';
import { graded } from '../../cluster/grading.ts';
import { parametersOf, seen } from '../../cluster/observe.ts';
import { fields, text, timeMs } from '../../cluster/read-objects.ts';
import { readParties } from '../../log-reading/parties.ts';
import { quotePattern } from '../../log-reading/quoting.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import type { Parameters } from '../../parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { LONG_STANDING_MS, SHOWN } from './parameters.ts';

/** A service whose new complaints name a schedule, and their words. */
interface Missing {
  readonly component: Component;
  readonly quote: EvidenceDraft;
}

/**
 * A schedule that is switched off: none of its runs starts until somebody switches it on (kubernetes.io, "CronJob",
 * `.spec.suspend`). That may be meant, and alone is no more than worth a look; where another program has begun to complain of
 * it by name since its last run, it is what that one goes without.
 */
export function suspendedSchedule(
  object: KubernetesObject,
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  const spec = fields(object.spec);
  const { name, namespace = '' } = object.metadata;
  const workload = cluster.workloadOf('CronJob', namespace, name);
  if (spec.suspend !== true || workload === undefined) return [];
  const last = text(fields(object.status).lastScheduleTime);
  const ranAt = timeMs(last);
  const isLate = ranAt !== undefined && cluster.now - ranAt < LONG_STANDING_MS;
  const missing = isLate ? missedBy(name, ranAt, evidence) : [];
  const period = longestPeriod(text(spec.schedule) ?? '');
  const what = `suspended; schedule ${String(spec.schedule)}, last run ${last ?? 'unknown'}`;
  const named = [...new Set(missing.map(({ component }) => nameOf(component).name))].slice(0, SHOWN.names);
  return [
    {
      analyzer: 'job',
      component: workload.component,
      cause: 'cron_job_suspended',
      statement: `The schedule ${name} is suspended${named.length === 0 ? '' : `, and ${named.join(', ')} ${named.length === 1 ? 'misses' : 'miss'} its runs`}.`,
      ...(missing.length > 0 ? graded('shown', parameters) : { strength: isLate ? STRENGTH.guarded : STRENGTH.slight }),
      ...(missing.length > 0 && period !== undefined ? { onset: new Date(ranAt! + period).toISOString() } : {}),
      evidence: [seen(object, what), ...missing.slice(0, SHOWN.objects).map(({ quote }) => quote)],
      explains: [...new Set(missing.map(({ component }) => component))],
      parameters: parametersOf(workload),
    },
  ];
}

/** Who has begun to complain of a schedule by its whole name since it ran last. */
function missedBy(name: string, ranAt: number, evidence: EvidenceSet): readonly Missing[] {
  if (evidence.logs.status !== 'observed') return [];
  const { value, tool } = evidence.logs;
  const parties = readParties(evidence);
  return value.flatMap((logs) =>
    logs.patterns.flatMap((pattern): Missing[] => {
      const { level, firstSeen, samples } = pattern;
      const isNew = Date.parse(firstSeen ?? '') > ranAt && level !== 'info' && level !== 'debug';
      const component = parties.writer(logs);
      const isNamed = samples.some((sample) => sample.text.split(/[^\w.-]+/).includes(name));
      if (!isNew || !isNamed || nameOf(component).name === name) return [];
      return [{ component, quote: quotePattern(logs, pattern, tool) }];
    }),
  );
}
