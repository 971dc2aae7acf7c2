import { createHash } from 'node:crypto';
import {
  type BedrockAgentCoreClient,
  InvokeAgentRuntimeCommand,
  StopRuntimeSessionCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import type { Actor } from '../../domain/actor.ts';
import type { Answer } from '../../domain/answer.ts';
import { ERROR_TABLE, type ErrorKind, SreError } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { InvestigationRequest } from '../../domain/investigation.ts';
import type { ExamineListener } from '../../investigation/investigate.ts';
import type { SourceProgress } from '../../ports/notifier.ts';
import type { ToolName } from '../../ports/tool-gateway.ts';
import { fromAws } from '../aws-errors.ts';
import { type RetryPolicy, withRetries } from '../retry.ts';

/** The longest line of an event stream that is read, in characters. */
const LONGEST_EVENT = 16 * 1024 * 1024;

/** How long the end of a session is tried, in milliseconds; a session left to itself ends by AgentCore's idle time. */
const END_MS = 5_000;
/** Seven seconds of pauses in all: long enough for another machine to take the place of one that is lost. */
const RETRY: RetryPolicy = { attempts: 4, budgetMs: 600_000, firstPauseMs: 1_000 };

export interface RuntimeExamineOptions {
  readonly client: BedrockAgentCoreClient;
  readonly runtimeArn: string;
  /** Keeps a call of a tool that the runtime makes for the person; what comes after it waits until it is kept. */
  readonly onCall: (actor: Actor, tool: ToolName, args: Readonly<Record<string, unknown>>) => Promise<void>;
  /** Told that a session could not be ended; it costs nothing but what an idle session costs. */
  readonly onTrouble?: (error: SreError) => void;
  readonly retry?: Partial<RetryPolicy>;
}

/**
 * An examination in an AgentCore Runtime instead of this process: what it tells on its way and its answer are those of
 * `examine`. Each has a session of its own, which is ended with it: a stop here stops the work there. Throws SreError:
 * the runtime's own kind, or `rate-limited`, `timeout`, `unavailable`, `bad-upstream`, …
 */
export function createRuntimeExamine({ client, runtimeArn, onCall, onTrouble, retry }: RuntimeExamineOptions) {
  const policy: RetryPolicy = { ...RETRY, ...retry };
  async function endSession(runtimeSessionId: string): Promise<void> {
    try {
      const abortSignal = AbortSignal.timeout(END_MS);
      const stop = new StopRuntimeSessionCommand({ agentRuntimeArn: runtimeArn, runtimeSessionId });
      const stopped = await client.send(stop, { abortSignal });
      if (stopped.runtimeSessionId !== runtimeSessionId) {
        throw new SreError('bad-upstream', 'the end of a session was answered by something else');
      }
    } catch (thrown) {
      const error = fromAws(thrown, 'end the session in the runtime');
      if (error.kind !== 'not-found') onTrouble?.(error);
    }
  }

  return async (
    parts: { readonly actor?: Actor },
    request: InvestigationRequest,
    on: ExamineListener,
    signal: AbortSignal,
  ): Promise<Answer> => {
    if (parts.actor === undefined) throw new SreError('internal', 'a runtime needs to know for whom it works');
    const { actor } = parts;
    // 33 to 256 characters; the same for a repeated examination.
    const runtimeSessionId = createHash('sha256').update(request.id).digest('hex');
    try {
      // It only reads: where a runtime is lost in the middle, another one begins anew.
      const outcome = await withRetries(policy, signal, () =>
        examineOnce(runtimeSessionId, actor, request, on, signal),
      );
      if (outcome instanceof SreError) throw outcome;
      return outcome;
    } finally {
      // The answer does not wait for it.
      void endSession(runtimeSessionId);
    }
  };

  /** The answer, or the failure that the runtime told; what happened to the call itself is thrown. */
  async function examineOnce(
    runtimeSessionId: string,
    actor: Actor,
    request: InvestigationRequest,
    on: ExamineListener,
    signal: AbortSignal,
  ): Promise<Answer | SreError> {
    try {
      signal.throwIfAborted();
      const { response } = await client.send(
        new InvokeAgentRuntimeCommand({
          agentRuntimeArn: runtimeArn,
          runtimeSessionId,
          contentType: 'application/json',
          accept: 'text/event-stream',
          payload: Buffer.from(JSON.stringify({ actor, request })),
        }),
        { abortSignal: signal },
      );
      const keep: Keep = (tool, args) => onCall(actor, tool, args);
      return await readEvents(response as AsyncIterable<Uint8Array> | undefined, on, keep, signal);
    } catch (thrown) {
      if (signal.aborted) throw new SreError('cancelled', 'the examination was stopped', { cause: thrown });
      const error = fromAws(thrown, 'examine in the runtime');
      throw error.kind === 'internal' ? new SreError('bad-upstream', error.message, { cause: thrown }) : error;
    }
  }
}

type Keep = (tool: ToolName, args: Readonly<Record<string, unknown>>) => Promise<void>;

async function readEvents(
  body: AsyncIterable<Uint8Array> | undefined,
  on: ExamineListener,
  keep: Keep,
  signal: AbortSignal,
): Promise<Answer | SreError> {
  if (body === undefined) throw new SreError('bad-upstream', 'the runtime answered without a body');
  const decoder = new TextDecoder();
  let rest = '';
  /** Calls that are being kept; the runtime makes several at once. */
  const kept: Promise<void>[] = [];
  for await (const piece of untilAborted(body, signal)) {
    rest += decoder.decode(piece, { stream: true });
    if (rest.length > LONGEST_EVENT) throw new SreError('bad-upstream', 'an event of the runtime has no end');
    const events = rest.split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const { name, data } = readEvent(event);
      if (name === undefined) continue;
      if (name === 'call') {
        kept.push(keepTold(data, keep));
        continue;
      }
      await Promise.all(kept.splice(0));
      const answer = await handle(name, data, on);
      if (answer !== undefined) return answer;
    }
  }
  throw new SreError('bad-upstream', 'the runtime ended without an answer');
}

/** The pieces of a body, which is closed when the signal aborts: the SDK's own signal ends with the headers. */
async function* untilAborted(body: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const close = () => (body as { destroy?: (error: Error) => void }).destroy?.(new Error('stopped'));
  signal.addEventListener('abort', close, { once: true });
  try {
    signal.throwIfAborted();
    yield* body;
  } finally {
    signal.removeEventListener('abort', close);
  }
}

function readEvent(event: string): { readonly name?: string; readonly data: Readonly<Record<string, unknown>> } {
  const name = /^event: (\w+)$/m.exec(event)?.[1];
  const text = /^data: (.*)$/m.exec(event)?.[1];
  return name === undefined || text === undefined ? { data: {} } : { name, data: JSON.parse(text) };
}

function keepTold({ tool, args }: Readonly<Record<string, unknown>>, keep: Keep): Promise<void> {
  if (typeof tool !== 'string' || typeof args !== 'object' || args === null) {
    throw new SreError('bad-upstream', 'the runtime told a call of another shape');
  }
  const kept = keep(tool as ToolName, args as Readonly<Record<string, unknown>>);
  // Waited for at the next event; until then nobody listens.
  kept.catch(() => undefined);
  return kept;
}

async function handle(
  name: string,
  data: Readonly<Record<string, unknown>>,
  on: ExamineListener,
): Promise<Answer | SreError | undefined> {
  if (name === 'progress') await on.progress(data.sources as readonly SourceProgress[]);
  else if (name === 'findings') await on.findings(String(data.key), data.findings as readonly Finding[]);
  else if (name === 'error') return new SreError(kindOf(data.kind), 'the examination failed in the runtime');
  else if (name === 'answer') {
    const answer = data.answer as Answer | undefined;
    if (!Array.isArray(answer?.hypotheses) || !Array.isArray(answer.evidence) || typeof answer.verdict !== 'string') {
      throw new SreError('bad-upstream', 'the runtime gave an answer of another shape');
    }
    return answer;
  }
  return undefined;
}

function kindOf(kind: unknown): ErrorKind {
  return typeof kind === 'string' && Object.hasOwn(ERROR_TABLE, kind) ? (kind as ErrorKind) : 'bad-upstream';
}
