import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { Sli } from '../../../domain/service-level.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { type CallLevels, callLevels, changeSpan, type Levels, levelsOf } from '../../metric-reading/call-levels.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { METRIC_PARAMETERS } from '../../metric-reading/metric-parameters.ts';
import { readMetrics } from '../../metric-reading/read-metrics.ts';
import type { Parameters } from '../../parameters.ts';
import { CALLS } from './call-parameters.ts';
import { changeTold } from './own-change.ts';
import { madeToTryMore, placesOfStorm } from './retry-policy.ts';

/** Callers send several calls where they sent one, to a service that fails: what they try again keeps it down. */
export const retryStorm = defineAnalyzer({
  id: 'retry-storm',
  title: 'Callers try again and again',
  causes: ['retry_storm'],
  needs: ['slis'],
  example: 'checkout gets as many requests as ever and calls payment four times as often, which fails.',
  analyze: (evidence, parameters) => {
    const { known } = readMetrics(evidence);
    const calls = callLevels(evidence, known);
    const counted = calls.filter(({ client }) => client.some(({ indicator }) => indicator === 'rate'));
    if (counted.length === 0) return { status: 'unknown', reason: 'no calls counted by their callers' };
    const storms = counted.flatMap((call) => multiplied(call, parameters) ?? []).filter(({ tried }) => tried);
    const findings = [...Map.groupBy(storms, ({ call }) => call.callee)].map(([callee, members]) =>
      findingOf(callee, members, evidence, parameters),
    );
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `${counted.length} kinds of calls are made as often for one request as before` };
  },
});

/** Calls of one service by another that multiplied for each request that the caller gets. */
export interface Multiplied {
  readonly call: CallLevels;
  readonly rate: Sli;
  readonly calls: Levels;
  /** Times as many calls for one request as before. */
  readonly times: number;
  /** Whether calls fail, and often enough for their further tries to be all that came on top. */
  readonly tried: boolean;
}

/** Reads whether the calls of a pair multiplied beyond what more requests bring. */
export function multiplied(call: CallLevels, parameters: Parameters): Multiplied | undefined {
  const of = (slis: readonly Sli[], indicator: Sli['indicator']) => slis.find((sli) => sli.indicator === indicator);
  const rate = of(call.client, 'rate');
  const received = of(call.received, 'rate');
  const span = rate === undefined ? undefined : changeSpan(rate, 'up');
  if (rate === undefined || received === undefined || span === undefined) return undefined;
  if ((rate.score ?? 0) < parameters.metrics.movedScore || span.until - span.from < CALLS.lastingSeconds)
    return undefined;
  const calls = levelsOf(rate, span.from, span.until);
  const requests = levelsOf(received, span.from, span.until);
  if (calls === undefined || requests === undefined || calls.before <= 0 || requests.before <= 0) return undefined;
  if (calls.during - calls.before < METRIC_PARAMETERS.leastSurge || requests.during <= 0) return undefined;
  // A gateway passes each request on once: more of the kind that goes there bring as many calls, and no more.
  const brought = Math.max(0, requests.during - requests.before);
  if (calls.during - calls.before < CALLS.amplified * brought) return undefined;
  const times = calls.during / calls.before / (requests.during / requests.before);
  if (times < CALLS.amplified) return undefined;
  const levels = (slis: readonly Sli[]) => {
    const errors = of(slis, 'error_ratio');
    return errors === undefined ? undefined : levelsOf(errors, span.from, span.until);
  };
  const seen = levels(call.client);
  const failing = [seen, levels(call.server)].some(
    (one) => one !== undefined && one.during - one.before >= parameters.errorRatioRise,
  );
  return { call, rate, calls, times, tried: failing && accountsFor(seen?.during, times) };
}

/**
 * Whether calls of which a share fails can be so many by being tried again: with n tries there are 1 + f + f² + … for one,
 * never more than 1 / (1 - f). Unknown shares may.
 */
function accountsFor(failed: number | undefined, times: number): boolean {
  return failed === undefined || failed >= 1 || times <= CALLS.beyondFailures / (1 - failed);
}

function findingOf(
  callee: Component,
  storms: readonly Multiplied[],
  given: EvidenceSet,
  parameters: Parameters,
): Finding {
  const worst = storms.toSorted((a, b) => b.times - a.times)[0]!;
  const name = nameOf(callee).name;
  const evidence = storms.map(({ call, rate, calls, times }): EvidenceDraft => {
    const caller = nameOf(call.caller).name;
    const text = `${rate.metric} of ${caller}: calls of ${name} went from ${rounded(calls.before)} to ${rounded(calls.during)} a second, ${rounded(times)} times as many for each request that ${caller} gets.`;
    return { source: 'metrics', tool: 'list_slis', target: call.caller, text, observedAt: rate.onset ?? given.asOf };
  });
  const callers = storms.map(({ call }) => call.caller);
  const made = madeToTryMore(callers, worst.rate.onset!, given);
  return {
    analyzer: 'retry-storm',
    ...placesOfStorm(callee, callers, made),
    cause: 'retry_storm',
    statement: `${nameOf(worst.call.caller).name} calls ${name}, which fails, ${rounded(worst.times)} times as often for each request as before: it tries again.`,
    strength: parameters.measuredStrength,
    grade: 'measured',
    evidence: made === undefined ? evidence : [...evidence, changeTold(made.change)],
    onset: worst.rate.onset!,
  };
}

const DIGITS = 2;

function rounded(value: number): string {
  return String(Number(value.toPrecision(DIGITS)));
}
