import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import type { MetricSignal } from '../../metric-reading/meaning.ts';
import { type ReadMetrics, readMetrics } from '../../metric-reading/read-metrics.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { CONCURRENCY } from './call-parameters.ts';
import { changeSeen } from './evidence-text.ts';
import { ratioOf, strongest } from './relevant-change.ts';

/**
 * One function takes the concurrency that all of an account and region share, so that others are throttled without having
 * more to do (AWS Lambda, "Understanding Lambda function scaling": 1000 unless raised, and none is kept for a function
 * without reserved concurrency). A function that is throttled for its own calls has more of them.
 */
export const sharedConcurrency = defineAnalyzer({
  id: 'shared-concurrency',
  title: 'One function takes the concurrency of all',
  causes: ['cloud_quota_exceeded'],
  needs: ['metrics'],
  example: 'A batch of 900 runs at once begins, and the functions behind the API are throttled with no more calls.',
  analyze: (evidence) => {
    const metrics = readMetrics(evidence);
    const functions = metrics.components.filter((one) => metrics.of(one, 'throttled-runs').some(isOfLambda));
    if (functions.length === 0) return { status: 'unknown', reason: 'no throttled invocations among the metrics' };
    const rises = (component: Component, signal: MetricSignal) =>
      strongest(evidence, metrics.of(component, signal).filter(isOfLambda), 'up');
    const throttled = functions.filter(
      (one) => rises(one, 'throttled-runs') !== undefined && !hasMoreToDo(one, evidence, metrics),
    );
    const taking = functions.filter((one) => hasMoreToDo(one, evidence, metrics));
    const [taker, another] = taking;
    if (throttled.length === 0 || taker === undefined || another !== undefined)
      return { status: 'clear', checked: `${functions.length} functions, none of which takes from others` };
    const calls = rises(taker, 'traffic')!;
    const names = throttled.map((one) => nameOf(one).name).join(', ');
    const finding: Finding = {
      analyzer: 'shared-concurrency',
      component: taker,
      cause: 'cloud_quota_exceeded',
      statement: `${nameOf(taker).name} takes so much of the concurrency that the account's functions share that ${names} ${throttled.length === 1 ? 'is' : 'are'} throttled.`,
      strength: STRENGTH.firm,
      grade: 'measured',
      evidence: [
        changeSeen(calls.read, calls.change),
        ...throttled.map((one) => rises(one, 'throttled-runs')!).map(({ read, change }) => changeSeen(read, change)),
      ].slice(0, CONCURRENCY.shown),
      onset: calls.change.onset,
      explains: throttled,
    };
    return { status: 'found', findings: [finding] };
  },
});

function isOfLambda({ series: { name } }: { readonly series: { readonly name: string } }): boolean {
  return /^(?:\w+_)?aws_lambda_/i.test(name);
}

/** Whether a function is called several times as often as before. */
function hasMoreToDo(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): boolean {
  const rise = strongest(evidence, metrics.of(component, 'traffic').filter(isOfLambda), 'up');
  return rise !== undefined && ratioOf(rise.change) >= CONCURRENCY.manyTimes;
}
