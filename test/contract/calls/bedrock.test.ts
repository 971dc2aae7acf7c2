import { BedrockAgentRuntimeClient } from '@aws-sdk/client-bedrock-agent-runtime';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { createKnowledgeBase } from '../../../bot/adapters/bedrock/knowledge-base.ts';
import { ERROR_TABLE, type ErrorKind, SreError } from '../../../bot/domain/errors.ts';
import { createRedaction } from '../../../bot/redaction/redactor.ts';
import type { Act } from '../../../infra/local/bedrock/server.ts';
import { createBedrock } from '../../../infra/local/bedrock/server.ts';
import { answerWith, createNotingGateway, startBedrock } from '../../bot/adapters/bedrock/bedrock-setup.ts';
import { credentials, region } from '../../infra/local/stand-in.ts';
import { commandsOf, createTroubles, describeCalls } from './table.ts';

const ID = 'KB12345678';
const RERANK = 'arn:aws:bedrock:eu-central-1::foundation-model/vendor.rerank-v1:0';
const signal = new AbortController().signal;
/** Longer than any answer takes that comes at all. */
const PATIENT_MS = 60_000;
const STATED = 'Container cart was killed with exit code 137 (OOMKilled) 12 times.';
const SAID = `${STATED.slice(0, -1)} [E1]. `;

let agents: Awaited<ReturnType<typeof startBedrock>>;
let books: ReturnType<typeof createBedrock>;
let client: BedrockAgentRuntimeClient;
let acts: readonly Act[] = [{ say: SAID }];

beforeAll(async () => {
  agents = await startBedrock(() => acts);
  const passage = (name: string, text: string, score: number) => ({
    content: { type: 'TEXT', text },
    location: { type: 'S3', s3Location: { uri: `s3://books/${name}` } },
    score,
  });
  books = createBedrock({
    ...credentials,
    script: () => [],
    knowledge: {
      id: ID,
      retrieve: () => ({
        retrievalResults: [passage('a.md', '# A\n\nFirst.', 0.4), passage('b.md', '# B\n\nSecond.', 0.8)],
      }),
      rerank: () => ({
        results: [
          { index: 1, relevanceScore: 0.9 },
          { index: 0, relevanceScore: 0.7 },
        ],
      }),
    },
  });
  const endpoint = await books.app.listen({ port: 0, host: '127.0.0.1' });
  client = new BedrockAgentRuntimeClient({ region, endpoint, credentials, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await books.app.close();
  await agents.stop();
});

/** What a model says of an answer; what ends it early is told to the log only, and thrown here. */
async function explain(ms = PATIENT_MS) {
  let trouble: unknown;
  const reasoner = agents.reasoner({ limits: { ms }, onTrouble: (error) => (trouble = error) });
  const task = { investigation: 'inv-1', question: 'why?', answer: answerWith() };
  const explanation = await reasoner.explain(task, { gateway: createNotingGateway().gateway, signal });
  if (trouble !== undefined) throw trouble;
  return explanation;
}
const knowledgeBase = (timeoutMs: number, rerankModelArn?: string) =>
  createKnowledgeBase({
    client,
    knowledgeBaseId: ID,
    redaction: createRedaction({ emails: true, addresses: 'public' }),
    retry: { firstPauseMs: 1 },
    timeoutMs,
    ...(rerankModelArn !== undefined && { rerankModelArn }),
  });
const retrieve = (ms = PATIENT_MS) => knowledgeBase(ms).search('the disk is full', { signal });
/** A rerank model that fails costs the order only: its words stand beside the matches, and are thrown here. */
async function rerank(ms = PATIENT_MS) {
  const { matches, trouble } = await knowledgeBase(ms, RERANK).search('the disk is full', { signal });
  expect(matches).toHaveLength(2);
  if (trouble === undefined) return matches;
  const kinds = Object.keys(ERROR_TABLE) as ErrorKind[];
  throw new SreError(kinds.find((kind) => trouble.endsWith(ERROR_TABLE[kind].wording)) ?? 'internal', trouble);
}

// Over HTTP/2 an answer that is cut just ends, and what there is of it makes no sense.
const agentTroubles = createTroubles(() => agents.faults);
const bookTroubles = createTroubles(() => books.faults);

describeCalls(
  'Bedrock',
  {
    InvokeInlineAgent: {
      success: async () => expect((await explain()).sentences.map(({ text }) => text)).toEqual([STATED]),
      ...agentTroubles(
        'InvokeInlineAgent',
        { tries: 3, triesInSilence: 1, cut: 'bad-upstream' },
        () => explain(),
        () => explain(5_000),
      ),
      // The stream is lost after its first sentence, which stood the check and stays.
      'partial failure': async () => {
        acts = [{ say: `${SAID}Then ` }, { cut: true }];
        let trouble: unknown;
        const reasoner = agents.reasoner({ onTrouble: (error) => (trouble = error) });
        const task = { investigation: 'inv-2', question: 'why?', answer: answerWith() };
        const cut = await reasoner.explain(task, { gateway: createNotingGateway().gateway, signal });
        acts = [{ say: SAID }];
        expect(cut.end).not.toBe('finished');
        expect(cut.sentences).toHaveLength(1);
        expect(trouble).toBeInstanceOf(SreError);
      },
    },
    Retrieve: {
      success: async () => expect((await retrieve()).matches.map(({ title }) => title)).toEqual(['B', 'A']),
      ...bookTroubles(
        'Retrieve',
        { tries: 2, cut: 'bad-upstream' },
        () => retrieve(),
        () => retrieve(1_000),
      ),
      'partial failure': 'not applicable because it is one page of passages, whole or not at all',
    },
    Rerank: {
      success: async () => expect((await rerank()).map(({ score }) => score)).toEqual([0.9, 0.7]),
      ...bookTroubles(
        'Rerank',
        { tries: 2, cut: 'bad-upstream' },
        () => rerank(),
        () => rerank(1_000),
      ),
      'partial failure': 'not applicable because it orders what was found, whole or not at all',
    },
  },
  commandsOf('client-bedrock-agent-runtime'),
);
