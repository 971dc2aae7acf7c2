import type { CauseCode } from '../../../domain/cause.ts';
import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, SeriesChange } from '../../../domain/signals.ts';
import { type Component, componentOf } from '../../../domain/target.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { LIMITS } from '../../knowledge/limits/index.ts';
import { MOVES } from '../../knowledge/limits/moves.ts';
import { limitsReached } from '../../limits/judge-limits.ts';
import { movesOf } from '../../limits/judge-moves.ts';
import type { MetricSignal } from '../../metric-reading/meaning.ts';
import { METRIC_PARAMETERS } from '../../metric-reading/metric-parameters.ts';
import { type ReadMetrics, type ReadSeries, readMetrics } from '../../metric-reading/read-metrics.ts';
import { FORMAT, type Parameters } from '../../parameters.ts';
import type { Blame } from '../../propagation/blame.ts';
import type { CallGraph } from '../../propagation/call-graph.ts';
import { SYMPTOMS } from '../../propagation/parameters.ts';
import { profileOf } from '../../propagation/profile.ts';
import { REQUEST_SIGNALS } from '../../propagation/symptoms.ts';
import { readTrouble } from '../../propagation/trouble.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { DATABASE_CAUSES, databaseSigns } from './database-signs.ts';
import { figure, seriesName } from './evidence-text.ts';
import { ORIGINS } from './parameters.ts';
import { isShare, pressuresOn, processorOf } from './pressure.ts';
import type { Pressure } from './pressure-type.ts';
import { ratioOf, strongest } from './relevant-change.ts';

/** Where the trouble starts: what no callee explains, by the course of latency and failures along the calls. */
export const faultOrigin = defineAnalyzer({
  id: 'fault-origin',
  title: 'Where latency or failures start',
  causes: [
    'latency_regression',
    'availability_regression',
    'dependency_unavailable',
    'pod_network_delay',
    'pod_cpu_overload',
    'pod_cpu_throttled',
    'pod_memory_pressure',
    'memory_leak',
    'pod_network_packet_loss',
    ...new Set([...DATABASE_CAUSES, ...LIMITS.map(({ cause }) => cause), ...MOVES.map(({ cause }) => cause)]),
  ],
  needs: ['metrics'],
  example:
    'The entry is slow exactly when, and by as much as, one service three calls below it is slow; nothing it calls is.',
  analyze: (evidence, parameters) => {
    const metrics = readMetrics(evidence);
    const told = metrics.all.some(({ meaning }) => ['latency', 'errors', 'availability'].includes(meaning.signal));
    if (!told) return { status: 'unknown', reason: 'no latency, error or availability metrics' };
    const { graph, symptoms, blames } = readTrouble(evidence);
    if (symptoms.length === 0) return { status: 'clear', checked: 'latency and failures of every service are usual' };
    const findings = blames
      .filter(({ share, profile }) => share >= ORIGINS.leastShare && profile.unusual > 1)
      .slice(0, ORIGINS.shown)
      .flatMap((blame) => originFinding(blame, { evidence, metrics, graph, parameters }));
    if (findings.length === 0)
      return { status: 'clear', checked: `${symptoms.length} complaints, none of which a series shows` };
    return { status: 'found', findings };
  },
});

interface Context {
  readonly evidence: EvidenceSet;
  readonly metrics: ReadMetrics;
  readonly graph: CallGraph;
  readonly parameters: Parameters;
}

function originFinding(blame: Blame, context: Context): readonly Finding[] {
  const component = componentOf({ kind: 'service', name: blame.name });
  const course = courseOf(blame, context);
  if (course !== undefined && !course.isWorse) return [];
  const pressure = pressureAt(component, context);
  // Without requests of its own, a busier processor or one connection more has the course of any trouble: that alone is
  // neither a failure nor slowness. It counts where it reaches a limit or moves as much as people care for.
  if (pressure === undefined && !isOfRequests(blame)) return [];
  const cause = pressure?.cause ?? causeOf(blame, context);
  const certainty = (ORIGINS.unsure + (ORIGINS.sure - ORIGINS.unsure) * blame.share) * blame.certainty;
  const backed = pressure
    ? Math.min(
        STRENGTH.strong,
        Math.max(certainty, certainty * ORIGINS.blameShare + pressure.strength * ORIGINS.pressureShare) +
          ORIGINS.backedBonus,
      )
    : certainty;
  const explains = blame.path.slice(0, -1).map((name) => componentOf({ kind: 'service', name }));
  const finding: Finding = {
    analyzer: 'fault-origin',
    component,
    cause,
    statement: [...(pressure ? [pressure.statement] : []), statementOf(blame, context)].join(' '),
    strength: Number(backed.toFixed(FORMAT.decimals)),
    evidence: [...(course === undefined ? [] : [course.seen]), ...(pressure?.evidence ?? [])],
    onset: onsetOf(blame, context.parameters),
    explains,
  };
  return [finding];
}

/** Whether the course that was blamed is one of requests, of being up, or of no series at all. */
function isOfRequests({ profile: { read } }: Blame): boolean {
  return read === undefined || read.meaning.signal === 'up' || REQUEST_SIGNALS.includes(read.meaning.signal);
}

/** What is wrong with the component itself, by limits reached, signals moved and pressures; the surest. */
function pressureAt(component: Component, { evidence, metrics, parameters }: Context): Pressure | undefined {
  const found = [
    ...limitsReached(component, evidence, metrics, parameters),
    ...movesOf(component, evidence, metrics, parameters),
  ].flatMap(({ cause, ...rest }) => (cause === undefined ? [] : [{ ...rest, cause }]));
  return [...found, ...databaseSigns(component, evidence, metrics), ...pressuresOn(component, evidence, metrics)]
    .filter(({ strength, onset }) => strength >= ORIGINS.convincing && onset !== undefined)
    .sort((a, b) => b.strength - a.strength)[0];
}

function causeOf(blame: Blame, context: Context): CauseCode {
  const read = blame.profile.read;
  if (read?.meaning.signal === 'up') return 'dependency_unavailable';
  // Where requests fail, those that fail slowly or fast move the tail by themselves.
  if (!read || read.meaning.signal === 'latency') return networkCause(blame, context) ?? 'latency_regression';
  const height = Math.max(...blame.profile.excess.filter((value) => !Number.isNaN(value)));
  const isLeaf = context.graph.callees(blame.name).length === 0 && blame.path.length > 1;
  const ofRequests = read.meaning.signal === 'availability' || read.sli?.unit === 'ratio';
  return isLeaf && ofRequests && height > ORIGINS.awayAbove ? 'dependency_unavailable' : 'availability_regression';
}

/**
 * Slow several times over while its processor, though measured, has no more to do: the time passes between processes. Delay
 * meets every request; loss only those whose packets are sent again, so the median stays where it was and the tail does not.
 * A callee whose answers nobody times may be what is waited for just as well.
 */
function networkCause({ name, span }: Blame, { evidence, metrics, graph }: Context): CauseCode | undefined {
  if (graph.callees(name).some((callee) => !isMeasured(callee, metrics))) return undefined;
  const component = componentOf({ kind: 'service', name });
  const cpu = processorOf(component, metrics);
  if (cpu.length === 0 || metrics.of(component, 'network-bytes').length === 0) return undefined;
  const busier = strongest(evidence, cpu, 'up');
  if (busier !== undefined && ratioOf(busier.change) >= METRIC_PARAMETERS.busierFactor && worksHard(busier))
    return undefined;
  const latencies = metrics.of(component, 'latency').flatMap((read) => {
    const ratio = profileOf(read, span, metrics)?.ratio;
    return ratio === undefined ? [] : [{ ratio, isMedian: read.meaning.stat === 'p50' }];
  });
  if (Math.max(0, ...latencies.map(({ ratio }) => ratio)) < ORIGINS.waitingFactor) return undefined;
  const median = latencies.find(({ isMedian }) => isMedian);
  return median !== undefined && median.ratio < ORIGINS.unmovedFactor ? 'pod_network_packet_loss' : 'pod_network_delay';
}

/** Whether it is known how long the requests of a service take. */
function isMeasured(name: string, metrics: ReadMetrics): boolean {
  const component = componentOf({ kind: 'service', name });
  return REQUEST_SIGNALS.some((signal) => metrics.of(component, signal).length > 0);
}

/** Whether a processor does so much more that it can be what others wait for. */
function worksHard({ read, change }: { read: ReadSeries; change: SeriesChange }): boolean {
  const added = (change.during - change.before) * read.meaning.scale;
  return added >= (isShare(read) ? METRIC_PARAMETERS.leastAddedShare : METRIC_PARAMETERS.leastCores);
}

function onsetOf({ profile, span }: Blame, { onsetSteps }: Parameters): string {
  const first = profile.times.findIndex(
    (time, i) =>
      time >= span.onset - onsetSteps * profile.step &&
      profile.excess[i]! > SYMPTOMS.muchOfWorst * Math.max(...profile.excess.filter((value) => !Number.isNaN(value))),
  );
  return new Date((first < 0 ? span.onset : profile.times[first]!) * FORMAT.millis).toISOString();
}

function statementOf({ name, share, profile, path }: Blame, { graph, metrics }: Context): string {
  const what = whatOf(profile.read?.meaning.signal);
  const part = `${Math.round(share * FORMAT.percent)} %`;
  const unseen = unseenBelow(graph.callees(name), metrics);
  if (path.length === 1)
    return `The ${what} of ${name} ${what === 'failures' ? 'start' : 'starts'} there (${part} of the complaint). ${unseen}.`;
  const way = path.length > 2 ? `, by way of ${path.slice(1, -1).join(', ')}` : '';
  return `The ${what} of ${name} ${what === 'failures' ? 'explain' : 'explains'} ${part} of the trouble of ${path[0]}${way}. ${unseen}.`;
}

/** What is known of its callees; not measured below is not clean below. */
function unseenBelow(callees: readonly string[], metrics: ReadMetrics): string {
  if (callees.length === 0) return 'It calls nothing known';
  const timed = callees.filter((callee) => isMeasured(callee, metrics));
  if (timed.length === 0) return 'Nobody measures the requests of what it calls';
  return timed.length < callees.length
    ? 'Nothing measured that it calls shows the same pattern'
    : 'Nothing that it calls shows the same pattern';
}

/** What a course is of: figures that are not of requests show that something is out of order, not that it fails. */
function whatOf(signal: MetricSignal | undefined): 'slowness' | 'failures' | 'trouble' {
  if (signal === 'latency') return 'slowness';
  return signal === 'errors' || signal === 'availability' || signal === 'up' ? 'failures' : 'trouble';
}

/**
 * The course that was blamed, as it is shown, and whether it is worse than usual there: a blame that its own figures deny is
 * none, as where the usual level is that of earlier trouble, or where latency rose by less than anybody notices.
 */
function courseOf(
  { name, profile, span }: Blame,
  { parameters }: Context,
): { readonly seen: EvidenceDraft; readonly isWorse: boolean } | undefined {
  const { read } = profile;
  if (!read) return undefined;
  const start = span.onset - profile.step / 2;
  const before = read.series.sketch.filter(([time]) => time < start).map(([, value]) => value);
  const during = read.series.sketch.filter(([time]) => time >= start).map(([, value]) => value);
  const isDown = read.meaning.bad === 'down';
  const worst = isDown ? Math.min(...during) : Math.max(...during);
  const usual = before.toSorted((a, b) => a - b)[before.length >> 1] ?? read.series.median;
  const seen: EvidenceDraft = {
    source: 'metrics',
    tool: 'summarize_series',
    target: componentOf({ kind: 'service', name }),
    text: `${seriesName(read.series)} of ${name} is usually ${figure(usual, read.meaning)} and reached ${figure(worst, read.meaning)} after ${new Date(span.onset * FORMAT.millis).toISOString()}.`,
    observedAt: read.series.to,
  };
  const isLatency = read.meaning.signal === 'latency' && !isDown;
  return {
    seen,
    isWorse: isLatency ? isSlower(usual, worst, read, parameters) : isDown ? worst < usual : worst > usual,
  };
}

/** Whether latency rose by as many seconds, or as many times, as a person notices. */
function isSlower(usual: number, worst: number, { meaning }: ReadSeries, parameters: Parameters): boolean {
  const rise = (worst - usual) * meaning.scale;
  return rise >= parameters.latencyRiseSeconds || (rise > 0 && worst >= usual * parameters.latencyFactor);
}
