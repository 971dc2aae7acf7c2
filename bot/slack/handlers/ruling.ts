import type { Actor } from '../../domain/actor.ts';
import { applyRulings, isAbout, isCauseGroup, type RuledAnswer } from '../../domain/ruling.ts';
import { componentOf } from '../../domain/target.ts';
import type { InvestigationRecord } from '../../ports/investigation-store.ts';
import type { FollowUp } from '../commands/follow-up.ts';
import { resolveTarget } from '../commands/resolve-target.ts';
import type { SlackDeps } from '../deps.ts';
import type { Asker } from '../request.ts';
import { said } from '../views/notices.ts';
import { notAnExplanation, ruledMessage } from '../views/ruling.ts';
import type { Asking } from './answer-asked.ts';

const NAMES_PATIENCE_MS = 800;

/** Rules an explanation out or back in for this thread, ranks anew, and says what became of it. */
export async function ruleAs(
  deps: SlackDeps,
  asker: Asker,
  actor: Actor,
  wish: Extract<FollowUp, { kind: 'rule' }>,
  latest: InvestigationRecord,
  { answer, reply }: Pick<Asking, 'answer' | 'reply'>,
): Promise<void> {
  const given = latest.answer;
  if (given === undefined)
    return reply(said('There is no answer yet. Once it is there, explanations can be ruled out.'));
  const thread = { teamId: asker.teamId, channel: asker.channel, threadTs: asker.threadTs };
  const before = await deps.rulings.of(thread);
  const standing = applyRulings(given, before);
  const subject = wish.out
    ? await subjectOf(deps, actor, wish.subject, standing)
    : backIn(
        wish.subject,
        before.filter(({ out }) => out).map((ruling) => ruling.subject),
        await subjectOf(deps, actor, wish.subject, standing),
      );
  if (subject === undefined) return reply(notAnExplanation(wish.subject, standing.answer.hypotheses));
  const ruling = { subject, out: wish.out, by: asker.userId, at: deps.clock.now().toISOString() };
  await deps.rulings.rule(thread, ruling);
  const after = applyRulings(given, await deps.rulings.of(thread));
  await answer(ruledMessage(ruling, standing, after, latest.request.id));
}

/** What the person means: the explanation that stands first, a group of causes, or a component. */
async function subjectOf(
  deps: SlackDeps,
  actor: Actor,
  written: string,
  standing: RuledAnswer,
): Promise<string | undefined> {
  if (written === '') return standing.answer.hypotheses[0]?.component;
  if (isCauseGroup(written)) return written.toLowerCase();
  const all = [...standing.answer.hypotheses, ...standing.dropped.map(({ hypothesis }) => hypothesis)];
  const named = all.find((hypothesis) => isAbout(written, hypothesis));
  if (named !== undefined) return written.toLowerCase();
  const component = all.find(
    ({ component: each }) => each.slice(each.indexOf('/') + 1).toLowerCase() === written.toLowerCase(),
  );
  if (component !== undefined) return component.component;
  const { targets } = await deps.directory.known(actor, NAMES_PATIENCE_MS);
  const resolved = resolveTarget(written, targets);
  return resolved.kind === 'exact' ? componentOf(resolved.target) : undefined;
}

/** Without a name the last one that was ruled out is meant. */
function backIn(written: string, out: readonly string[], named: string | undefined): string | undefined {
  if (written === '') return out.at(-1);
  return named !== undefined && out.includes(named) ? named : out.find((subject) => subject === written.toLowerCase());
}
