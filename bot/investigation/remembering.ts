import type { Actor } from '../domain/actor.ts';
import type { Answer, Hypothesis } from '../domain/answer.ts';
import { toSreError } from '../domain/errors.ts';
import type { InvestigationRequest } from '../domain/investigation.ts';
import { answeredOn } from '../domain/seen-before.ts';
import type { Component } from '../domain/target.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { Memory, MemoryRecord } from '../ports/memory.ts';
import { causeInWords } from '../wording/causes.ts';

/** What memory gave; `unknown` says that it could not be read. */
export interface Recalled {
  readonly records: readonly MemoryRecord[];
  readonly unknown: readonly string[];
}

/** One session for each thread. AgentCore's session ids hold no dots (`[a-zA-Z0-9][a-zA-Z0-9-_]*`, 100 at most). */
export function sessionIdOf(channel: string, threadTs: string): string {
  return `${channel}-${threadTs.replaceAll('.', '-')}`;
}

/** Reads the actor's preferences (when given) and what is known of the components. Never fails for a failing memory. */
export async function recall(
  memory: Memory,
  actor: Actor | undefined,
  components: readonly Component[],
  question: string,
  signal: AbortSignal,
  journal: Journal,
): Promise<Recalled> {
  const reads = [
    ...(actor === undefined ? [] : [kept('preference', memory.preferences(actor, { signal }))]),
    ...components.map((component) => kept('knowledge', memory.knowledge(component, question, { signal }))),
  ];
  const records: MemoryRecord[] = [];
  const unknown = new Set<string>();
  for (const read of await Promise.allSettled(reads)) {
    if (read.status === 'fulfilled') {
      records.push(...read.value);
      continue;
    }
    signal.throwIfAborted();
    const error = toSreError(read.reason, 'could not recall');
    journal.trouble('memory not read', error);
    unknown.add(`memory: ${error.wording}`);
  }
  return { records, unknown: [...unknown] };
}

async function kept(
  kind: NonNullable<MemoryRecord['kind']>,
  reading: Promise<readonly MemoryRecord[]>,
): Promise<readonly MemoryRecord[]> {
  return (await reading).map((record) => ({ ...record, kind }));
}

/** Named first, then how it showed: a sentence about a symptom alone says little twelve days later. */
function causeOf({ cause, summary }: Hypothesis): string {
  return `${causeInWords(cause)} (${summary.replace(/[.\s]+$/, '')})`;
}

/** Keeps the conversation, the summary, and what was learnt of the likeliest component. Noted, not fatal, on failure. */
export async function remember(
  memory: Memory,
  actor: Actor,
  done: InvestigationRequest & { readonly threadTs: string; readonly answer: Answer },
  clock: Clock,
  journal: Journal,
): Promise<void> {
  const { answer, threadTs, thread, question, askedAt, id } = done;
  const sessionId = sessionIdOf(thread.channel, threadTs);
  const summary = summaryOf(answer, question, askedAt);
  const [likeliest] = answer.hypotheses;
  const writes = [
    memory.record(actor, sessionId, {
      role: 'USER',
      text: question || 'What is wrong?',
      at: askedAt,
      key: `${id}:question`,
    }),
    memory.record(actor, sessionId, {
      role: 'ASSISTANT',
      text: summary,
      at: clock.now().toISOString(),
      key: `${id}:answer`,
    }),
    memory.summarize(actor, sessionId, summary),
    ...(likeliest === undefined ? [] : [memory.learn(likeliest.component, answeredOn(askedAt, causeOf(likeliest)))]),
  ];
  for (const write of await Promise.allSettled(writes)) {
    if (write.status === 'rejected')
      journal.trouble('memory not written', toSreError(write.reason, 'could not remember'));
  }
}

/** A few lines that stand for the whole: the question, the verdict, the likeliest causes. */
function summaryOf(answer: Answer, question: string, askedAt: string): string {
  const causes = answer.hypotheses
    .slice(0, 3)
    .map(
      ({ rank, component, cause, confidence, summary }) =>
        `${rank}. ${component} ${cause} (${confidence.toFixed(2)}): ${summary}`,
    );
  return [
    `${askedAt} ${question || 'Whole system'}: ${answer.verdict}.`,
    ...causes,
    ...answer.reasons.slice(0, 3),
  ].join('\n');
}
