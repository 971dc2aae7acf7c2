import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Answer } from '../../../bot/domain/answer.ts';
import { examine } from '../../../bot/investigation/investigate.ts';
import { systemClock } from '../../../bot/ports/clock.ts';
import { openInProcessGateway } from '../../../infra/local/in-process-gateway.ts';
import { plainMachines } from '../../support/worlds/architectures/machines.ts';
import { KINDS } from '../../support/worlds/kinds/index.ts';
import { makeWorld, type WorldOrder } from '../../support/worlds/world.ts';
import { writeSnapshot } from '../../support/worlds/write-world.ts';

const KIND = KINDS.find(({ id }) => id === 'external-outage')!;
const order: WorldOrder = { id: 'long-over', seed: 8, architecture: plainMachines, kinds: [KIND], recovered: true };

async function answerTo(made: WorldOrder): Promise<Answer> {
  const dir = mkdtempSync(join(tmpdir(), 'longer-look-'));
  writeSnapshot(dir, makeWorld(made).files);
  const gateway = await openInProcessGateway(dir);
  try {
    return await examine(
      { gateway, clock: systemClock },
      {
        id: 'longer-look',
        question: '',
        sinceSeconds: 3_600,
        askedBy: { teamId: 'T1', slackUserId: 'U1' },
        thread: { teamId: 'T1', channel: 'C1' },
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

test('what began and ended before the window is recovered, with its cause', async () => {
  const { truth } = makeWorld({ ...order, longOver: true });
  const answer = await answerTo({ ...order, longOver: true });
  expect(answer.verdict).toBe('recovered');
  expect(truth.causes).toContain(answer.hypotheses[0]?.cause);
  expect(truth.components).toContain(answer.hypotheses[0]?.component);
  const apart = Date.parse(answer.hypotheses[0]!.until!) - Date.parse(truth.until!);
  expect(Math.abs(apart)).toBeLessThanOrEqual(5 * 60_000);
}, 30_000);

test('the same system without that hour is healthy', async () => {
  const answer = await answerTo({ ...order, longOver: true, twin: true });
  expect(answer.verdict).toBe('healthy');
}, 30_000);
