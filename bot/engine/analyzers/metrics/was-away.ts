import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, SeriesChange } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { spanOf } from '../../log-reading/background.ts';
import { type Complaint, readComplaints } from '../../log-reading/complaints.ts';
import { ENDED_SLACK_MS } from '../../log-reading/parameters.ts';
import type { FailureKind } from '../../log-reading/peers.ts';
import { quotePattern } from '../../log-reading/quoting.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { type ReadSeries, readMetrics } from '../../metric-reading/read-metrics.ts';
import { QUOTED } from '../logs/parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { levelSeen } from './evidence-text.ts';
import { relevantChange } from './relevant-change.ts';

/** Failures of a call whose other side may not have been there. */
const NOBODY_THERE: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'refused',
  'timeout',
  'unreachable',
  'no-instance',
]);

/**
 * A service or server that was away for a while and is there again: none of its targets could be scraped (Prometheus: `up`
 * is 0 where a scrape failed), and meanwhile its callers wrote that nobody answered. Both sides say the same, so that it was
 * a fault though no request failed: who asks a cache that is down asks the database instead.
 */
export const wasAway = defineAnalyzer({
  id: 'was-away',
  title: 'Service was away for a while',
  causes: ['dependency_unavailable'],
  needs: ['metrics', 'logs'],
  example:
    'The only target of a cache was down from 14:28 to 14:49, and its clients wrote "connection refused" until then.',
  analyze: (evidence) => {
    const reads = readMetrics(evidence).all.filter(({ meaning }) => meaning.signal === 'up');
    const { present, tool } = readComplaints(evidence);
    const about = Map.groupBy(
      present.filter(({ failure, party, writer }) => NOBODY_THERE.has(failure.kind) && party?.component !== writer),
      ({ party }) => party?.component,
    );
    const findings = [...about].flatMap(([component, complaints]) =>
      component === undefined ? [] : awayFinding(component, complaints, reads, evidence, tool),
    );
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `${reads.length} targets were there whenever somebody called` };
  },
});

function awayFinding(
  component: Component,
  complaints: readonly Complaint[],
  reads: readonly ReadSeries[],
  evidence: EvidenceSet,
  tool: string,
): readonly Finding[] {
  const targets = reads.filter((read) => read.component === component && read.series.name === 'up');
  const gaps = targets.map((read) => ({ read, away: awayIn(read, evidence) }));
  const span = spanOf(complaints.map(({ pattern }) => pattern));
  const [first] = gaps;
  if (first?.away === undefined || gaps.some(({ away }) => away === undefined)) return [];
  const from = gaps
    .map(({ away }) => away!.onset)
    .sort()
    .at(-1)!;
  const back = gaps.map(({ away }) => away!.until!).sort()[0]!;
  // Where one of several was there at any moment, callers had somebody to ask.
  if (from >= back || span.firstSeen === undefined || span.lastSeen === undefined) return [];
  if (Date.parse(span.firstSeen) < Date.parse(from) - ENDED_SLACK_MS) return [];
  if (Date.parse(span.lastSeen) > Date.parse(back) + ENDED_SLACK_MS) return [];
  const { name } = nameOf(component);
  const writers = [...new Set(complaints.map(({ writer }) => writer))];
  const names = writers.map((writer) => nameOf(writer).name).join(', ');
  const text = `up of ${component} was 0 from ${from} to ${back}.`;
  const loudest = complaints.toSorted((a, b) => b.pattern.count - a.pattern.count);
  return [
    {
      analyzer: 'was-away',
      component,
      cause: 'dependency_unavailable',
      statement: `${name} was away from ${from} to ${back}: no scrape of it succeeded, and ${names} could not reach it.`,
      strength: STRENGTH.fair,
      grade: 'shown',
      evidence: [
        levelSeen(first.read, text),
        ...loudest
          .slice(0, QUOTED.ofMany)
          .map(({ logs, pattern, text: line }) => quotePattern(logs, pattern, tool, line)),
      ],
      explains: writers,
      onset: from,
      until: [span.lastSeen, back].sort().at(-1)!,
    },
  ];
}

/** When a target was away and came back; undefined where it did not, or is away. */
function awayIn(read: ReadSeries, evidence: EvidenceSet): SeriesChange | undefined {
  const change = read.series.last > 0 ? relevantChange(evidence, read, 'down') : undefined;
  return change?.until !== undefined && change.during <= 0 ? change : undefined;
}
