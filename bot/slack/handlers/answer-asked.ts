import type { webApi } from '@slack/bolt';
import { type Actor, hasRole } from '../../domain/actor.ts';
import { type ErrorKind, SreError, toSreError } from '../../domain/errors.ts';
import type { Target } from '../../domain/target.ts';
import type { InvestigationRecord } from '../../ports/investigation-store.ts';
import type { Asked } from '../commands/asked.ts';
import type { Command } from '../commands/command.ts';
import { COMMANDS, commandRow } from '../commands/index.ts';
import { planOf } from '../commands/plan.ts';
import type { RunContext, SlackDeps } from '../deps.ts';
import { keepAsked, keepRefusal } from '../keeping.ts';
import { type Asker, toRequest } from '../request.ts';
import { helpMessage } from '../views/help.ts';
import type { SlackMessage } from '../views/message.ts';
import { brokeDown, notUnderstood, notYet, refused, unknownTarget } from '../views/notices.ts';

/**
 * How long the list of names is waited for. The first message is to be up within a second, and a sentence can be looked
 * into without the list; a bare name that may be misspelt is worth a longer wait.
 */
const SENTENCE_PATIENCE_MS = 300;
const NAME_PATIENCE_MS = 1_500;

/** Answers the asker alone. */
export type Reply = (message: SlackMessage) => Promise<void>;

/** What an answer needs beside the words: how to speak, and where it was asked. */
export interface Asking {
  readonly client: webApi.WebClient;
  /** Answers the asker alone. */
  readonly reply: Reply;
  /** Answers where it was asked; the same as `reply` for a command. */
  readonly answer: RunContext['answer'];
  /** The newest investigation of the thread it was asked in. */
  readonly thread?: InvestigationRecord;
  readonly triggerId?: string;
  /** The target when the words name none. */
  readonly fallback?: Target;
}

/** The answer that needs nobody's name and no lookup; undefined when there is work to do. */
export function answerAtOnce(asked: Asked, deps: Pick<SlackDeps, 'duty'>): SlackMessage | undefined {
  const works = ({ needs }: Command) => needs === undefined || deps[needs] !== undefined;
  if (asked.kind === 'help') return helpMessage(COMMANDS.filter(works), asked.topic);
  if (asked.kind === 'invalid') return notUnderstood(asked.problem, asked.tryThese);
  const command = asked.kind === 'command' ? commandRow(asked.name) : undefined;
  return command === undefined || works(command) ? undefined : notYet(command.name);
}

/** Does what was asked as the asker, and tells them privately where that was not possible. Throws where they cannot be told. */
export async function answerAsked(deps: SlackDeps, asker: Asker, asked: Asked, asking: Asking): Promise<void> {
  const { reply } = asking;
  const atOnce = answerAtOnce(asked, deps);
  if (atOnce) return reply(atOnce);
  const signIn = asked.kind === 'command' ? commandRow(asked.name)?.signIn : undefined;
  if (signIn !== undefined) return tellingTrouble(deps, asker, reply, () => signIn(deps, asker, reply));
  await asActor(deps, asker, reply, async (actor) => {
    if (asked.kind === 'command') return runCommand(deps, asker, actor, asked, asking);
    if (asked.kind !== 'investigate') return;
    const known =
      asked.about === ''
        ? { targets: [], complete: false }
        : await deps.directory.known(actor, asked.explicit ? NAME_PATIENCE_MS : SENTENCE_PATIENCE_MS);
    const plan = planOf(asked, known);
    if (plan.kind === 'unknown-target') return reply(unknownTarget(plan.written, plan.close, plan.some, asked));
    const request = toRequest(asker, { ...asked, target: plan.target ?? asking.fallback }, deps.clock);
    const { started } = await deps.investigations.start(request);
    deps.log.info({ investigation: request.id, started }, 'investigation asked for');
  });
}

async function runCommand(
  deps: SlackDeps,
  asker: Asker,
  actor: Actor,
  asked: Extract<Asked, { kind: 'command' }>,
  { client, reply, answer, thread, triggerId }: Asking,
): Promise<void> {
  const command = commandRow(asked.name);
  const role = command?.role ?? 'admin';
  if (!hasRole(actor, role)) {
    throw new SreError('forbidden', `/sre ${asked.name} needs the role ${role} or above; /sre whoami shows yours.`);
  }
  await command?.run?.({
    deps,
    client,
    asker,
    actor,
    words: asked.words,
    answer,
    whisper: reply,
    ...(thread && { thread }),
    ...(triggerId && { triggerId }),
  });
}

/** Failures that the same words would meet again: nobody is told to try them again. */
const WILL_NOT_CHANGE: readonly ErrorKind[] = ['invalid-input', 'not-found'];

/** Who does something; `what` names it where it is no words of theirs. */
type Who = Pick<Asker, 'teamId' | 'userId'> & Partial<Asker> & { readonly what?: string };

/**
 * Runs `work` as the Slack user; a refusal or a failure goes to them in words. Throws where they cannot be told: the
 * delivery is then handled again, so `work` must be safe to repeat.
 */
export async function asActor(
  deps: SlackDeps,
  asker: Who,
  reply: Reply,
  work: (actor: Actor) => Promise<void>,
): Promise<void> {
  await tellingTrouble(deps, asker, reply, async () => {
    const resolved = deps.people.find(asker.teamId, asker.userId).then((person) => deps.identity.resolve(person));
    const [actor] = await Promise.all([resolved, keepAsked(deps, asker)]);
    await work(actor);
  });
}

/** Runs `work`, whose refusal or failure goes to the asker in words. Throws where they cannot be told. */
async function tellingTrouble(deps: SlackDeps, asker: Who, reply: Reply, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    const error = toSreError(thrown, 'a Slack request failed');
    const isRefusal = error.kind === 'forbidden';
    if (isRefusal) {
      deps.log.info({ user: asker.userId }, 'asker refused');
      keepRefusal(deps, asker, asker.what);
    }
    if (!isRefusal) deps.log.error({ err: error, user: asker.userId }, 'Slack request failed');
    // A refusal's message is written for the person; any other may quote an upstream.
    const message =
      isRefusal && thrown instanceof SreError
        ? refused(error.message)
        : WILL_NOT_CHANGE.includes(error.kind)
          ? refused(error.wording)
          : brokeDown(error.wording);
    await reply(message);
  }
}
