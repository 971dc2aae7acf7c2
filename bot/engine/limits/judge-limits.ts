import type { EvidenceDraft, Finding } from '../../domain/finding.ts';
import type { EvidenceSet, MetricSeries, SeriesChange } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import { isDatabase, isOfProgram } from '../analyzers/metrics/database-name.ts';
import { changeSeen, levelSeen } from '../analyzers/metrics/evidence-text.ts';
import { moreWanted } from '../analyzers/metrics/pressure.ts';
import type { Limit } from '../knowledge/limits/limit.ts';
import { nameOf } from '../metric-reading/entity.ts';
import { growthAround } from '../metric-reading/growth-around.ts';
import { countedAgainstLimit } from '../metric-reading/memory-account.ts';
import { METRIC_PARAMETERS } from '../metric-reading/metric-parameters.ts';
import type { ReadMetrics } from '../metric-reading/read-metrics.ts';
import type { ReadSeries } from '../metric-reading/read-series.ts';
import { endIn, endOfChange, endOfCourse } from '../observe/ends.ts';
import { FORMAT, type Parameters } from '../parameters.ts';
import { amount, share } from './amounts.ts';
import { type Figure, figureOf } from './figures.ts';
import { holdersOf } from './holders.ts';
import { loweredLimit } from './lowered.ts';
import { usedUpIn } from './used-up.ts';

interface Reached {
  readonly limit: Limit;
  readonly component: Component;
  readonly figures: readonly Figure[];
  /** The figure in words: `198 of 200 (99 %)`. */
  readonly text: string;
  /** Whether it was so before the window as well. */
  readonly standing: boolean;
  /** What the figures are held against; absent where they are judged by themselves. */
  readonly whole?: ReadSeries;
}

/** Every limit that is reached at a component, as findings; empty when none is, or none can be told. */
export function limitsReached(
  component: Component,
  evidence: EvidenceSet,
  metrics: ReadMetrics,
  parameters: Parameters,
): readonly Finding[] {
  return parameters.limits
    .filter(({ on }) => holdsFor(on, component, metrics))
    .flatMap((limit) => reachedBy(limit, component, evidence, metrics, parameters))
    .map((reached) => findingOf(reached, evidence, metrics, parameters));
}

/** Whether a rule is about components of this kind. */
export function holdsFor(on: Limit['on'], component: Component, metrics: ReadMetrics): boolean {
  if (on === undefined) return true;
  const { kind } = nameOf(component);
  if (on === 'node' || on === 'service') return kind === on;
  return kind === 'service' && isDatabase(component, metrics) === (on === 'database');
}

/** Those of a component's figures that a rule about components of this kind is about: a database's are no program's. */
export function figuresFor(on: Limit['on'], reads: readonly ReadSeries[]): readonly ReadSeries[] {
  return on === 'database' ? reads.filter(({ series }) => !isOfProgram(series)) : reads;
}

function reachedBy(
  limit: Limit,
  component: Component,
  evidence: EvidenceSet,
  metrics: ReadMetrics,
  parameters: Parameters,
): readonly Reached[] {
  const all = figuresFor(limit.on, metrics.of(component, limit.value));
  const values = limit.value === 'memory' ? countedAgainstLimit(all) : all;
  if (values.length === 0) return [];
  const found =
    limit.against === undefined
      ? values
          .filter((read) => limit.value !== 'message-age' || isWaitedIn(read, metrics.of(component, 'queue')))
          .flatMap((read) => aloneReached(limit, read, evidence))
      : holdersOf(values, metrics.of(component, limit.against)).flatMap((holder) =>
          fullReached(limit, holder, evidence, parameters.metrics.mostUse),
        );
  // One sentence a component and limit: the worst of its holders.
  return found
    .sort((a, b) => b.severity - a.severity)
    .slice(0, 1)
    .map(({ severity: _, ...found }) => ({ limit, component, ...found }));
}

/**
 * Whether messages waited in the queue that an age is of, as far as their number is told: the age is that of the oldest
 * which is not deleted, so that of one that is being worked on counts as well (AWS, "Available CloudWatch metrics for
 * Amazon SQS").
 */
export function isWaitedIn(age: ReadSeries, depths: readonly ReadSeries[]): boolean {
  const [holder] = holdersOf([age], depths);
  return holder === undefined || (holder.limit.series.recent?.max ?? holder.limit.series.max) > 0;
}

type Found = Omit<Reached, 'limit' | 'component'> & { readonly severity: number };

function fullReached(
  limit: Limit,
  holder: { readonly limit: ReadSeries; readonly values: readonly ReadSeries[] },
  evidence: EvidenceSet,
  mostUse: number,
): readonly Found[] {
  const whole = holder.limit.series.last * holder.limit.meaning.scale;
  if (!(whole > 0)) return [];
  const { at = 0 } = limit;
  const direction = limit.kind === 'left' ? 'down' : 'up';
  const each = holder.values.map((read) => figureOf(read, limit.figure, direction, evidence));
  const candidates = limit.adds ? [each] : each.map((one) => [one]);
  return candidates.flatMap((figures) => {
    const value = figures.reduce((sum, figure) => sum + figure.value, 0);
    const ratio = value / whole;
    // A limit far below what is used is none: quotas of a parent, units that differ.
    const isReached = direction === 'down' ? ratio <= at : ratio >= at && ratio <= mostUse;
    if (!isReached || !isUsedUpSoon(limit, figures, evidence)) return [];
    const told = `${amount(value, figures[0]!.read)} of ${amount(whole, holder.limit)}`;
    const text = direction === 'down' ? `${told} left (${share(ratio)})` : `${told} (${share(ratio)})`;
    const before = figures.reduce((sum, { read }) => sum + bestOf(read, direction) * read.meaning.scale, 0) / whole;
    const standing = direction === 'down' ? before <= at : before >= at;
    return [{ figures, text, standing, whole: holder.limit, severity: direction === 'down' ? 1 - ratio : ratio }];
  });
}

/** Whether what is left falls fast enough, where a limit asks for that: little that stays is how a disk may always be. */
function isUsedUpSoon({ usedUpWithin }: Limit, figures: readonly Figure[], evidence: EvidenceSet): boolean {
  if (usedUpWithin === undefined) return true;
  return figures.every(({ read }) => (usedUpIn(read.series, evidence) ?? Number.POSITIVE_INFINITY) <= usedUpWithin);
}

function aloneReached(limit: Limit, read: ReadSeries, evidence: EvidenceSet): readonly Found[] {
  const { at = 0, upTo = Number.POSITIVE_INFINITY } = limit;
  const down = limit.kind === 'below' || limit.kind === 'expired';
  const figure = figureOf(read, limit.figure, down ? 'down' : 'up', evidence);
  if (limit.kind === 'expired') return expired(figure, evidence);
  if (limit.kind === 'spent') return spent(limit, figureOf(read, limit.figure, 'down', evidence));
  const { value } = figure;
  if (down ? value > at : value < at || value > upTo) return [];
  const best = bestOf(read, down ? 'down' : 'up') * read.meaning.scale;
  const standing = down ? best <= at : best >= at;
  return [{ figures: [figure], text: amount(value, read, limit.unit), standing, severity: down ? -value : value }];
}

/** What fell to next to nothing of the most that there was, inside what is known of it. */
function spent({ at = 0 }: Limit, figure: Figure): readonly Found[] {
  const most = figure.read.series.max * figure.read.meaning.scale;
  if (figure.change === undefined || !(most > 0) || figure.value > at * most) return [];
  const text = `${amount(figure.value, figure.read)} left of ${amount(most, figure.read)}`;
  return [{ figures: [figure], text, standing: false, severity: 1 - figure.value / most }];
}

function expired(figure: Figure, evidence: EvidenceSet): readonly Found[] {
  const left = figure.value - Date.parse(evidence.asOf) / FORMAT.millis;
  // A moment of nothing is a probe that saw no certificate.
  if (left > 0 || figure.value <= 0) return [];
  const text = `it was valid until ${new Date(figure.value * FORMAT.millis).toISOString()}`;
  return [{ figures: [figure], text, standing: false, severity: -left }];
}

/** How good a series has been in all that is known of it: where even that is beyond the limit, it always was. */
function bestOf({ series }: ReadSeries, direction: 'up' | 'down'): number {
  return direction === 'up' ? series.min : series.max;
}

function findingOf(
  { limit, component, figures, text, standing, whole }: Reached,
  evidence: EvidenceSet,
  metrics: ReadMetrics,
  parameters: Parameters,
): Finding {
  const { name } = nameOf(component);
  const changes = figures.flatMap(({ read, change }) => (change === undefined ? [] : [{ read, change }]));
  const settled = limit.fillsByDesign === true && changes.length === 0;
  const level = changes.length === 0 && !settled ? spanOfLevel(limit, figures, evidence, parameters) : undefined;
  const onset = changes.map(({ change }) => change.onset).sort()[0] ?? level?.from;
  const first = figures[0]!.read;
  const until =
    goneSince(figures, metrics.of(component, limit.value), evidence, parameters) ??
    endOfAll(changes, evidence, parameters) ??
    level?.until;
  const over = until === undefined ? '' : `, until ${until}`;
  const shown: EvidenceDraft[] = [
    levelSeen(first, `${first.series.name} of ${component}: ${text}${over}.`),
    ...changes.slice(0, 1).map(({ read, change }) => changeSeen(read, change)),
  ];
  const strength = {
    said: parameters.saidStrength,
    shown: parameters.shownStrength,
    measured: parameters.measuredStrength,
    coincides: parameters.coincidesStrength,
  }[limit.grade];
  const isBorne = limit.byLoad === true && changes.some(({ change }) => isBorneBy(change, component, metrics));
  const wanted = limit.byDemand === true ? moreWanted(component, evidence, metrics) : undefined;
  const lowered = whole && loweredLimit(whole, metrics.of(component, 'traffic'), evidence);
  // What was at its limit all the time that is known may be how it always is.
  const always = standing && onset === undefined && longKnown(first);
  return {
    analyzer: 'limit-reached',
    component,
    cause: limit.cause,
    statement: `${name} ${limit.words}${wanted === undefined ? '' : ', for it wants more than before'}: ${text}${over}.`,
    ...(settled || isBorne
      ? { strength: parameters.coincidesStrength, grade: 'coincides' as const }
      : wanted !== undefined
        ? { strength: parameters.measuredStrength, grade: 'measured' as const, byDemand: true as const }
        : always
          ? { strength: strength * parameters.metrics.standingLimitShare, grade: 'measured' as const }
          : { strength, grade: limit.grade }),
    evidence: [
      ...shown,
      ...(wanted === undefined ? [] : [changeSeen(wanted.read, wanted.change)]),
      ...(lowered === undefined ? [] : [lowered]),
    ],
    ...(lowered !== undefined && { lowered: true as const }),
    ...(onset === undefined ? {} : { onset }),
    ...endIn(until),
  };
}

/**
 * When the series that reached a limit ended, where others of their metric go on at the component: each start of a container
 * makes series of its own (cAdvisor's `id`), and the last figure of one that is gone is nobody's any more.
 */
function goneSince(
  figures: readonly Figure[],
  all: readonly ReadSeries[],
  evidence: EvidenceSet,
  parameters: Parameters,
): string | undefined {
  const isGone = ({ to }: MetricSeries) => Date.parse(to) < Date.parse(evidence.asOf) - parameters.passingMs;
  if (!figures.every(({ read }) => isGone(read.series))) return undefined;
  const names = new Set(figures.map(({ read }) => read.series.name));
  const goesOn = all.some(({ series }) => names.has(series.name) && !isGone(series));
  return goesOn
    ? figures
        .map(({ read }) => read.series.to)
        .sort()
        .at(-1)
    : undefined;
}

/**
 * From when to when a level was beyond its limit, by the course of its series, where it has come back: trouble that fills
 * most of a window has no change to be told by, and makes the window's middle figure. Undefined while it lasts.
 */
function spanOfLevel(
  { figure, against, kind, at = 0 }: Limit,
  figures: readonly Figure[],
  evidence: EvidenceSet,
  parameters: Parameters,
): { readonly from: string; readonly until: string } | undefined {
  const [first, ...others] = figures;
  if (figure !== 'level' || against !== undefined || first === undefined || others.length > 0) return undefined;
  const { series, meaning } = first.read;
  const isBad = (value: number) => (kind === 'below' ? value * meaning.scale <= at : value * meaning.scale >= at);
  const until = endOfCourse(series.sketch, isBad, series.from, evidence, parameters);
  const began = series.sketch.find(([, value], n) => isBad(value) && isBad(series.sketch[n + 1]?.[1] ?? value))?.[0];
  if (until === undefined || began === undefined) return undefined;
  return { from: new Date(began * FORMAT.millis).toISOString(), until };
}

/** When the last of the changes that reached a limit ended; undefined where one lasts, or none brought it about. */
function endOfAll(
  changes: readonly { readonly read: ReadSeries; readonly change: SeriesChange }[],
  evidence: EvidenceSet,
  parameters: Parameters,
): string | undefined {
  const ends = changes.map(({ read, change }) => endOfChange(read.series, change, evidence, parameters));
  return ends.includes(undefined) ? undefined : ends.sort().at(-1);
}

/** Whether so many more requests came with a change that what they alone bring about is theirs. */
export function isBorneBy(change: SeriesChange, component: Component, metrics: ReadMetrics): boolean {
  const grown = growthAround(metrics.of(component, 'traffic'), change);
  return grown !== undefined && grown >= METRIC_PARAMETERS.loadGrowth;
}

/** Whether more is known of a series than the window. */
function longKnown({ series }: ReadSeries): boolean {
  return series.recent !== undefined && series.points > series.recent.points;
}
