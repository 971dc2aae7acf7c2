import { describeSnapshot } from '../../common/snapshot/describe-snapshot.ts';
import type { Snapshot } from '../../common/snapshot/index.ts';
import type { RunbooksProvider } from '../provider.ts';

/** Serves the Markdown runbooks of a snapshot folder. */
export function createSnapshotRunbooksProvider(snapshot: Snapshot): RunbooksProvider {
  return {
    now: () => snapshot.now,
    describe: async () => {
      const items = await snapshot.runbooks();
      return describeSnapshot(snapshot, { runbooks: items.length > 0 }, snapshot.reading('runbooks', items.length));
    },
    documents: async ({ signal }) => {
      const items = await snapshot.runbooks();
      signal.throwIfAborted();
      return { present: items.length > 0, items };
    },
  };
}
