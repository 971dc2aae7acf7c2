/** The snapshot folder: a recorded state of a system, read leniently and lazily. */
export { InvalidSnapshot } from './invalid-snapshot.ts';
export { readLineBatches } from './line-batches.ts';
export type { LogFile } from './log-files.ts';
export { once } from './once.ts';
export { openSnapshot, type Snapshot, type SnapshotSource } from './open-snapshot.ts';
export type { RecordedSpan } from './otlp-spans.ts';
export type { RunbookFile } from './recorded-runbooks.ts';
export type { RecordedSeries } from './series-builder.ts';
