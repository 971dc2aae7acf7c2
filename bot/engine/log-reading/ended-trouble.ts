import type { EvidenceSet, SeriesChange } from '../../domain/signals.ts';
import type { MetricSignal } from '../metric-reading/meaning.ts';
import { readMetrics } from '../metric-reading/read-metrics.ts';
import { risesOf } from '../metric-reading/rises.ts';
import { worseShifts } from '../metric-reading/worse-shifts.ts';
import type { Span } from './background.ts';
import { ENDED_SLACK_MS } from './parameters.ts';

const READ = new WeakMap<EvidenceSet, readonly SeriesChange[]>();

/**
 * Whether lines that have ended tell of the trouble that has ended: what failures and latency did worst is over, nothing that
 * lasts comes near it, and it spans these lines. While anything lasts, what is over is another matter.
 */
export function toldOfEndedTrouble({ firstSeen, lastSeen }: Span, evidence: EvidenceSet): boolean {
  if (firstSeen === undefined || lastSeen === undefined) return false;
  return endedShifts(evidence).some(
    ({ onset, until }) =>
      Date.parse(firstSeen) >= Date.parse(onset) - ENDED_SLACK_MS &&
      Date.parse(lastSeen) <= Date.parse(until!) + ENDED_SLACK_MS,
  );
}

/**
 * Whether lines that have ended tell of what filled a backlog that has been worked off since: what keeps work from being done
 * comes before the work piles up, and is over before that is done (Little's law: as long as more comes in than is taken, a
 * queue grows, and it shrinks no sooner than the takers are back). A broker that is down does not even tell how much waits:
 * the backlog shows when it is back.
 */
export function toldOfWorkedOffBacklog({ firstSeen, lastSeen }: Span, evidence: EvidenceSet): boolean {
  if (firstSeen === undefined || lastSeen === undefined) return false;
  const [first, last] = [Date.parse(firstSeen), Date.parse(lastSeen)];
  const rises = readMetrics(evidence).all.flatMap(({ series, meaning }) =>
    BACKLOGS.has(meaning.signal) ? risesOf(series) : [],
  );
  // While anything still waits, what is over is another matter.
  if (rises.some(({ until }) => until === undefined)) return false;
  return rises.some(({ onset, until }) => {
    const [began, ended] = [Date.parse(onset), Date.parse(until!)];
    return first < ended && last >= began - ENDED_SLACK_MS && last <= ended + ENDED_SLACK_MS;
  });
}

/** What waits to be taken. */
const BACKLOGS: ReadonlySet<MetricSignal> = new Set<MetricSignal>(['consumer-lag', 'queue']);

/** Shifts of requests' figures that ended, where none that lasts is half as large; empty where one is. */
function endedShifts(evidence: EvidenceSet): readonly SeriesChange[] {
  const before = READ.get(evidence);
  if (before) return before;
  const shifts = readMetrics(evidence).all.flatMap(worseShifts);
  const worst = (lasting: boolean) =>
    Math.max(0, ...shifts.filter(({ until }) => (until === undefined) === lasting).map(({ score }) => score));
  const ended = worst(true) * 2 < worst(false) ? shifts.filter(({ until }) => until !== undefined) : [];
  READ.set(evidence, ended);
  return ended;
}
