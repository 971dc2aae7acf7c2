import { expect, test } from '@jest/globals';
import type { Hypothesis } from '../../../bot/domain/answer.ts';
import { SreError } from '../../../bot/domain/errors.ts';
import type { EvidenceSet, RunbookMatch } from '../../../bot/domain/signals.ts';
import { emptyEvidence } from '../../../bot/investigation/collect.ts';
import { matchRunbooks } from '../../../bot/investigation/runbooks.ts';
import type { RunbookSource } from '../../../bot/ports/runbook-source.ts';
import type { ToolGateway } from '../../../bot/ports/tool-gateway.ts';

const request = {
  id: 'inv-1',
  question: 'checkout is slow',
  sinceSeconds: 3_600,
  askedBy: { teamId: 'T1', slackUserId: 'U1' },
  thread: { teamId: 'T1', channel: 'C1' },
  askedAt: '2026-01-02T03:04:05.000Z',
};
const evidence: EvidenceSet = emptyEvidence(request, '2026-01-02T03:04:05Z', []);
const hypothesis = {
  component: 'service/seats-db',
  cause: 'connection_pool_exhausted',
  summary: 'seats-db holds 100 of 100 connections.',
} as unknown as Hypothesis;
const own: RunbookMatch = {
  id: 'pool-exhausted',
  title: 'Connection pool exhausted',
  score: 1,
  excerpt: 'Count the connections by client, then restart the one that holds the most.',
};
const passage = (id: string, title: string, score: number, excerpt = 'Something else.'): RunbookMatch => ({
  id,
  title,
  score,
  excerpt,
  knowledgeBase: true,
});

function gatewayWith(call: () => Promise<unknown>): ToolGateway {
  return { call, list: async () => [], search: async () => [], close: async () => undefined } as ToolGateway;
}
const gateway = gatewayWith(async () => ({ items: [own] }));
const signal = new AbortController().signal;
const match = (knowledge: RunbookSource['search'] | undefined, from = gateway, hypotheses = [hypothesis]) =>
  matchRunbooks(
    { gateway: from, ...(knowledge && { knowledge: { search: knowledge } }) },
    hypotheses,
    evidence,
    signal,
  );

test('without a Knowledge Base the backend answers alone', async () => {
  expect(await match(undefined)).toMatchObject({
    state: 'done',
    note: '1 matching runbook',
    matches: [own],
    unknown: [],
  });
});

test('a Knowledge Base is asked once, in words, and adds what the backend does not have', async () => {
  const asked: string[] = [];
  const found = [
    passage('s3://b/new.md', 'A new one', 0.8),
    passage('s3://b/copy.md', 'Connection Pool Exhausted!', 0.9),
    passage('s3://b/pool_exhausted.md', 'By its file', 0.7),
    passage('s3://b/x.md', 'By its text', 0.6, `As follows. ${own.excerpt} Done.`),
  ];
  const reading = await match(async (query) => {
    asked.push(query);
    return { matches: found };
  });
  expect(reading.matches.map(({ title }) => title)).toEqual(['Connection pool exhausted', 'A new one']);
  expect([reading.note, reading.unknown]).toEqual(['2 matching runbooks', []]);
  expect(asked).toEqual([
    'seats-db seats-db holds 100 of 100 connections. connection pool exhausted. checkout is slow',
  ]);
});

test('without a hypothesis the complaint is looked up', async () => {
  const asked: string[] = [];
  await match(
    async (query) => {
      asked.push(query);
      return { matches: [] };
    },
    gateway,
    [],
  );
  expect(asked).toEqual(['checkout is slow']);
});

test('a Knowledge Base that fails is unknown, and the backend stands', async () => {
  const broken = await match(() => Promise.reject(new SreError('rate-limited', 'token=abc')));
  expect(broken).toMatchObject({
    state: 'done',
    matches: [own],
    unknown: ['knowledge base: Too many requests just now.'],
  });
  const half = await match(async () => ({ matches: [], trouble: 'its matches are in the order of the search.' }));
  expect(half.unknown).toEqual(['knowledge base: its matches are in the order of the search.']);
});

test('a backend that fails is unknown, and the Knowledge Base stands', async () => {
  const broken = gatewayWith(() => Promise.reject(new SreError('timeout', 'late')));
  const found = passage('s3://b/new.md', 'A new one', 0.8);
  expect(await match(async () => ({ matches: [found] }), broken)).toMatchObject({
    state: 'done',
    matches: [found],
    unknown: ['runbooks: It took too long to answer.'],
  });
  expect(await match(async () => ({ matches: [] }), broken)).toMatchObject({ state: 'unknown', matches: [] });
});
