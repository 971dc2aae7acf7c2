import {
  type BedrockAgentRuntimeClient,
  type KnowledgeBaseRetrievalResult,
  RerankCommand,
  type RetrievalResultLocation,
  RetrieveCommand,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { SreError, toSreError } from '../../domain/errors.ts';
import type { RunbookMatch } from '../../domain/signals.ts';
import type { Redaction } from '../../ports/redaction.ts';
import type { FoundRunbooks, RunbookSource } from '../../ports/runbook-source.ts';
import { callAws } from '../aws-errors.ts';
import { type RetryPolicy, withRetries } from '../retry.ts';

export interface KnowledgeBaseOptions {
  /** Made with `maxAttempts: 1`: retries are ours. */
  readonly client: BedrockAgentRuntimeClient;
  readonly knowledgeBaseId: string;
  /** Absent: the order of the vector search stands. */
  readonly rerankModelArn?: string;
  /** Queries hold words of people and of logs; they leave without secrets. */
  readonly redaction: Redaction;
  readonly retry?: Partial<RetryPolicy>;
  /** For one call, in milliseconds; 5 s when absent. */
  readonly timeoutMs?: number;
}

const RETRY: RetryPolicy = { attempts: 2, budgetMs: 6_000, firstPauseMs: 300 };
const TIMEOUT_MS = 5_000;
const SHOWN = 5;
/** More than are shown, for the rerank model to choose from. */
const CANDIDATES = 20;
/** Bedrock's bound for the text of a query. */
const LONGEST_QUERY = 1_000;
const LONGEST_EXCERPT = 700;
const LONGEST_TITLE = 150;

interface Passage {
  readonly text: string;
  readonly score: number;
  readonly title: string;
  readonly place?: string;
}

/** A Bedrock Knowledge Base as a source of runbooks: `Retrieve`, and `Rerank` where a model for it is set. */
export function createKnowledgeBase(options: KnowledgeBaseOptions): RunbookSource {
  const { client, knowledgeBaseId, rerankModelArn, timeoutMs = TIMEOUT_MS } = options;

  /** Each try has a time of its own; a stop by a person ends them all. */
  function call<T>(what: string, signal: AbortSignal, send: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
    return withRetries({ ...RETRY, ...options.retry }, signal, async () => {
      const late = AbortSignal.timeout(timeoutMs);
      try {
        return await callAws(what, () => send(AbortSignal.any([signal, late])));
      } catch (thrown) {
        signal.throwIfAborted();
        if (late.aborted) throw new SreError('timeout', `${what} took too long`, { cause: thrown });
        throw thrown;
      }
    });
  }

  async function retrieve(text: string, signal: AbortSignal): Promise<readonly Passage[]> {
    const numberOfResults = rerankModelArn === undefined ? SHOWN : CANDIDATES;
    const { retrievalResults } = await call('search the Knowledge Base', signal, (abortSignal) =>
      client.send(
        new RetrieveCommand({
          knowledgeBaseId,
          retrievalQuery: { text },
          retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults } },
        }),
        { abortSignal },
      ),
    );
    if (!Array.isArray(retrievalResults)) throw new SreError('bad-upstream', 'the Knowledge Base answered no list');
    return retrievalResults.flatMap(toPassage).sort((a, b) => b.score - a.score);
  }

  async function rerank(
    text: string,
    passages: readonly Passage[],
    modelArn: string,
    signal: AbortSignal,
  ): Promise<readonly Passage[]> {
    const { results } = await call('rerank what the Knowledge Base found', signal, (abortSignal) =>
      client.send(
        new RerankCommand({
          queries: [{ type: 'TEXT', textQuery: { text } }],
          sources: passages.map((passage) => ({
            type: 'INLINE',
            inlineDocumentSource: { type: 'TEXT', textDocument: { text: passage.text } },
          })),
          rerankingConfiguration: {
            type: 'BEDROCK_RERANKING_MODEL',
            bedrockRerankingConfiguration: {
              numberOfResults: Math.min(SHOWN, passages.length),
              modelConfiguration: { modelArn },
            },
          },
        }),
        { abortSignal },
      ),
    );
    if (!Array.isArray(results)) throw new SreError('bad-upstream', 'the rerank model answered no list');
    return results.map(({ index, relevanceScore }) => {
      const passage = index === undefined ? undefined : passages[index];
      if (passage === undefined || typeof relevanceScore !== 'number') {
        throw new SreError('bad-upstream', 'the rerank model ranked what it was not given');
      }
      return { ...passage, score: withinOne(relevanceScore) };
    });
  }

  return {
    async search(query, { signal }): Promise<FoundRunbooks> {
      const text = (await options.redaction.of('knowledge-base').redact(query)).slice(0, LONGEST_QUERY).trim();
      if (text === '') return { matches: [] };
      const passages = await retrieve(text, signal);
      if (rerankModelArn === undefined || passages.length < 2) return { matches: onePerPlace(passages) };
      try {
        return { matches: onePerPlace(await rerank(text, passages, rerankModelArn, signal)) };
      } catch (thrown) {
        signal.throwIfAborted();
        const { wording } = toSreError(thrown, 'could not rerank');
        return { matches: onePerPlace(passages), trouble: `its matches are in the order of the search. ${wording}` };
      }
    },
  };
}

/** Undefined score counts as none; what holds no text (a picture, a table) is no runbook to read. */
function toPassage({ content, score, location, metadata }: KnowledgeBaseRetrievalResult): Passage[] {
  const text = content?.text?.trim() ?? '';
  if (text === '') return [];
  const place = placeOf(location);
  return [{ text, score: withinOne(score ?? 0), title: titleOf(text, metadata, place), ...(place && { place }) }];
}

function withinOne(score: number): number {
  return Number.isFinite(score) ? Math.min(1, Math.max(0, score)) : 0;
}

function placeOf(location: RetrievalResultLocation | undefined): string | undefined {
  const { s3Location, webLocation, confluenceLocation, sharePointLocation } = location ?? {};
  return s3Location?.uri ?? webLocation?.url ?? confluenceLocation?.url ?? sharePointLocation?.url;
}

/** A title of its own, else its first heading, else the name of its file. */
function titleOf(text: string, metadata: KnowledgeBaseRetrievalResult['metadata'], place: string | undefined): string {
  const given = metadata?.title;
  const heading = /^#{1,3}\s+(\S.*)$/m.exec(text)?.[1];
  const file = place?.split(/[?#]/)[0]?.split('/').findLast(Boolean);
  const own = typeof given === 'string' && given.trim() !== '' ? given : heading;
  return (own ?? file?.replace(/\.\w{1,5}$/, '').replaceAll(/[-_]+/g, ' ') ?? 'A passage')
    .trim()
    .slice(0, LONGEST_TITLE);
}

/** Several passages of one document are one runbook, at its best. */
function onePerPlace(passages: readonly Passage[]): readonly RunbookMatch[] {
  const best = new Map<string, RunbookMatch>();
  for (const { text, score, title, place } of passages) {
    const id = place ?? title;
    if (best.has(id)) continue;
    best.set(id, {
      id,
      title,
      score,
      excerpt: text.replace(/^#{1,6}\s+.*\n+/, '').slice(0, LONGEST_EXCERPT),
      knowledgeBase: true,
    });
  }
  return [...best.values()].slice(0, SHOWN);
}
