import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../../../bot/domain/answer.ts';
import { examine } from '../../../bot/investigation/investigate.ts';
import { systemClock } from '../../../bot/ports/clock.ts';
import type { Engine } from '../../../bot/ports/engine.ts';
import { openInProcessGateway } from '../../../infra/local/in-process-gateway.ts';
import type { SnapshotFiles } from './snapshot.ts';
import { writeSnapshot } from './write-world.ts';

/** The answer to a question without words of the last hour of a snapshot; by another engine where one is given. */
export async function examineFiles(files: SnapshotFiles, engine?: Engine): Promise<Answer> {
  const dir = mkdtempSync(join(tmpdir(), 'worlds-'));
  writeSnapshot(dir, files);
  const gateway = await openInProcessGateway(dir);
  try {
    return await examine(
      { gateway, clock: systemClock, ...(engine && { engine }) },
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
}
