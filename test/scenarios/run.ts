import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../../bot/domain/answer.ts';
import { examine } from '../../bot/investigation/investigate.ts';
import { openInProcessGateway } from '../../infra/local/in-process-gateway.ts';
import { type Scenario, writeScenario } from '../../infra/samples/scenario.ts';

/** Writes a scenario as a snapshot folder and investigates it through the four backends in this process. */
export async function investigateScenario(scenario: Scenario): Promise<Answer> {
  const dir = mkdtempSync(join(tmpdir(), 'scenario-'));
  writeScenario(dir, scenario);
  const gateway = await openInProcessGateway(dir);
  try {
    return await examine(
      { gateway, clock: { now: () => new Date(scenario.now) } },
      {
        id: 'scenario',
        question: '',
        sinceSeconds: 3600,
        askedBy: { teamId: 'T1', slackUserId: 'U1' },
        thread: { teamId: 'T1', channel: 'C1' },
        askedAt: new Date(scenario.now).toISOString(),
      },
      { progress: () => {}, findings: () => {} },
      new AbortController().signal,
    );
  } finally {
    await gateway.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
