import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvidenceSet } from '../../../bot/domain/signals.ts';
import { inlineEngine } from '../../../bot/investigation/inline-engine.ts';
import { examine } from '../../../bot/investigation/investigate.ts';
import { systemClock } from '../../../bot/ports/clock.ts';
import { openInProcessGateway } from '../../../infra/local/in-process-gateway.ts';
import type { SnapshotFiles } from '../../support/worlds/snapshot.ts';
import { writeSnapshot } from '../../support/worlds/write-world.ts';

/** What an investigation of a snapshot hands to the engine, read once so that it can be diagnosed many times. */
export async function evidenceOf(files: SnapshotFiles): Promise<EvidenceSet> {
  const dir = mkdtempSync(join(tmpdir(), 'worlds-'));
  writeSnapshot(dir, files);
  const gateway = await openInProcessGateway(dir);
  let handed: EvidenceSet | undefined;
  const engine: typeof inlineEngine = {
    ...inlineEngine,
    findEarly: async () => [],
    diagnose: async (evidence, signal) => {
      const diagnosis = await inlineEngine.diagnose(evidence, signal);
      // A longer look counts only where it finds what is over.
      if (handed === undefined || diagnosis.verdict === 'recovered') handed = evidence;
      return diagnosis;
    },
  };
  try {
    await examine(
      { gateway, clock: systemClock, engine },
      {
        id: 'world',
        question: '',
        sinceSeconds: 3_600,
        askedBy: { teamId: 'local', slackUserId: 'bench' },
        thread: { teamId: 'local', channel: 'bench' },
        askedAt: systemClock.now().toISOString(),
      },
      { progress: () => {}, findings: () => {} },
      new AbortController().signal,
    );
  } finally {
    await gateway.close();
    rmSync(dir, { recursive: true, force: true });
  }
  return handed!;
}
