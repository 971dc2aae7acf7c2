import type { EvidenceSet } from '../../../bot/domain/signals.ts';
import { inlineEngine } from '../../../bot/investigation/inline-engine.ts';
import { examineFiles } from '../../support/worlds/examine-files.ts';
import type { SnapshotFiles } from '../../support/worlds/snapshot.ts';

/** What an investigation of a snapshot hands to the engine, read once so that it can be diagnosed many times. */
export async function evidenceOf(files: SnapshotFiles): Promise<EvidenceSet> {
  let handed: EvidenceSet | undefined;
  await examineFiles(files, {
    ...inlineEngine,
    findEarly: async () => [],
    diagnose: async (evidence, signal) => {
      const diagnosis = await inlineEngine.diagnose(evidence, signal);
      // A longer look counts only where it finds what is over.
      if (handed === undefined || diagnosis.verdict === 'recovered') handed = evidence;
      return diagnosis;
    },
  });
  return handed!;
}
