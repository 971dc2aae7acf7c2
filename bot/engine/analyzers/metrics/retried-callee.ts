import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { Sli } from '../../../domain/service-level.ts';
import type { EvidenceSet, LogPattern, ServiceLogs } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { REPEATED } from '../../cluster/parameters.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { backgroundOf, isPast } from '../../log-reading/background.ts';
import { quotePattern } from '../../log-reading/quoting.ts';
import { changeSpan, levelsOf } from '../../metric-reading/call-levels.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { METRIC_PARAMETERS } from '../../metric-reading/metric-parameters.ts';
import { FORMAT, type Parameters } from '../../parameters.ts';
import { callGraph, reachableFrom } from '../../propagation/call-graph.ts';
import { readCalls } from '../../propagation/calls.ts';
import { CALLS } from './call-parameters.ts';
import { changeTold } from './own-change.ts';
import { madeToTryMore, placesOfStorm } from './retry-policy.ts';

/** What clients write when they try a call again. */
const AGAIN =
  /\battempt \d+ ?(?:of|\/) ?\d+|\bretry(?:ing)?\b[^\n]{0,40}(?:\battempt\b|#?\d)|\bretr(?:ies|y) (?:left|remaining|exhausted)|\b(?:will retry|retrying (?:in|after))\b/i;

/** A failing service gets many times its requests while nobody before it does, and a caller writes or was told to try again. */
export const retriedCallee = defineAnalyzer({
  id: 'retried-callee',
  title: 'A failing service is called again and again',
  causes: ['retry_storm'],
  needs: ['slis', 'logs'],
  example: 'desk gets five times its requests and fails; no other service gets more, and till logs `attempt 8 of 8`.',
  analyze: (evidence, parameters) => {
    if (evidence.slis.status === 'unknown') return { status: 'unknown', reason: evidence.slis.reason };
    const served = evidence.slis.value.items.filter(({ side, peer }) => side === 'server' && peer === undefined);
    const rates = served.filter(({ indicator }) => indicator === 'rate');
    const findings = rates.flatMap((rate) => findingOf(rate, served, evidence, parameters));
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `none of ${rates.length} services alone gets many more requests and fails` };
  },
});

function findingOf(
  rate: Sli,
  served: readonly Sli[],
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  const span = changeSpan(rate, 'up');
  if (span === undefined || (rate.score ?? 0) < parameters.metrics.movedScore) return [];
  const until = Math.min(span.until, Date.parse(evidence.asOf) / FORMAT.millis);
  const levels = levelsOf(rate, span.from, until);
  if (levels === undefined || levels.before <= 0 || until - span.from < CALLS.lastingSeconds) return [];
  const times = levels.during / levels.before;
  if (times < CALLS.amplified || levels.during - levels.before < METRIC_PARAMETERS.leastSurge) return [];
  const others = thoseBefore(rate.service, served, evidence);
  const passes = others.some((other) => {
    const own = levelsOf(other, span.from, until);
    return own !== undefined && own.before > 0 && own.during / own.before - 1 >= CALLS.passedOn * (times - 1);
  });
  // Where nobody else is measured, nobody can be seen not to have risen.
  if (passes || others.length === 0) return [];
  const errors = served.find(({ indicator, service }) => indicator === 'error_ratio' && service === rate.service);
  const failed = errors && levelsOf(errors, span.from, until);
  if (failed === undefined || failed.during - failed.before < parameters.errorRatioRise) return [];
  const tried = triedAgain(rate.service, evidence);
  const component = componentOf({ kind: 'service', name: rate.service });
  const writers = [...new Set(tried.map(({ logs }) => logs.service))];
  const calling = (writers.length > 0 ? writers : callGraph(evidence).callers(rate.service)).map((name) =>
    componentOf({ kind: 'service', name }),
  );
  const onset = rate.onset ?? evidence.asOf;
  const made = madeToTryMore(calling, onset, evidence);
  // Most clients try again without a word: then a caller's setting must say that it does.
  if (tried.length === 0 && made === undefined) return [];
  const callers = tried.length > 0 || made === undefined ? writers : [nameOf(made.caller).name];
  const factor = Number(times.toPrecision(2));
  const counted: EvidenceDraft = {
    source: 'metrics',
    tool: 'list_slis',
    target: component,
    text: `${rate.metric}: ${rate.service} gets ${factor} times its requests since ${rate.onset}, and none that may call it gets as many more.`,
    observedAt: onset,
  };
  const { tool } = evidence.logs as Extract<EvidenceSet['logs'], { status: 'observed' }>;
  return [
    {
      analyzer: 'retried-callee',
      ...placesOfStorm(component, calling, made),
      cause: 'retry_storm',
      grade: 'shown',
      statement: `${callers.join(', ')} calls ${rate.service}, which fails, again and again: ${factor} times its requests, and none that may call it gets more.`,
      strength: parameters.shownStrength,
      evidence: [
        counted,
        ...(made === undefined ? [] : [changeTold(made.change)]),
        ...tried.slice(0, 2).map(({ logs, pattern, text }) => quotePattern(logs, pattern, tool, text)),
      ],
      onset,
      ...(rate.until === undefined ? {} : { until: rate.until }),
    },
  ];
}

/**
 * The measured services that may send a service its requests: of recorded calls those from which it is reached, else all but
 * those that it reaches, to which it passes the many on.
 */
function thoseBefore(name: string, served: readonly Sli[], evidence: EvidenceSet): readonly Sli[] {
  const { recorded } = readCalls(evidence);
  const graph = callGraph(evidence);
  const others = served.filter(({ indicator, service }) => indicator === 'rate' && service !== name);
  const before = others.filter(({ service }) => reachableFrom(graph, service).has(name));
  if (recorded && before.length > 0) return before;
  const below = reachableFrom(graph, name);
  return others.filter(({ service }) => !below.has(service));
}

interface Tried {
  readonly logs: ServiceLogs;
  readonly pattern: LogPattern;
  readonly text: string;
}

/** Lines of others that say that a call of this service is tried again. */
function triedAgain(callee: string, evidence: EvidenceSet): readonly Tried[] {
  if (evidence.logs.status !== 'observed') return [];
  const named = new RegExp(`(?:^|[^\\w-])${callee.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`);
  const all = evidence.logs.value.flatMap((logs) =>
    logs.service === callee
      ? []
      : logs.patterns.flatMap((pattern): Tried[] => {
          const text = pattern.samples.find((sample) => AGAIN.test(sample.text) && named.test(sample.text))?.text;
          const old = isPast(pattern, evidence) || backgroundOf(pattern, logs, evidence) !== undefined;
          return text === undefined || old ? [] : [{ logs, pattern, text }];
        }),
  );
  return all.reduce((sum, { pattern }) => sum + pattern.count, 0) >= REPEATED ? all : [];
}
