import type { EvidenceSet } from '../../../bot/domain/signals.ts';
import { awaySources } from '../../../bot/investigation/collect.ts';
import { inlineEngine } from '../../../bot/investigation/inline-engine.ts';
import { examineFiles } from '../../support/worlds/examine-files.ts';
import type { SnapshotFiles } from '../../support/worlds/snapshot.ts';

/** Readings of one snapshot: on a busy machine one may run into its deadline, and another world would be diagnosed. */
const TRIES = 4;

/**
 * What an investigation of a snapshot hands to the engine, read once so that it can be diagnosed many times. Throws an Error
 * where no reading was whole.
 */
export async function evidenceOf(files: SnapshotFiles): Promise<EvidenceSet> {
  for (let tries = 0; tries < TRIES; tries++) {
    const evidence = await readOnce(files);
    if (awaySources(evidence).length === 0) return evidence;
  }
  throw new Error(`none of ${TRIES} readings of a snapshot was whole`);
}

async function readOnce(files: SnapshotFiles): Promise<EvidenceSet> {
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
