import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { readCluster } from '../../cluster/cluster.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { toldOfEndedTrouble } from '../../log-reading/ended-trouble.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { type ReadSeries, readMetrics } from '../../metric-reading/read-metrics.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { levelSeen } from './evidence-text.ts';
import { relevantChange } from './relevant-change.ts';

/**
 * A database or broker whose pods run but whose exporter cannot reach it any more: `pg_up`, `mysql_up`, `redis_up` and the
 * like are 0 when the last scrape could not connect to the server (README of postgres_exporter, mysqld_exporter,
 * redis_exporter). A server that hangs shows nothing else. One that was never reached is a mistake of the exporter's.
 */
export const serverDown = defineAnalyzer({
  id: 'server-down',
  title: 'Exporter does not reach its server',
  causes: ['dependency_unavailable'],
  needs: ['metrics'],
  prefers: ['objects'],
  example: 'The pod of a database is ready, and pg_up fell to 0 when its clients began to time out.',
  analyze: (evidence) => {
    const reads = readMetrics(evidence).all.filter(
      ({ meaning }) => meaning.signal === 'up' && meaning.engine !== undefined,
    );
    if (reads.length === 0) return { status: 'unknown', reason: 'no exporter tells whether it reaches its server' };
    const findings = reads.flatMap((read) => [...unreached(read, reads, evidence), ...wasAway(read, reads, evidence)]);
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `${reads.length} exporters reach their servers` };
  },
});

function unreached(read: ReadSeries, all: readonly ReadSeries[], evidence: EvidenceSet): readonly Finding[] {
  const { series, component } = read;
  const change = series.last > 0 ? undefined : relevantChange(evidence, read, 'down');
  const others = all.filter((other) => other.component === component);
  // Where no cluster tells of pods, a target that does not answer says as much.
  const runs = readCluster(evidence).workloadsByService(nameOf(component).name).length > 0;
  if (change === undefined || !runs || others.some((other) => other.series.last > 0)) return [];
  const { name } = nameOf(component);
  const text = `${series.name} of ${name} is 0 since ${change.onset}: its exporter does not reach it.`;
  return [
    {
      analyzer: 'server-down',
      component,
      cause: 'dependency_unavailable',
      statement: `${name} does not answer: ${text}`,
      strength: STRENGTH.fair,
      grade: 'shown',
      evidence: [levelSeen(read, text)],
      onset: change.onset,
    },
  ];
}

/**
 * A server that was away for a while and is there again, with all of the trouble that requests had: none of its instances
 * answered then. What restarts without harm is not told.
 */
function wasAway(read: ReadSeries, all: readonly ReadSeries[], evidence: EvidenceSet): readonly Finding[] {
  const { series, component } = read;
  const change = series.last > 0 ? relevantChange(evidence, read, 'down') : undefined;
  if (change?.until === undefined || change.during > 0) return [];
  const { onset, until } = change;
  const isAway = (other: ReadSeries) =>
    other.series.changes.some(
      (one) => one.direction === 'down' && one.until !== undefined && one.onset < until && one.until > onset,
    );
  if (!all.filter((other) => other.component === component).every(isAway)) return [];
  if (!toldOfEndedTrouble({ firstSeen: onset, lastSeen: until }, evidence)) return [];
  const { name } = nameOf(component);
  const text = `${series.name} of ${name} was 0 from ${onset} to ${until}: its exporter did not reach it.`;
  return [
    {
      analyzer: 'server-down',
      component,
      cause: 'dependency_unavailable',
      statement: `${name} did not answer: ${text}`,
      strength: STRENGTH.fair,
      grade: 'shown',
      evidence: [levelSeen(read, text)],
      onset,
      until,
    },
  ];
}
