import type { Target } from '../../domain/target.ts';
import type { InvestigationRecord } from '../../ports/investigation-store.ts';
import type { Questions } from '../../ports/questions.ts';
import { aboutTheAnswer } from '../commands/about-the-answer.ts';
import type { FollowUp } from '../commands/follow-up.ts';
import { planOf } from '../commands/plan.ts';
import type { SlackDeps } from '../deps.ts';
import { type Asker, toQuestion } from '../request.ts';
import { fromAnswer } from '../views/from-answer.ts';
import { type Asking, asActor, type Reply } from './answer-asked.ts';

type Wish = Extract<FollowUp, { kind: 'asked' }>;

const NAMES_PATIENCE_MS = 800;
/** Words that point at what was answered. */
const POINTS_BACK = /\b(?:you|your|it|its|this|that|these|those|they|answer|explanation|E\d{1,3})\b/i;

/**
 * Puts a reply to the language model when the grammar leaves it to one: a question about the thread's last answer, or
 * words to the bot that are no request at all. False when it is none of these, or there is no model or no answer. The
 * model only speaks: whatever it says, nothing is ruled, started or written for it.
 */
export async function askTheModel(
  deps: SlackDeps,
  asker: Asker,
  wish: Wish,
  { answered, addressed, reply }: { answered?: InvestigationRecord; addressed: boolean; reply: Reply },
): Promise<boolean> {
  const { questions } = deps;
  if (questions === undefined || answered === undefined || (answered.answer?.evidence.length ?? 0) === 0) return false;
  if (wish.asked.kind !== 'investigate' || (!wish.question && !wish.aside)) return false;
  // What people say to each other is theirs.
  if (wish.aside && !addressed) return false;
  const named = await targetNamed(deps, asker, wish);
  // A question about something else than the answer is looked into by rules.
  const isAboutIt = named === undefined || isIn(named, answered) || POINTS_BACK.test(wish.asked.question);
  if (!isAboutIt || (named !== undefined && !wish.question)) return false;
  await ask(deps, questions, asker, reply, answered, wish.asked.question);
  return true;
}

/**
 * Answers a question about the thread's last answer with what that answer holds: when it began, how sure it is, what to
 * do. False when it asks something else, or about something that the answer has not seen.
 */
export async function answerFromWhatStands(
  deps: SlackDeps,
  asker: Asker,
  wish: Wish,
  { answered, answer }: { answered?: InvestigationRecord; answer: Asking['answer'] },
): Promise<boolean> {
  if (answered?.answer === undefined || wish.asked.kind !== 'investigate') return false;
  const asked = aboutTheAnswer(wish.asked.question);
  if (asked === undefined) return false;
  const named = await targetNamed(deps, asker, wish);
  if (named !== undefined && !isIn(named, answered)) return false;
  await answer(fromAnswer(asked, answered.answer, answered.endedAt ?? answered.startedAt));
  return true;
}

async function ask(
  deps: SlackDeps,
  questions: Questions,
  asker: Asker,
  reply: Reply,
  answered: InvestigationRecord,
  text: string,
): Promise<void> {
  await asActor(deps, asker, reply, async () => {
    const question = toQuestion(asker, answered.request.id, text, deps.clock);
    const { started } = await questions.ask(question);
    deps.log.info({ investigation: question.investigation, question: question.id, started }, 'question asked');
  });
}

/** The service, node or namespace that the words name; undefined for none, or when the asker may not ask. */
export async function targetNamed(
  deps: SlackDeps,
  { teamId, userId }: Asker,
  { asked }: Pick<Wish, 'asked'>,
): Promise<Target | undefined> {
  if (asked.kind !== 'investigate') return undefined;
  let named: Target | undefined;
  // Without their words: it may be what people say to each other, which is not kept.
  await asActor(
    deps,
    { teamId, userId },
    async () => undefined,
    async (actor) => {
      const plan = planOf(asked, await deps.directory.known(actor, NAMES_PATIENCE_MS));
      named = plan.kind === 'go' ? plan.target : undefined;
    },
  );
  return named;
}

/** True when the answer is about this target or has seen something of it. */
function isIn({ name }: Target, { request, answer }: InvestigationRecord): boolean {
  const seen = [
    request.target?.name ?? '',
    ...(answer?.hypotheses ?? []).flatMap(({ component, explains, unexplained }) => [
      component,
      ...explains,
      ...unexplained,
    ]),
    ...(answer?.evidence ?? []).flatMap(({ target, text }) => [target, text]),
  ];
  const whole = new RegExp(`(?<![\\w-])${name.replace(/[^\w-]/g, '\\$&')}(?![\\w-])`, 'i');
  return seen.some((text) => whole.test(text));
}
