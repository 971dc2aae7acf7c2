/** What a system runs on, where nobody recorded the objects of a cluster. */

import type { EvidenceSet } from '../../domain/signals.ts';
import { readMetrics } from '../metric-reading/read-metrics.ts';
import type { Parameters } from '../parameters.ts';
import { instances, readiness, type Scope } from './levels.ts';

/** A line of a machine's daemon, as syslog writes it: host, program and number of the process. */
const DAEMON_LINE = /^[\w.-]+ [\w./-]+\[\d+\]: /;

/**
 * A system of machines or of a cloud's services: its source answered that it holds no objects, and no metric is of any;
 * where it holds no metrics either, every log is a daemon's.
 */
export function isWithoutKubernetes({ objects, metrics, logs }: EvidenceSet): boolean {
  if (objects.status !== 'unknown' || objects.absent !== true) return false;
  if (metrics.status !== 'observed')
    return (
      metrics.absent === true &&
      logs.status === 'observed' &&
      logs.value.every(({ patterns }) => patterns.every(({ samples }) => DAEMON_LINE.test(samples[0]?.text ?? '')))
    );
  return !metrics.value.some(({ name }) => name.startsWith('kube_'));
}

/**
 * A cluster whose source holds no objects and no events, and whose kube-state-metrics was read: it makes its figures from
 * the API's objects, unmodified (its README). Wanted and available replicas, or the readiness of each pod, with the
 * restarts of containers tell of pods what the objects would, and alerts and requests of the rest.
 */
export function isCountedFromObjects(evidence: EvidenceSet, parameters: Parameters): boolean {
  const { objects, events, metrics, alerts, slis } = evidence;
  const absent = [objects, events].every((one) => one.status === 'unknown' && one.absent === true);
  if (!absent || metrics.status !== 'observed' || alerts.status !== 'observed' || slis.status !== 'observed')
    return false;
  const scope: Scope = { evidence, parameters, has: () => true };
  const counted = [...instances(scope), ...readiness(scope)];
  const restarts = readMetrics(evidence).all.some(({ meaning }) => meaning.signal === 'restarts');
  return counted.length > 0 && restarts && slis.value.items.length > 0;
}
