import type { Snapshot } from '../../common/snapshot/index.ts';

/** What reading logs needs of a snapshot; a folder of logs that grows has as much. */
export type LogFolder = Pick<
  Snapshot,
  | 'cluster'
  | 'namespaces'
  | 'report'
  | 'now'
  | 'shiftSeconds'
  | 'logFiles'
  | 'warn'
  | 'warnings'
  | 'coverage'
  | 'reading'
> &
  Partial<Pick<Snapshot, 'capturedAt'>>;
