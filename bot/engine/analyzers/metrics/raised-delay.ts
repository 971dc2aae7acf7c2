import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { Sli } from '../../../domain/service-level.ts';
import type { ChangeRecord, EvidenceSet } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { isDelaySetting, secondsOfSetting } from '../../knowledge/delay-settings.ts';
import { componentOfSli } from '../../observe/service-levels.ts';
import { FORMAT, type Parameters } from '../../parameters.ts';
import { readTrouble } from '../../propagation/trouble.ts';
import { DELAYS } from './call-parameters.ts';
import { causeOfChange } from './change-cause.ts';
import { CHANGES } from './change-parameters.ts';

/**
 * A delay that a change raised, and answers that take as much longer since: each request waits for what is left of the delay,
 * between nothing and all of it (Triton's "Dynamic batcher", Kafka's `linger.ms`).
 */
export const raisedDelay = defineAnalyzer({
  id: 'raised-delay',
  title: 'A delay was raised, and answers take as much longer',
  causes: ['bad_deploy', 'bad_config_change', 'feature_flag_change'],
  needs: ['slis', 'changes'],
  example: 'The delay of a batcher goes from 500 µs to 50 ms, and a minute later its callers wait 48 ms longer.',
  analyze: (evidence, parameters) => {
    const { changes, slis } = evidence;
    if (changes.status !== 'observed' || slis?.status !== 'observed')
      return { status: 'unknown', reason: 'changes or latencies were not read' };
    const latencies = slis.value.items.filter(isUsualLatency);
    const findings = changes.value.flatMap((change) => findingOf(change, latencies, evidence, parameters));
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `${changes.value.length} changes, none of a delay that answers now wait for` };
  },
});

/** Whether it is of what most requests take: tails move for many reasons. */
function isUsualLatency({ indicator, statistic, side }: Sli): boolean {
  return indicator === 'latency' && side === 'server' && (statistic === 'mean' || statistic === 'p50');
}

function findingOf(
  change: ChangeRecord,
  latencies: readonly Sli[],
  evidence: EvidenceSet,
  { measuredStrength, latencyRiseSeconds }: Parameters,
): readonly Finding[] {
  const { service, timestamp } = change;
  const raised = raisedIn(change);
  if (service === undefined || raised === undefined) return [];
  const callers = readTrouble(evidence).graph.callers(service);
  const waiting = latencies.filter((level) => {
    if (level.onset === undefined || (level.service !== service && !callers.includes(level.service))) return false;
    const late = Date.parse(level.onset) - Date.parse(timestamp);
    const rise = riseOf(level);
    return (
      late >= -CHANGES.clockSlackMs &&
      late <= CHANGES.actsWithinMs &&
      rise >= latencyRiseSeconds &&
      rise >= DELAYS.leastShare * raised.added &&
      rise <= DELAYS.mostShare * raised.added
    );
  });
  const [first] = waiting.toSorted((a, b) => riseOf(b) - riseOf(a));
  if (first?.onset === undefined) return [];
  const component = componentOf({ kind: 'service', name: service });
  const ms = (seconds: number) => `${Number((seconds * FORMAT.millis).toPrecision(FORMAT.digits))} ms`;
  const text = `${service} waits up to ${ms(raised.added)} longer by its setting ${raised.name}, and ${first.service} takes ${ms(riseOf(first))} longer since ${first.onset}.`;
  const drafts: EvidenceDraft[] = [
    { source: 'metrics', tool: 'list_slis', target: componentOfSli(first), text, observedAt: first.onset },
    {
      source: 'kubernetes',
      tool: 'list_changes',
      target: component,
      text: `${change.id} of ${service} (${change.summary}) took effect at ${timestamp} and changes ${raised.name}: ${raised.before} | ${raised.after}`,
      observedAt: timestamp,
    },
  ];
  return [
    {
      analyzer: 'raised-delay',
      component,
      cause: causeOfChange(change),
      grade: 'measured',
      statement: text,
      strength: measuredStrength,
      evidence: drafts,
      onset: first.onset,
      explains: [...new Set(waiting.map(componentOfSli))].filter((one) => one !== component),
      change: change.id,
      parameters: { change: change.id, service },
    },
  ];
}

/** Seconds by which it is above its normal level; none where that is not known. */
function riseOf({ value, normal = value }: Sli): number {
  return value - normal;
}

/** `- max_queue_delay_microseconds: 500`, `+ --batch-delay=5ms`, `+linger.ms=200`. */
const LINE =
  /^([+-])(?![+-]{2})\s*(?:- )?["']?-{0,2}([A-Za-z][\w.-]*?)["']?\s*[:=]\s*["']?(\d[\d_]*(?:\.\d+)?)\s*(us|µs|ms|s|m)?["']?[,;]?\s*$/gm;

interface Raised {
  readonly name: string;
  /** Seconds. */
  readonly added: number;
  readonly before: string;
  readonly after: string;
}

/** The delay that a diff raised by the most; undefined where it raised none. */
function raisedIn({ diff = '' }: ChangeRecord): Raised | undefined {
  const lines = [...diff.matchAll(LINE)].flatMap(([line, sign, name, figure, unit]) => {
    const seconds = isDelaySetting(name!)
      ? secondsOfSetting(name!, Number(figure!.replaceAll('_', '')), unit)
      : undefined;
    return seconds === undefined ? [] : [{ line: line.slice(1).trim(), sign, name: name!, seconds }];
  });
  const pairs = lines.flatMap((after) => {
    const before = lines.find(({ sign, name }) => sign === '-' && name === after.name);
    if (after.sign !== '+' || before === undefined || after.seconds <= before.seconds) return [];
    return [{ name: after.name, added: after.seconds - before.seconds, before: before.line, after: after.line }];
  });
  return pairs.toSorted((a, b) => b.added - a.added)[0];
}
