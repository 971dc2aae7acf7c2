import {
  BatchCreateMemoryRecordsCommand,
  BedrockAgentCoreClient,
  ListEventsCommand,
  ListSessionsCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { createAgentCoreMemory } from '../../../bot/adapters/agentcore/memory.ts';
import { awsClientOptions } from '../../../bot/adapters/aws-client.ts';
import type { Actor } from '../../../bot/domain/actor.ts';
import { withRedactedWrites } from '../../../bot/investigation/redacting.ts';
import { systemClock } from '../../../bot/ports/clock.ts';
import type { Memory } from '../../../bot/ports/memory.ts';
import { createRedaction } from '../../../bot/redaction/redactor.ts';
import { createMemory, type MemoryServer } from '../../../infra/local/memory/server.ts';
import { credentials, region } from '../../infra/local/stand-in.ts';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.ts';
import { commandsOf, createTroubles, describeCalls } from './table.ts';

const TRIES = 2;
const memoryId = 'test_memory-abcdefghij';
const OF_THE_RUNTIME = ['InvokeAgentRuntime', 'StopRuntimeSession'];
let postgres: TestPostgres;
let server: MemoryServer;
let client: BedrockAgentCoreClient;
let memory: Memory;
let serial = 0;

beforeAll(async () => {
  postgres = await startTestPostgres();
  server = await createMemory({ databaseUrl: await postgres.database(), memoryId, ...credentials });
  const endpoint = await server.app.listen({ port: 0, host: '127.0.0.1' });
  const patience = awsClientOptions(region, { answerMs: 1_500, attempts: TRIES });
  client = new BedrockAgentCoreClient({ ...patience, credentials, endpoint });
  memory = withRedactedWrites(
    createAgentCoreMemory({ client, memoryId, clock: systemClock }),
    createRedaction({ emails: false, addresses: 'none' }),
  );
});
afterAll(async () => {
  client.destroy();
  await server.app.close();
  await postgres.stop();
});

const lose = (operation: string) => server.faults.add({ kind: 'lose', operation, count: 1 });

function somebody(): Actor {
  serial += 1;
  const username = `slack-t1-u${serial}`;
  return { teamId: 'T1', slackUserId: `U${serial}`, username, email: '', displayName: `Ana ${serial}`, roles: [] };
}
const turn = { role: 'USER' as const, text: 'why?', at: '2031-03-04T10:00:00Z', key: 'k' };
const SESSION = 'C1-1700000000-000100';

const learn = (text = 'the disk was full') => memory.learn('service/cart', text);
const record = (actor = somebody()) => memory.record(actor, SESSION, turn);
const sessionsOf = async ({ username: actorId }: Actor) =>
  (await client.send(new ListSessionsCommand({ memoryId, actorId }))).sessionSummaries ?? [];
const eventsOf = async ({ username: actorId }: Actor) =>
  (await client.send(new ListEventsCommand({ memoryId, actorId, sessionId: SESSION }))).events ?? [];

async function prefer(actor: Actor, ...texts: string[]): Promise<void> {
  for (let from = 0; from < texts.length; from += 100) {
    const records = texts.slice(from, from + 100).map((text, index) => ({
      requestIdentifier: `r${index}`,
      namespaces: [`/sre/users/${actor.username}/preferences/`],
      content: { text },
      timestamp: new Date(),
    }));
    await client.send(new BatchCreateMemoryRecordsCommand({ memoryId, records }));
  }
}
/** Forgets one of whom everything is kept: a turn, a preference, and a statement that names them. */
async function forgetSomebody(): Promise<Actor> {
  const actor = somebody();
  await record(actor);
  await prefer(actor, 'likes prose');
  await memory.learn('service/said', `2031-03-04, ${actor.displayName} said: number ${serial}`);
  await memory.forget(actor);
  return actor;
}
async function expectForgotten(actor: Actor): Promise<void> {
  expect([await sessionsOf(actor), await memory.preferences(actor)]).toEqual([[], []]);
  const said = await memory.knowledge('service/said', `number ${serial}`);
  expect(JSON.stringify(said)).not.toContain(`${actor.displayName} said`);
  expect(JSON.stringify(said)).toContain(`somebody said: number ${serial}`);
}
/** Everything is forgotten although the answer to one call was lost. */
const forgottenWithout = (operation: string) => async () => {
  const actor = somebody();
  await record(actor);
  await prefer(actor, 'likes prose');
  await memory.learn('service/said', `2031-03-04, ${actor.displayName} said: number ${serial}`);
  lose(operation);
  await memory.forget(actor);
  await expectForgotten(actor);
};

const troubles = createTroubles(() => server.faults);
const expectation = { tries: TRIES };

describeCalls(
  'AgentCore Memory',
  {
    CreateEvent: {
      success: async () => {
        const actor = somebody();
        await record(actor);
        expect(await eventsOf(actor)).toHaveLength(1);
      },
      ...troubles('CreateEvent', expectation, record),
      'partial failure': async () => {
        const actor = somebody();
        lose('CreateEvent');
        await record(actor);
        await record(actor);
        expect(await eventsOf(actor)).toHaveLength(1);
      },
    },
    BatchCreateMemoryRecords: {
      success: async () => {
        await learn('the cache was full');
        expect((await memory.knowledge('service/cart', 'cache full'))[0]?.text).toBe('the cache was full');
      },
      ...troubles('BatchCreateMemoryRecords', expectation, learn),
      // A record that the service refuses within an accepted batch; and one that was kept although nobody heard so.
      'partial failure': async () => {
        await expect(memory.learn('service/cart', '')).rejects.toMatchObject({ kind: 'bad-upstream' });
        lose('BatchCreateMemoryRecords');
        await memory.learn('service/once', 'it was the node');
        expect(await memory.knowledge('service/once', 'node')).toHaveLength(1);
      },
    },
    RetrieveMemoryRecords: {
      success: async () => expect(await memory.knowledge('service/nobody-knows', 'why')).toEqual([]),
      ...troubles('RetrieveMemoryRecords', expectation, () => memory.knowledge('service/cart', 'why')),
      'partial failure': 'not applicable because it is one page of at most ten records, whole or not at all',
    },
    ListMemoryRecords: {
      success: async () => {
        const actor = somebody();
        await prefer(actor, ...Array.from({ length: 120 }, (_none, index) => `wish ${index}`));
        expect(await memory.preferences(actor)).toHaveLength(120);
      },
      ...troubles('ListMemoryRecords', expectation, () => memory.preferences(somebody())),
      // The second page fails: no short list.
      'partial failure': async () => {
        const actor = somebody();
        await prefer(actor, ...Array.from({ length: 120 }, (_none, index) => `wish ${index}`));
        await onCall('ListMemoryRecords', 2, () =>
          expect(memory.preferences(actor)).rejects.toMatchObject({ kind: 'unavailable' }),
        );
      },
    },
    ListSessions: {
      success: async () => expectForgotten(await forgetSomebody()),
      ...troubles('ListSessions', expectation, forgetSomebody),
      'partial failure': forgottenWithout('ListSessions'),
    },
    ListEvents: {
      success: async () => expectForgotten(await forgetSomebody()),
      ...troubles('ListEvents', expectation, forgetSomebody),
      'partial failure': forgottenWithout('ListEvents'),
    },
    DeleteEvent: {
      success: async () => expectForgotten(await forgetSomebody()),
      ...troubles('DeleteEvent', { tries: TRIES, hollow: 'is its answer' }, forgetSomebody),
      'partial failure': forgottenWithout('DeleteEvent'),
    },
    BatchDeleteMemoryRecords: {
      success: async () => expectForgotten(await forgetSomebody()),
      ...troubles('BatchDeleteMemoryRecords', expectation, forgetSomebody),
      'partial failure': forgottenWithout('BatchDeleteMemoryRecords'),
    },
    BatchUpdateMemoryRecords: {
      success: async () => expectForgotten(await forgetSomebody()),
      ...troubles('BatchUpdateMemoryRecords', expectation, forgetSomebody),
      'partial failure': forgottenWithout('BatchUpdateMemoryRecords'),
    },
  },
  commandsOf('client-bedrock-agentcore').filter((call) => !OF_THE_RUNTIME.includes(call)),
);

/** Makes the n-th call of an operation fail for good while `work` runs. */
async function onCall(operation: string, nth: number, work: () => Promise<unknown>): Promise<void> {
  let calls = 0;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName === `${operation}Command`) calls += 1;
      if (calls === nth) server.faults.add({ kind: 'fail', operation, count: TRIES });
      return next(args);
    },
    { step: 'initialize', name: 'nth-fails' },
  );
  try {
    await work();
  } finally {
    client.middlewareStack.remove('nth-fails');
    server.faults.clear();
  }
  expect(calls).toBe(nth);
}
