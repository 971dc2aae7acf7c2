import { randomUUID } from 'node:crypto';
import {
  type BedrockAgentRuntimeClient,
  type InvocationResultMember,
  InvokeInlineAgentCommand,
  type InvokeInlineAgentCommandInput,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { type ErrorKind, SreError, toSreError } from '../../domain/errors.ts';
import { type Explanation, noExplanation, type ReasoningEnd, type ReasoningUsage } from '../../domain/explanation.ts';
import type { Redacted } from '../../domain/redacted.ts';
import { limitReached, priceOf, type ReasoningLimits, type TokenPrices } from '../../investigation/reasoning/limits.ts';
import { openingText } from '../../investigation/reasoning/prompt.ts';
import { createProseChecker } from '../../investigation/reasoning/prose-checker.ts';
import { createToolbox, type Toolbox } from '../../investigation/reasoning/toolbox.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Reasoner, ReasoningOptions, ReasoningTask } from '../../ports/reasoner.ts';
import type { Redaction } from '../../ports/redaction.ts';
import type { SpendLedger } from '../../ports/spend-ledger.ts';
import { withoutSecrets } from '../../redaction/redactor.ts';
import { callAws } from '../aws-errors.ts';
import { type RetryPolicy, withRetries } from '../retry.ts';
import { type BedrockModel, defineAgents } from './agent-request.ts';
import { readTurn } from './read-turn.ts';

export interface BedrockReasonerOptions {
  /** Made with `maxAttempts: 1`: retries are ours. */
  readonly client: BedrockAgentRuntimeClient;
  readonly model: BedrockModel;
  readonly limits: ReasoningLimits;
  readonly prices: TokenPrices;
  readonly spend: SpendLedger;
  readonly redaction: Redaction;
  readonly clock: Clock;
  readonly retry?: Partial<RetryPolicy>;
  /** Told of every turn's cost as it is known, for the metrics: tokens, and millionths of a US dollar. */
  readonly onSpent?: (spent: Pick<ReasoningUsage, 'inputTokens' | 'outputTokens' | 'microDollars'>) => void;
  /** Told of what ended a reasoning before its time, for the log. */
  readonly onTrouble?: (investigation: string, error: SreError) => void;
}

const RETRY: RetryPolicy = { attempts: 3, budgetMs: 12_000, firstPauseMs: 500 };
/** Where the trace tells no usage it is estimated from letters. */
const LETTERS_PER_TOKEN = 3;

const END_OF_KIND: Readonly<Partial<Record<ErrorKind, ReasoningEnd>>> = {
  'rate-limited': 'throttled',
  timeout: 'time',
  forbidden: 'refused',
  'invalid-input': 'refused',
  'not-found': 'refused',
};

/**
 * Reasons with a Bedrock inline agent: a supervisor, four specialists, and the bot as the only one who runs a tool.
 * What the agents ask for is checked before it runs, what they say before it is shown.
 */
export function createBedrockReasoner(options: BedrockReasonerOptions): Reasoner {
  return {
    async explain(task, how) {
      const redactor = options.redaction.of(task.investigation);
      const { investigation, ...words } = task;
      const clean = await redactor.redact(words);
      const deadline = AbortSignal.timeout(options.limits.ms);
      const signal = AbortSignal.any([how.signal, deadline]);
      const session = { ...how, signal };
      try {
        const evidence = clean.answer.evidence;
        const now = options.clock.now();
        const toolbox = await createToolbox({
          gateway: how.gateway,
          redactor,
          evidence,
          numberFrom: task.numberFrom,
          now,
          signal,
        });
        const explanation = await converse(options, { investigation, ...clean }, session, toolbox);
        throwIfStopped(how.signal);
        return explanation;
      } catch (thrown) {
        throwIfStopped(how.signal);
        return noExplanation(endOf(options, task, deadline.aborted ? deadline.reason : thrown));
      }
    },
  };
}

function throwIfStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new SreError('cancelled', 'reasoning was stopped', { cause: signal.reason });
}

/** What is sent with each turn: nothing goes to the model that the redaction has not seen last. */
type ModelTurn = Redacted<Pick<InvokeInlineAgentCommandInput, 'inputText' | 'inlineSessionState'>>;

async function converse(
  options: BedrockReasonerOptions,
  task: ReasoningTask,
  how: ReasoningOptions,
  toolbox: Toolbox,
): Promise<Explanation> {
  const { client, limits, prices, spend } = options;
  const definition = defineAgents(options.model, toolbox.offered);
  const started = performance.now();
  const used = { turns: 0, toolCalls: 0, inputTokens: 0, outputTokens: 0, microDollars: 0, durationMs: 0 };
  const prose = createProseChecker(
    { evidence: () => [...task.answer.evidence, ...toolbox.added], answer: task.answer },
    how.onSentence ?? (() => undefined),
  );
  // Unguessable, so that no text can speak into a session.
  const sessionId = randomUUID();
  // The explanation of an answer and all questions about it share what the investigation may cost.
  const account = `investigation:${task.investigation}`;
  let next: ModelTurn = withoutSecrets({ inputText: openingText(task.question, task.answer, task.followUp) });
  let end: ReasoningEnd | undefined;

  while (end === undefined) {
    used.durationMs = Math.round(performance.now() - started);
    end = limitReached(used, limits);
    if (end !== undefined) break;
    const day = dayOf(options.clock);
    const reserved = turnReserve(next, limits, prices, await spend.spentOn(account));
    end = await setAside(spend, { day, account }, reserved, limits);
    if (end !== undefined) break;
    const before = { ...used };
    let told = 0;
    const letters = { in: JSON.stringify(next).length, out: 0 };
    try {
      used.turns += 1;
      const response = await withRetries({ ...RETRY, ...options.retry }, how.signal, () =>
        callAws('ask the agent', () =>
          client.send(new InvokeInlineAgentCommand({ ...definition, ...next, sessionId }), { abortSignal: how.signal }),
        ),
      );
      const turn = await readTurn(
        response.completion,
        how.signal,
        (piece) => {
          letters.out += piece.length;
          prose.add(piece);
        },
        (inputTokens, outputTokens) => {
          told += 1;
          used.inputTokens += inputTokens;
          used.outputTokens += outputTokens;
        },
      );
      if (turn.control === undefined) {
        prose.flush();
        end = turn.intervened && prose.held.length === 0 ? 'refused' : 'finished';
      } else {
        prose.flush();
        next = withoutSecrets({ inlineSessionState: await runTools(turn.control, toolbox, limits, how.signal) });
        used.toolCalls = toolbox.counts.calls;
      }
    } catch (thrown) {
      // Whole sentences that came before the break stood the check and stay.
      end = endOf(options, task, how.signal.aborted ? how.signal.reason : thrown);
    } finally {
      if (told === 0 && letters.out > 0) {
        used.inputTokens += Math.ceil(letters.in / LETTERS_PER_TOKEN);
        used.outputTokens += Math.ceil(letters.out / LETTERS_PER_TOKEN);
      }
      used.microDollars = priceOf(used, prices);
      const cost = used.microDollars - before.microDollars;
      for (const each of [day, account]) await spend.settle(each, reserved, cost).catch(() => undefined);
      how.onUsage?.({ ...used, durationMs: Math.round(performance.now() - started) });
      options.onSpent?.({
        inputTokens: used.inputTokens - before.inputTokens,
        outputTokens: used.outputTokens - before.outputTokens,
        microDollars: cost,
      });
    }
  }
  used.durationMs = Math.round(performance.now() - started);
  return {
    end,
    sentences: prose.held,
    dropped: prose.dropped,
    refusedCalls: toolbox.counts.refused,
    evidence: toolbox.added.filter(({ id }) => prose.held.some(({ cites }) => cites.includes(id))),
    usage: used,
    model: options.model.modelId,
    budget: {
      spent: await spend.spentOn(account).catch(() => used.microDollars),
      limit: limits.microDollars,
      spentToday: await spend.spentOn(dayOf(options.clock)).catch(() => used.microDollars),
      limitToday: limits.microDollarsPerDay,
    },
  };
}

function dayOf(clock: Clock): string {
  return clock.now().toISOString().slice(0, 10);
}

/** Sets a turn's money aside on both accounts, or on neither: then says which one has no more. */
async function setAside(
  spend: SpendLedger,
  { day, account }: { readonly day: string; readonly account: string },
  amount: number,
  limits: ReasoningLimits,
): Promise<ReasoningEnd | undefined> {
  if (!(await spend.reserve(account, amount, limits.microDollars))) return 'money';
  if (await spend.reserve(day, amount, limits.microDollarsPerDay)) return undefined;
  await spend.settle(account, amount, 0);
  return 'money-today';
}

/** Set aside before a turn: what is sent twice over for the specialists, and a long answer; no more than is left. */
function turnReserve(next: object, limits: ReasoningLimits, prices: TokenPrices, spent: number): number {
  const inputTokens = (JSON.stringify(next).length / LETTERS_PER_TOKEN) * 2 + 4_000;
  return Math.max(1, Math.min(priceOf({ inputTokens, outputTokens: 4_000 }, prices), limits.microDollars - spent));
}

/** Runs what the agents ask for side by side; what is over the limit is answered with a refusal. */
async function runTools(
  control: NonNullable<Awaited<ReturnType<typeof readTurn>>['control']>,
  toolbox: Toolbox,
  limits: ReasoningLimits,
  signal: AbortSignal,
): Promise<NonNullable<InvokeInlineAgentCommandInput['inlineSessionState']>> {
  const inputs = control.invocationInputs ?? [];
  if (control.invocationId === undefined || inputs.length === 0) {
    throw new SreError('bad-upstream', 'the agent returned control without saying for what');
  }
  const left = Math.max(0, limits.toolCalls - toolbox.counts.calls);
  const results = await Promise.all(
    inputs.map(async (input, index): Promise<InvocationResultMember> => {
      const asked = input.functionInvocationInput;
      if (asked === undefined) throw new SreError('bad-upstream', 'the agent asked for something that is no function');
      const result =
        index < left
          ? await toolbox.run(
              {
                source: asked.actionGroup ?? '',
                operation: asked.function ?? '',
                parameters: (asked.parameters ?? []).map(({ name, value }) => ({ name, value })),
              },
              signal,
            )
          : { failed: true, text: 'Refused. No calls are left.' };
      return {
        functionResult: {
          actionGroup: asked.actionGroup,
          function: asked.function,
          agentId: asked.agentId,
          responseBody: { TEXT: { body: result.text } },
          ...(result.failed && { responseState: 'REPROMPT' as const }),
        },
      };
    }),
  );
  return { invocationId: control.invocationId, returnControlInvocationResults: results };
}

function endOf(options: BedrockReasonerOptions, task: ReasoningTask, thrown: unknown): ReasoningEnd {
  const error = toSreError(thrown, 'reasoning broke off');
  options.onTrouble?.(task.investigation, error);
  return END_OF_KIND[error.kind] ?? 'unavailable';
}
