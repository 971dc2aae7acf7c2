import { BedrockAgentRuntimeClient } from '@aws-sdk/client-bedrock-agent-runtime';
import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { createKnowledgeBase } from '../adapters/bedrock/knowledge-base.ts';
import { createBedrockReasoner } from '../adapters/bedrock/reasoner.ts';
import type { DurableInvestigationsOptions } from '../adapters/dbos/investigations.ts';
import type { Database } from '../adapters/postgres/database.ts';
import type { DutyTables } from '../adapters/postgres/duty-tables.ts';
import { createQuestionLog, type QuestionRecord } from '../adapters/postgres/question-log.ts';
import { createRecordStore } from '../adapters/postgres/record-store.ts';
import { createSpendLedger } from '../adapters/postgres/spend-ledger.ts';
import type { Config } from '../config.ts';
import { answerQuestion, type ExplainingDeps, giveUpQuestion } from '../investigation/explaining.ts';
import { DEFAULT_LIMITS } from '../investigation/reasoning/limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { MessageLedger } from '../ports/message-ledger.ts';
import type { QuestionLog } from '../ports/questions.ts';
import type { Redaction } from '../ports/redaction.ts';
import type { RunbookSource } from '../ports/runbook-source.ts';
import type { Metrics } from '../server/metrics.ts';
import { createSlackProse } from '../slack/prose.ts';

export interface ExplainingParts
  extends Pick<ExplainingDeps, 'store' | 'rulings' | 'people' | 'identity' | 'gateways' | 'journal'> {
  readonly model: NonNullable<Config['model']>;
  readonly region: string;
  readonly database: Pick<Database, 'db'>;
  readonly client: webApi.WebClient;
  readonly ledger: MessageLedger;
  readonly redaction: Redaction;
  readonly metrics: Pick<Metrics, 'spent'>;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface ComposedExplaining {
  /** What the engine runs for each question. */
  readonly runs: NonNullable<DurableInvestigationsOptions['questions']>;
  readonly log: QuestionLog;
}

/** Builds what a language model needs to explain answers and to be asked about them. */
export function composeExplaining(parts: ExplainingParts): ComposedExplaining {
  const { model, database, client, ledger, redaction, clock, log } = parts;
  const questions = createQuestionLog(
    createRecordStore<QuestionRecord>(database.db.withTables<DutyTables>(), 'question'),
  );
  const deps: ExplainingDeps = {
    ...parts,
    questions,
    prose: createSlackProse({ client, ledger, log }),
    reasoner: createBedrockReasoner({
      client: new BedrockAgentRuntimeClient({ region: parts.region, maxAttempts: 1 }),
      model,
      limits: {
        ...DEFAULT_LIMITS,
        microDollars: model.dollarsPerInvestigation * 1_000_000,
        microDollarsPerDay: model.dollarsPerDay * 1_000_000,
      },
      prices: model.prices,
      spend: createSpendLedger(database.db),
      redaction,
      clock,
      onSpent: parts.metrics.spent,
      onTrouble: (investigation, error) =>
        log.warn({ err: error, kind: error.kind, investigation }, 'reasoning ended early'),
    }),
  };
  return {
    runs: {
      answer: (steps, question) => answerQuestion(steps, deps, question),
      giveUp: (steps, question) => giveUpQuestion(steps, deps, question),
    },
    log: questions,
  };
}

/** The Knowledge Base of runbooks, where one is set. */
export function composeKnowledge(
  { knowledgeBase, awsRegion: region }: Pick<Config, 'knowledgeBase' | 'awsRegion'>,
  redaction: Redaction,
): { readonly knowledge?: RunbookSource } {
  if (knowledgeBase === undefined) return {};
  const client = new BedrockAgentRuntimeClient({ region, maxAttempts: 1 });
  return { knowledge: createKnowledgeBase({ client, ...knowledgeBase, redaction }) };
}
