import type { CoverageReading, SourceDescription } from '../../../schemas/generated/kubernetes.ts';
import type { Snapshot } from './open-snapshot.ts';

/** The answer of `describe_source` for a snapshot, given which signals of a backend are present and how far each was read. */
export function describeSnapshot(
  snapshot: Pick<Snapshot, 'cluster' | 'namespaces' | 'now' | 'report' | 'warnings' | 'coverage' | 'shiftSeconds'> &
    Partial<Pick<Snapshot, 'capturedAt'>>,
  signals: Readonly<Partial<Record<SourceDescription['signals'][number], boolean>>>,
  readings: readonly CoverageReading[],
): SourceDescription {
  const names = Object.keys(signals) as SourceDescription['signals'];
  return {
    provider: 'snapshot',
    cluster: snapshot.cluster,
    namespaces: [...snapshot.namespaces],
    asOf: snapshot.now.toISOString(),
    ...(snapshot.report === undefined ? {} : { report: snapshot.report }),
    signals: names.filter((name) => signals[name]),
    warnings: snapshot.warnings(),
    coverage: snapshot.coverage(readings),
    ...(snapshot.capturedAt === undefined
      ? {}
      : { recording: { capturedAt: snapshot.capturedAt.toISOString(), shiftedSeconds: snapshot.shiftSeconds } }),
  };
}
