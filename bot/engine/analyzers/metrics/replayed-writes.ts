import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { nameOf, stripPort } from '../../metric-reading/entity.ts';
import { readMachines } from '../../metric-reading/machines.ts';
import { type ReadMetrics, type ReadSeries, readMetrics } from '../../metric-reading/read-metrics.ts';
import type { Parameters } from '../../parameters.ts';
import { STATEMENTS } from './call-parameters.ts';
import { changeSeen } from './evidence-text.ts';
import { ratioOf, strongest } from './relevant-change.ts';

/**
 * A replica falls behind in the moment in which another server of its engine gets more to do, and its own clients ask for
 * no more: what it does more is to apply what was written there (MySQL manual, "Replication Implementation"; PostgreSQL
 * manual, "Hot Standby"). Where the disk of its machine turned busy with that, it is what the replica applies that keeps
 * it busy, and nothing beside it that slows the replica.
 */
export const replayedWrites = defineAnalyzer({
  id: 'replayed-writes',
  title: 'Replica applies more than it can',
  causes: ['replication_lag'],
  needs: ['metrics'],
  example:
    'The primary executes twice as many statements since 02:00, and the replica falls behind with its disk busy.',
  analyze: (evidence, parameters) => {
    const metrics = readMetrics(evidence);
    const lags = metrics.all.filter(({ meaning }) => meaning.signal === 'replication-lag');
    if (lags.length === 0) return { status: 'unknown', reason: 'no replica tells how far it is behind' };
    const findings = lags.flatMap((lag) => findingOf(lag, metrics, evidence, parameters));
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `${lags.length} replicas, none of which is overrun by what it applies` };
  },
});

function findingOf(
  behind: ReadSeries,
  metrics: ReadMetrics,
  evidence: EvidenceSet,
  { metrics: { movedScore }, measuredStrength }: Parameters,
): readonly Finding[] {
  const riseOf = (reads: readonly ReadSeries[]) => {
    const found = strongest(evidence, reads, 'up');
    return found !== undefined && found.change.score >= movedScore ? found : undefined;
  };
  const moreToDo = (reads: readonly ReadSeries[]) => {
    const found = riseOf(reads);
    return found !== undefined && ratioOf(found.change) >= STATEMENTS.moreFactor ? found : undefined;
  };
  const replica = behind.component;
  const engine = metrics.engineOf(replica);
  const [lag, host] = [riseOf([behind]), hostOf(behind)];
  if (lag === undefined || host === undefined || engine === undefined) return [];
  const asked = metrics.all.filter(
    ({ meaning, component }) => meaning.signal === 'traffic' && metrics.engineOf(component) === engine,
  );
  const own = asked.filter((read) => hostOf(read) === host);
  const source = moreToDo(asked.filter((read) => hostOf(read) !== host));
  if (own.length === 0 || moreToDo(own) !== undefined || source === undefined) return [];
  if (Math.abs(Date.parse(source.change.onset) - Date.parse(lag.change.onset)) > STATEMENTS.togetherMs) return [];
  return [
    {
      analyzer: 'replayed-writes',
      component: replica,
      cause: 'replication_lag',
      grade: 'measured',
      statement: `${host} falls behind with what it has to apply since ${hostOf(source.read)} does more, and its own clients ask for no more.`,
      strength: measuredStrength,
      evidence: [changeSeen(lag.read, lag.change), changeSeen(source.read, source.change)],
      onset: lag.change.onset,
      explains: readMachines(evidence)
        .of(replica)
        .filter((machine) => nameOf(machine).name === host),
    },
  ];
}

/** The server that a figure is of, where a component has several. */
function hostOf({ series: { labels } }: ReadSeries): string | undefined {
  const host = labels.pod ?? labels.instance;
  return host === undefined ? undefined : stripPort(host);
}
