/** What is complained about: firing alerts, the target asked for, or else what is unusual and has no unusual caller. */

import type { AlertRecord, EvidenceSet, MetricSeries, SeriesChange } from '../../domain/signals.ts';
import { componentOf } from '../../domain/target.ts';
import { QUIET_SEVERITIES } from '../knowledge/conditions.ts';
import { BACKGROUND, LINES } from '../log-reading/parameters.ts';
import { entityOf, nameOf } from '../metric-reading/entity.ts';
import type { MetricSignal } from '../metric-reading/meaning.ts';
import { type ReadMetrics, type ReadSeries, strongestChange } from '../metric-reading/read-metrics.ts';
import { FORMAT } from '../parameters.ts';
import type { CallGraph } from './call-graph.ts';
import { SYMPTOMS } from './parameters.ts';
import { type Profile, profileOf, stepProfile, type TimeSpan } from './profile.ts';

export interface Symptom {
  readonly name: string;
  readonly profile: Profile;
  readonly span: TimeSpan;
  /** How much of the whole complaint it is. */
  readonly weight: number;
  /** How sure it is that something is wrong at all, 0 to 1: 1 for an alert, less for a figure that nobody complained of. */
  readonly certainty: number;
  /** One sentence for a person. */
  readonly text: string;
}

const LATENCY = /laten|slow|duration|response.?time|apdex|degrad/i;
const ERRORS = /availab|error|5xx|fail|success|unreachab|outage|down\b/i;
/** More requests than usual, not fewer of them. */
const TRAFFIC = /request.?(?:rate|volume|count)|\b[rqt]ps\b|requests? (?:a|per|\/) ?(?:s\b|sec|min)|invocations/i;
const FEWER =
  /\b(?:no|low|fewer|less|drop\w*|fall\w*|fell|decreas\w*|absent|missing)\b|Low|Drop|Absent|Missing|NoTraffic|NoRequests/;
/** What tells of requests themselves. */
export const REQUEST_SIGNALS: readonly MetricSignal[] = ['latency', 'errors', 'availability'];

/** The symptoms to explain; empty when nothing is complained of and nothing is unusual. */
export function symptomsOf(evidence: EvidenceSet, metrics: ReadMetrics, graph: CallGraph): readonly Symptom[] {
  const complained = fromAlerts(evidence, metrics);
  if (complained.length > 0) return complained;
  return fromChanges(evidence, metrics, graph);
}

/** Unix seconds of an RFC 3339 time. */
function seconds(time: string): number {
  return Date.parse(time) / FORMAT.millis;
}

function fromAlerts(evidence: EvidenceSet, metrics: ReadMetrics): readonly Symptom[] {
  if (evidence.alerts.status !== 'observed') return [];
  const end = seconds(evidence.asOf);
  // Where requests suffer, that there are many of them is a circumstance; it is the complaint where nothing else is.
  const suffer = evidence.alerts.value.some((alert) => alert.state !== 'resolved' && isOfQuality(textOf(alert)));
  return evidence.alerts.value.flatMap((alert) => {
    const component = entityOf(alert.labels, '', metrics.known);
    const over = alert.endsAt !== undefined && seconds(alert.endsAt) < end;
    if (alert.state === 'resolved' || over || !component || nameOf(component).kind !== 'service') return [];
    // What asks nobody to act is a note.
    if (QUIET_SEVERITIES.test(alert.labels.severity ?? alert.labels.priority ?? '')) return [];
    const fired = seconds(alert.startsAt);
    // An alert that has fired since long before the window is a standing condition, not this incident.
    if (!(fired <= end) || fired < seconds(evidence.window.start) - SYMPTOMS.beforeWindowMs / FORMAT.millis) return [];
    const onset = begunBefore(
      fired,
      REQUEST_SIGNALS.flatMap((signal) => metrics.of(component, signal)),
    );
    const profile = alertedProfile(alert, { onset, end }, metrics, suffer);
    const span = { onset, end };
    const named = alert.labels.alertname ?? 'alert';
    return [
      {
        name: nameOf(component).name,
        profile: profile ?? stepProfile(span, finestStep(metrics, span)),
        span,
        weight: profile ? 1 : SYMPTOMS.unseenWeight,
        certainty: 1,
        text: `${named} fires for ${nameOf(component).name} since ${alert.startsAt}`,
      },
    ];
  });
}

/**
 * When the trouble that an alert tells of began: rules wait before they fire, often for minutes. The earliest lasting step
 * for the worse of the series shortly before, else the alert's own time.
 */
function begunBefore(fired: number, reads: readonly ReadSeries[]): number {
  const onsets = reads.flatMap(({ series, meaning }) =>
    series.changes.flatMap((change) => {
      const at = seconds(change.onset);
      const lasts = change.until === undefined || seconds(change.until) >= fired;
      const step = series.stepSeconds ?? 0;
      const before = at < fired - SYMPTOMS.leastDelaySteps * step && at >= fired - SYMPTOMS.longestDelaySeconds;
      const told = change.kind === 'level-shift' && change.direction === meaning.bad;
      // A small step before is another matter: this one makes up much of how bad it gets.
      const worst = meaning.bad === 'down' ? series.min : series.max;
      const much = Math.abs(change.during - change.before) >= SYMPTOMS.muchOfWorst * Math.abs(worst - change.before);
      return told && lasts && before && much ? [at] : [];
    }),
  );
  return Math.min(fired, ...onsets);
}

/** Seconds between the points of what a symptom without a series may be compared with; all of its time where nothing is. */
function finestStep({ all }: ReadMetrics, { onset, end }: TimeSpan): number {
  return Math.min(Math.max(1, end - onset), ...all.flatMap(({ series: { stepSeconds } }) => stepSeconds ?? []));
}

function textOf({ labels, annotations }: AlertRecord): string {
  return `${labels.alertname ?? ''} ${annotations.summary ?? ''} ${annotations.description ?? ''}`;
}

/** Whether an alert is about requests that fail or are slow. */
function isOfQuality(text: string): boolean {
  return LATENCY.test(text) || ERRORS.test(text);
}

/** The profile of the series that an alert is most likely about: by kind and statistic, then by how unusual it is. */
function alertedProfile(
  alert: AlertRecord,
  span: TimeSpan,
  metrics: ReadMetrics,
  suffer: boolean,
): Profile | undefined {
  const component = entityOf(alert.labels, '', metrics.known);
  if (!component) return undefined;
  const about = textOf(alert);
  if (!suffer && TRAFFIC.test(about) && !FEWER.test(about)) {
    const reads = metrics
      .of(component, 'traffic')
      .map((read) => ({ ...read, meaning: { ...read.meaning, bad: 'up' as const } }));
    return mostUnusual(reads, span, metrics);
  }
  const wantsLatency = LATENCY.test(about);
  const wantsErrors = ERRORS.test(about) && !wantsLatency;
  const stat = (alert.labels.stat ?? alert.labels.statistic ?? alert.labels.quantile ?? '').toLowerCase();
  const reads = REQUEST_SIGNALS.flatMap((signal) => metrics.of(component, signal)).filter(({ meaning }) => {
    if (wantsLatency) return meaning.signal === 'latency';
    return !wantsErrors || meaning.signal !== 'latency';
  });
  const statistic = reads.filter(({ meaning }) => stat !== '' && meaning.stat === stat);
  return mostUnusual(statistic.length > 0 ? statistic : reads, span, metrics);
}

/** The most unusual profile; averages are preferred a little, for only they add up over calls. */
function mostUnusual(reads: readonly ReadSeries[], span: TimeSpan, metrics: ReadMetrics): Profile | undefined {
  let best: Profile | undefined;
  let most = -1;
  for (const read of reads) {
    const profile = profileOf(read, span, metrics);
    if (!profile) continue;
    const value = profile.unusual * (read.meaning.stat === 'average' || read.meaning.stat === undefined ? 2 : 1);
    if (value > most) {
      most = value;
      best = profile;
    }
  }
  return best;
}

interface Unusual {
  readonly read: ReadSeries;
  readonly onset: number;
  /** Where a short excursion ended; absent while it lasts. */
  readonly until?: number;
  readonly score: number;
}

function fromChanges(evidence: EvidenceSet, metrics: ReadMetrics, graph: CallGraph): readonly Symptom[] {
  const end = seconds(evidence.asOf);
  const worst = new Map<string, Unusual>();
  for (const component of metrics.components) {
    const { kind, name } = nameOf(component);
    if (kind !== 'service') continue;
    for (const read of REQUEST_SIGNALS.flatMap((signal) => metrics.of(component, signal))) {
      const change = strongestChange(read.series, read.meaning.bad, evidence.window.start);
      if (!change || !isClear(change) || !matters(read, change.before, change.during, metrics)) continue;
      // A short excursion that is over, and that nobody complained of, is noise.
      if (change.kind === 'spike' && change.until !== undefined && evidence.question === undefined) continue;
      if ((worst.get(name)?.score ?? 0) < change.score) {
        const until = change.until === undefined ? undefined : seconds(change.until);
        worst.set(name, { read, onset: seconds(change.onset), ...(until && { until }), score: change.score });
      }
    }
  }
  const tops = [...worst].filter(([name]) => !graph.callers(name).some((caller) => worst.has(caller)));
  const chosen = tops.length > 0 ? tops : [...worst];
  const asked = evidence.target === undefined ? undefined : componentOf(evidence.target);
  return chosen.flatMap(([name, { read, onset, until, score }]) => {
    const span = { onset, end };
    const profile = profileOf(read, span, metrics);
    if (!profile || tooFewFailures(profile, { onset, end: until ?? end })) return [];
    const weight = asked === read.component ? SYMPTOMS.askedFactor : 1;
    const complained = evidence.question !== undefined && evidence.question !== '';
    const certainty = Math.min(
      complained ? 1 : SYMPTOMS.unaskedAtMost,
      (complained ? SYMPTOMS.complained : SYMPTOMS.unasked) +
        SYMPTOMS.scoreAdds * Math.max(0, score - SYMPTOMS.leastScore),
    );
    return [
      {
        name,
        profile,
        span,
        weight,
        certainty,
        text: `${read.series.name} of ${name} left its usual level at ${new Date(onset * FORMAT.millis).toISOString()}`,
      },
    ];
  });
}

/** Whether a figure left its level: by many times its spread, or by several times its level where little past tells its spread. */
function isClear({ score, before, during }: SeriesChange): boolean {
  if (score >= SYMPTOMS.leastScore) return true;
  const [low, high] = [Math.abs(before), Math.abs(during)].toSorted((a, b) => a - b) as [number, number];
  return score >= SYMPTOMS.shortPastScore && low > 0 && high >= SYMPTOMS.shortPastFactor * low;
}

function isWhole({ series: { min, max, median, last } }: ReadSeries): boolean {
  return max >= 1 && [min, max, median, last].every((value) => Number.isInteger(value));
}

/**
 * One failure among seven requests is a share, and no incident. Counted are those of the excursion itself: what trickles on
 * before and after it is how it always is.
 */
function tooFewFailures(profile: Profile, span: TimeSpan): boolean {
  const { read } = profile;
  if (!read || read.meaning.signal === 'latency') return false;
  if (read.sli?.failed !== undefined) return read.sli.failed < LINES.many;
  // A cloud's sums a period (CloudWatch's `Sum`) are counts, though nobody says of how many.
  const isCount = read.meaning.signal === 'errors' && isWhole(read);
  // A counter's course is told a second.
  const isCounter = read.meaning.signal === 'errors' && (read.series.unit ?? '').endsWith('/s');
  if (!profile.weighed && !isCount && !isCounter) return false;
  const counted = profile.weighed ? profile.burden : profile.excess;
  const within = (time: number) => time >= span.onset - profile.step && time <= span.end + profile.step;
  const sum = counted.reduce((total, value, i) => total + (within(profile.times[i]!) ? Math.max(value || 0, 0) : 0), 0);
  if (
    isCount &&
    isByChance(
      sum,
      read.series.sketch.filter(([time]) => within(time)),
    )
  )
    return true;
  const aSecond = profile.weighed ? profile.perSecond : isCounter;
  return sum * (aSecond ? profile.step : 1) < LINES.many;
}

/** Whether so many counted events more than usual may come by themselves: counts of independent events are Poisson. */
function isByChance(more: number, points: MetricSeries['sketch']): boolean {
  const all = points.reduce((total, [, count]) => total + count, 0);
  return more <= BACKGROUND.beyondChance * Math.sqrt(Math.max(0, all - more));
}

/** Whether a change is large enough for a person to care: half a percent of requests, or a third of the level. */
function matters({ meaning, series, component }: ReadSeries, before: number, during: number, metrics: ReadMetrics) {
  const change = Math.abs(during - before) * meaning.scale;
  if (meaning.signal === 'availability') return change > SYMPTOMS.failedShare;
  // Tasks that fail are a share of those that are done (Celery, Sidekiq): with twice the work, twice as many fail.
  const done = meaning.signal === 'errors' ? metrics.of(component, 'work-done') : [];
  const work = done.reduce((sum, { series: { recent, median } }) => sum + (recent?.median ?? median), during);
  if (done.length > 0) return change > SYMPTOMS.failedShare * work;
  if (meaning.signal === 'errors')
    return series.max * meaning.scale <= 1
      ? change > SYMPTOMS.failedShare
      : change > SYMPTOMS.levelShare * Math.abs(before * meaning.scale);
  return Math.abs(during - before) > SYMPTOMS.levelShare * Math.abs(before);
}
