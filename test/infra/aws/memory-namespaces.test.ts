import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { createAgentCoreMemory } from '../../../bot/adapters/agentcore/memory.ts';
import type { Actor } from '../../../bot/domain/actor.ts';
import { sessionIdOf } from '../../../bot/investigation/remembering.ts';
import { systemClock } from '../../../bot/ports/clock.ts';
import { withoutSecrets } from '../../../bot/redaction/redactor.ts';
import { credentials, region } from '../local/stand-in.ts';
import { resources, synthesize } from './synthesis.ts';

// What the memory's strategies write, by the template, against what the bot reads, writes and deletes, by its requests.

const actor = { teamId: 'T1', slackUserId: 'U1', username: 'slack-t1-u1', displayName: 'Ana' } as Actor;
const sessionId = sessionIdOf('C1', '1700000000.000100');
const asked = {
  listed: new Set<string>(),
  searched: new Set<string>(),
  written: new Set<string>(),
  events: new Set<string>(),
};
let server: FastifyInstance;

beforeAll(async () => {
  server = fastify({ forceCloseConnections: true });
  server.all('/*', async (request) => {
    const body = (request.body ?? {}) as {
      namespace: string;
      actorId: string;
      sessionId: string;
      records?: { namespaces: string[]; requestIdentifier: string }[];
    };
    if (request.url.endsWith('/events')) {
      asked.events.add(`${body.actorId} ${body.sessionId}`);
      return { event: { eventId: '1#a', actorId: body.actorId } };
    }
    if (request.url.endsWith('/retrieve')) asked.searched.add(body.namespace);
    if (request.url.endsWith('/memoryRecords')) asked.listed.add(body.namespace);
    if (request.url.endsWith('/batchCreate')) {
      for (const record of body.records ?? []) for (const each of record.namespaces) asked.written.add(each);
      return { successfulRecords: body.records?.map(() => ({ memoryRecordId: 'm', status: 'SUCCEEDED' })) };
    }
    return { memoryRecordSummaries: [], sessionSummaries: [], events: [] };
  });
  const endpoint = await server.listen({ port: 0, host: '127.0.0.1' });
  const client = new BedrockAgentCoreClient({ region, credentials, endpoint, maxAttempts: 1 });
  const memory = createAgentCoreMemory({ client, memoryId: 'memory-0123456789', clock: systemClock });
  await memory.preferences(actor);
  await memory.knowledge('service/cart', 'why');
  await memory.learn('service/cart', withoutSecrets('it was the cache'));
  await memory.summarize(actor, sessionId, withoutSecrets('it was the cache'));
  await memory.record(actor, sessionId, {
    role: 'USER',
    text: withoutSecrets('why?'),
    at: '2031-03-04T10:00:00Z',
    key: 'k',
  });
  await memory.forget(actor);
  client.destroy();
});
afterAll(() => server.close());

/** The namespaces of the template as AgentCore fills them in for an event of the bot. */
function strategies(): { name: string; template: string; filled: string }[] {
  const [[, memory] = []] = resources(synthesize().agentcore, 'AWS::BedrockAgentCore::Memory');
  const listed = (memory?.MemoryStrategies ?? []) as Record<string, { Name: string; Namespaces?: string[] }>[];
  const [[user, session] = []] = [...asked.events].map((event) => event.split(' '));
  return listed.flatMap((strategy) =>
    Object.values(strategy).flatMap(({ Name, Namespaces = [] }) =>
      Namespaces.map((template) => ({
        name: Name,
        template,
        filled: template.replace('{actorId}', user ?? '').replace('{sessionId}', session ?? ''),
      })),
    ),
  );
}

const below = (namespace: string, places: Iterable<string>) =>
  [...places].some((place) => place.endsWith('/') && namespace.startsWith(place));

test('the strategies use the variables that exist, and their namespaces end with a slash', () => {
  expect(strategies().length).toBeGreaterThan(0);
  for (const { template } of strategies()) {
    expect(template).toMatch(/\/$/);
    expect((template.match(/\{\w+\}/g) ?? []).filter((one) => !['{actorId}', '{sessionId}'].includes(one))).toEqual([]);
  }
});

test('preferences lie where the bot reads them', () => {
  const [preferences] = strategies().filter(({ name }) => name === 'preferences');
  expect(asked.listed).toContain(preferences?.filled);
});

test('everything a strategy makes of a conversation is deleted with the person', () => {
  for (const { filled } of strategies()) expect([filled, below(filled, asked.listed)]).toEqual([filled, true]);
});

test('no strategy writes among the knowledge of components, which the bot reads where it wrote it', () => {
  const component = '/sre/infrastructure/service/cart/';
  expect(asked.searched).toEqual(new Set([component]));
  expect(asked.written).toContain(component);
  for (const { filled } of strategies()) expect(filled).not.toMatch(/^\/sre\/infrastructure\//);
});

test('a summary of the bot and one of a strategy of the same thread lie together', () => {
  const [summaries] = strategies().filter(({ name }) => name === 'investigations');
  expect(asked.written).toContain(summaries?.filled);
  expect(summaries?.filled).toBe('/sre/investigations/slack-t1-u1/C1-1700000000-000100/');
});
