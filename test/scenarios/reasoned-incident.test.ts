import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { InvestigationRequest } from '../../bot/domain/investigation.ts';
import { examine } from '../../bot/investigation/investigate.ts';
import { READ_TOOLS } from '../../bot/investigation/reasoning/read-tools.ts';
import { systemClock } from '../../bot/ports/clock.ts';
import type { ToolGateway } from '../../bot/ports/tool-gateway.ts';
import type { Act, ScriptedCall } from '../../infra/local/bedrock/server.ts';
import { openInProcessGateway } from '../../infra/local/in-process-gateway.ts';
import { startBedrock } from '../bot/adapters/bedrock/bedrock-setup.ts';

// A sample incident, the real four backends and their schemas, and a model that follows a script.

const SNAPSHOT = join(import.meta.dirname, '..', '..', 'infra', 'samples', 'snapshots', 'suggestions-killed');
const request: InvestigationRequest = {
  id: 'Ev-reasoned',
  question: '',
  sinceSeconds: 3_600,
  askedBy: { teamId: 'T1', slackUserId: 'U1' },
  thread: { teamId: 'T1', channel: 'C1' },
  askedAt: new Date().toISOString(),
};

let gateway: ToolGateway;
let bedrock: Awaited<ReturnType<typeof startBedrock>>;
beforeAll(async () => {
  gateway = await openInProcessGateway(SNAPSHOT);
  bedrock = await startBedrock(script);
});
afterAll(async () => {
  await bedrock.stop();
  await gateway.close();
});

/** Looks with each specialist, then says the first row of each that holds the check, and something invented. */
function script({ turn, results }: ScriptedCall): readonly Act[] {
  if (turn === 1) {
    return [
      {
        ask: [
          { actionGroup: 'kubernetes', function: 'list_events', parameters: { limit: '5' } },
          { actionGroup: 'logs', function: 'summarize_logs' },
          { actionGroup: 'metrics', function: 'list_alerts' },
          { actionGroup: 'runbooks', function: 'search_runbooks', parameters: { keyword: 'memory' } },
        ],
      },
    ];
  }
  const rows = results.flatMap(({ text }) => [...text.matchAll(/<evidence id="(E\d+)" source="(\w+)"/g)]);
  const sources = new Map(rows.map(([, id = '', source = '']) => [source, id]));
  return [...sources.entries()].flatMap(([source, id]): Act[] => [
    { say: `The ${source} source was looked at for this [${id}].\n` },
    { say: `The ledger service failed 99999 times [${id}].\n` },
  ]);
}

test('every tool on the list is offered by the real backends in a form that Bedrock takes, and can be run', async () => {
  const signal = new AbortController().signal;
  const on = { progress: () => undefined, findings: () => undefined };
  const answer = await examine({ gateway, clock: systemClock }, request, on, signal);
  expect(answer.verdict).toBe('fault');
  const explanation = await bedrock
    .reasoner()
    .explain({ investigation: request.id, question: 'what is wrong?', answer }, { gateway, signal });
  expect(explanation).toMatchObject({ end: 'finished', refusedCalls: 0, usage: { turns: 2, toolCalls: 4 } });
  const offered = bedrock.calls[0]?.body.collaborators?.flatMap(({ actionGroups = [] }) =>
    actionGroups.flatMap(({ actionGroupName, functionSchema }) =>
      functionSchema.functions.map(({ name }) => `${actionGroupName} ${name}`),
    ),
  );
  expect(offered).toEqual(
    Object.entries(READ_TOOLS).flatMap(([source, names]) => names.map((name) => `${source} ${name}`)),
  );
  expect(bedrock.calls[1]?.results.map(({ failed }) => failed)).toEqual([false, false, false, false]);
  expect(explanation.dropped).toBeGreaterThan(0);
  expect(explanation.sentences.some(({ text }) => /ledger|99999/.test(text))).toBe(false);
});
