import type { Target } from '../../domain/target.ts';
import type { LookupKind, LookupQuery } from '../../ports/lookups.ts';
import { planOf } from '../commands/plan.ts';
import { DEFAULT_SINCE_SECONDS, LONGEST_SINCE_SECONDS, readLength } from '../commands/window.ts';
import { lookupMessage, plainLookupMessage } from '../views/lookups/message.ts';
import { notUnderstood } from '../views/notices.ts';
import { targetInWords } from '../views/wording.ts';
import type { Run, RunContext } from './run.ts';

const NAME_PATIENCE_MS = 1_500;
/** A deploy of the morning is what people look for, so changes reach further back by themselves. */
const CHANGES_SINCE_SECONDS = 86_400;

/** Looks one kind of thing up and answers with a table. */
export async function lookUp(context: RunContext, kind: LookupKind, query: LookupQuery): Promise<void> {
  const looked = await context.deps.lookups.look(context.actor, kind, query);
  await context.answer(lookupMessage(kind, query, looked), plainLookupMessage(kind, query, looked));
}

/** `[target] [since]` of a look; undefined when it was answered with what to type instead. */
async function queryOf(context: RunContext, name: string, kind: LookupKind): Promise<LookupQuery | undefined> {
  const words = context.words.filter((word) => word.toLowerCase() !== 'since');
  const length = words.length > 0 ? readLength(words.at(-1)!) : undefined;
  const about = length === undefined ? words : words.slice(0, -1);
  const fallback = kind === 'changes' ? CHANGES_SINCE_SECONDS : DEFAULT_SINCE_SECONDS;
  const sinceSeconds = length ?? context.thread?.request.sinceSeconds ?? fallback;
  if (sinceSeconds > LONGEST_SINCE_SECONDS) {
    await context.whisper(notUnderstood('I look back seven days at most.', [`${[name, ...about].join(' ')} 7d`]));
    return undefined;
  }
  if (about.length > 1) {
    const problem = `${about.at(-1)} is not a length of time I can read; write 30m, 2h or 1d.`;
    await context.whisper(notUnderstood(problem, [`${name} ${about[0]} 2h`]));
    return undefined;
  }
  if (about.length === 0)
    return { sinceSeconds, ...(context.thread?.request.target && { target: context.thread.request.target }) };
  const target = await targetOf(context, name, about[0]!);
  return target === undefined ? undefined : { sinceSeconds, target };
}

/** The target of this name; when there is none, the asker is told the near ones. */
async function targetOf(context: RunContext, name: string, written: string): Promise<Target | undefined> {
  const known = await context.deps.directory.known(context.actor, NAME_PATIENCE_MS);
  const plan = planOf({ kind: 'investigate', question: '', about: written, explicit: true, sinceSeconds: 0 }, known);
  if (plan.kind === 'go' && plan.target !== undefined) return plan.target;
  const near = plan.kind === 'go' ? [] : plan.close.length > 0 ? plan.close : plan.some;
  const commands = near.slice(0, 4).map((target) => `${name} ${targetInWords(target).replace(' ', '/')}`);
  await context.whisper(notUnderstood(`I know nothing called ${written}.`, commands.length > 0 ? commands : [name]));
  return undefined;
}

/** What a command of this name does that looks one kind of thing up: `[target] [since]`. */
export const look =
  (name: string, kind: LookupKind): Run =>
  async (context) => {
    const query = await queryOf(context, name, kind);
    if (query !== undefined) await lookUp(context, kind, query);
  };
