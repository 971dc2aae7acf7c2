import type { App, BlockAction } from '@slack/bolt';
import type { Actor } from '../../domain/actor.ts';
import type { InvestigationRecord } from '../../ports/investigation-store.ts';
import { causeInWords } from '../../wording/causes.ts';
import { CARRIED, NOT_KNOWN_ANY_MORE, readCarried } from '../carried.ts';
import type { SlackDeps } from '../deps.ts';
import { textIn } from '../filled-in.ts';
import { callSlack } from '../transport/call.ts';
import { ACTIONS, VIEWS } from '../views/action-ids.ts';
import { causeLine } from '../views/cause-wording.ts';
import { noEvidenceView } from '../views/evidence.ts';
import { correctionView } from '../views/feedback.ts';
import { said } from '../views/notices.ts';
import { literal } from '../views/text.ts';
import { asActor, type Reply } from './answer-asked.ts';
import { pressedValue, presserOf, replyBy } from './press.ts';

const LONGEST_TRUTH = 1_000;

/** Right or wrong? It is remembered of the component; on "wrong" the true cause is asked for. */
export function register(app: App, deps: SlackDeps): void {
  for (const [actionId, fixed] of [
    [ACTIONS.feedback, undefined],
    [ACTIONS.helpful, 'helpful'],
    [ACTIONS.notHelpful, 'not-helpful'],
  ] as const) {
    app.action<BlockAction>(actionId, async ({ ack, action, body, client, respond }) => {
      await ack();
      const value = pressedValue(action);
      const right = fixed === undefined ? value.startsWith('helpful:') : fixed === 'helpful';
      const id = value.replace(/^(?:not-)?helpful:/, '');
      const presser = presserOf(body);
      const reply = replyBy(respond, body);
      if (!right) {
        // The form first: its trigger does not live long enough to look anything up.
        const metadata = JSON.stringify({ investigation: id, channel: presser.channel });
        await callSlack(() => client.views.open({ trigger_id: body.trigger_id, view: correctionView(metadata) }), {
          repeatable: false,
        }).catch((error: unknown) => deps.log.warn({ err: error }, 'correction form not opened'));
      }
      await asActor(deps, presser, reply, (actor) => rate(deps, actor, id, right, reply));
    });
  }

  app.view(VIEWS.correction, async ({ ack, body, view }) => {
    const rated = readCarried(view.private_metadata, CARRIED.rated);
    if (rated === undefined) return ack({ response_action: 'update', view: noEvidenceView(NOT_KNOWN_ANY_MORE) });
    await ack();
    const { investigation } = rated;
    const truth = textIn(view.state.values, 'cause', 'text', LONGEST_TRUTH);
    const asker = { teamId: body.team?.id ?? body.user.team_id ?? '', userId: body.user.id };
    const silent: Reply = async () => undefined;
    await asActor(deps, asker, silent, async (actor) => {
      const record = await ofTeam(deps, investigation, actor);
      if (record && truth !== '') {
        await learn(
          deps,
          record,
          `A person corrected the answer of ${record.request.askedAt}: ${literal(truth, LONGEST_TRUTH)}`,
        );
        const best = record.answer?.hypotheses[0];
        await deps.feedback.give(
          { teamId: actor.teamId, slackUserId: actor.slackUserId },
          {
            investigation,
            right: false,
            about: best === undefined ? 'An answer without a cause' : causeLine(best),
            correction: literal(truth, 300),
            at: deps.clock.now().toISOString(),
          },
        );
      }
    });
  });
}

async function rate(deps: SlackDeps, actor: Actor, id: string, right: boolean, reply: Reply): Promise<void> {
  const record = await ofTeam(deps, id, actor);
  if (record === undefined) return reply(said('That investigation is not known any more.'));
  // One vote of each kind for each person, however often the button is pressed.
  const isNew = await deps.deliveries.once(`feedback:${id}:${actor.slackUserId}:${right}`, () =>
    keepVote(deps, actor, record, right, reply),
  );
  if (!isNew) await reply(said('You have told me already, thank you.'));
}

async function keepVote(
  deps: SlackDeps,
  actor: Actor,
  record: InvestigationRecord,
  right: boolean,
  reply: Reply,
): Promise<void> {
  const { id } = record.request;
  const best = record.answer?.hypotheses[0];
  const about = best === undefined ? 'An answer without a cause' : causeLine(best);
  const kept = { investigation: id, right, about, at: deps.clock.now().toISOString() };
  await deps.feedback.give({ teamId: actor.teamId, slackUserId: actor.slackUserId }, kept);
  const verdict = right ? 'confirmed' : 'called wrong';
  const cause = best === undefined ? '' : causeInWords(best.cause);
  try {
    await learn(deps, record, `On ${record.request.askedAt} the answer "${cause}" was ${verdict} by a person.`);
  } catch (error) {
    deps.log.error({ err: error, investigation: id }, 'feedback not kept');
    return reply(said('Thank you, but this could not be kept just now: memory does not answer.'));
  }
  await reply(said(`Thank you. I will remember that this was ${right ? 'right' : 'wrong'}.`));
}

async function learn(deps: SlackDeps, record: InvestigationRecord, text: string): Promise<void> {
  const best = record.answer?.hypotheses[0];
  if (best) await deps.memory.learn(best.component, text);
}

async function ofTeam(deps: SlackDeps, id: string, actor: Actor): Promise<InvestigationRecord | undefined> {
  const record = await deps.store.find(id);
  return record?.request.thread.teamId === actor.teamId ? record : undefined;
}
