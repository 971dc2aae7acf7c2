import type { Finding } from '../../../domain/finding.ts';
import type { ChangeRecord, EvidenceSet, SeriesChange } from '../../../domain/signals.ts';
import { type Component, componentOf } from '../../../domain/target.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { nameOf, stripPort } from '../../metric-reading/entity.ts';
import { readMachines } from '../../metric-reading/machines.ts';
import { type ReadMetrics, type ReadSeries, readMetrics } from '../../metric-reading/read-metrics.ts';
import { READING } from '../../metric-reading/reading-parameters.ts';
import type { Parameters } from '../../parameters.ts';
import { callGraph } from '../../propagation/call-graph.ts';
import { SURGES } from '../../propagation/parameters.ts';
import { changeSeen } from './evidence-text.ts';
import { changeTold } from './own-change.ts';
import { ratioOf, strongest } from './relevant-change.ts';

/**
 * A replica falls behind in the moment in which another server of its engine gets more to do, and its own clients ask for
 * no more: what it does more is to apply what was written there (MySQL manual, "Replication Implementation"; PostgreSQL
 * manual, "Hot Standby"). Where the disk of its machine turned busy with that, it is what the replica applies that keeps
 * it busy, and nothing beside it that slows the replica. One statement may write millions of rows, and is counted once (MySQL
 * manual, "Server Status Variables": `Queries`): then the change tells of it that sent a writer to do so.
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
    return found !== undefined && ratioOf(found.change) >= SURGES.leastRatio ? found : undefined;
  };
  const replica = behind.component;
  const engine = metrics.engineOf(replica);
  const [lag, host] = [riseOf([behind]), hostOf(behind)];
  if (lag === undefined || host === undefined || engine === undefined) return [];
  const asked = metrics.all.filter(
    ({ meaning, component }) => meaning.signal === 'traffic' && metrics.engineOf(component) === engine,
  );
  const own = asked.filter((read) => hostOf(read) === host);
  if (own.length === 0 || moreToDo(own) !== undefined) return [];
  const busier = moreToDo(asked.filter((read) => hostOf(read) !== host));
  const source = isTogether(busier?.change, lag.change) ? busier : undefined;
  const bulk = source === undefined ? bulkWrite(replica, lag.change, metrics, evidence) : undefined;
  const written =
    source === undefined
      ? bulk && { by: `${bulk.service} was made to write many rows at once`, draft: changeTold(bulk) }
      : { by: `${hostOf(source.read)} does more`, draft: changeSeen(source.read, source.change) };
  if (written === undefined) return [];
  return [
    {
      analyzer: 'replayed-writes',
      component: replica,
      cause: 'replication_lag',
      grade: 'measured',
      statement: `${host} falls behind with what it has to apply since ${written.by}, and its own clients ask for no more.`,
      strength: measuredStrength,
      evidence: [changeSeen(lag.read, lag.change), written.draft],
      onset: lag.change.onset,
      explains: readMachines(evidence)
        .of(replica)
        .filter((machine) => nameOf(machine).name === host),
    },
  ];
}

function isTogether(source: SeriesChange | undefined, lag: SeriesChange): boolean {
  return source !== undefined && Math.abs(Date.parse(source.onset) - Date.parse(lag.onset)) <= READING.onsetsApartMs;
}

/** SQL that writes, spelt as SQL, and what jobs are called that touch every row. */
const BULK =
  /\b(?:UPDATE|INSERT|DELETE|MERGE|ALTER TABLE)\b|\b[Bb](?:ackfill|ulk[- ](?:load|update|import|insert|write))/;

/** The change of a program just before the lag that names a bulk write, where the program writes to another server of the engine. */
function bulkWrite(
  replica: Component,
  lag: SeriesChange,
  metrics: ReadMetrics,
  evidence: EvidenceSet,
): ChangeRecord | undefined {
  const graph = callGraph(evidence);
  const engine = metrics.engineOf(replica);
  const writes = (callee: string) => {
    const component = componentOf({ kind: 'service', name: callee });
    return component !== replica && metrics.engineOf(component) === engine;
  };
  const changes = evidence.changes.status === 'observed' ? evidence.changes.value : [];
  return changes.find(({ service, timestamp, summary }) => {
    const late = Date.parse(lag.onset) - Date.parse(timestamp);
    const isNear = late >= 0 && late <= READING.onsetsApartMs;
    return isNear && BULK.test(summary) && service !== undefined && graph.callees(service).some(writes);
  });
}

/** The server that a figure is of, where a component has several. */
function hostOf({ series: { labels } }: ReadSeries): string | undefined {
  const host = labels.pod ?? labels.instance;
  return host === undefined ? undefined : stripPort(host);
}
