import type { App, BlockAction } from '@slack/bolt';
import { parseTarget } from '../../domain/target.ts';
import { CARRIED, NOT_KNOWN_ANY_MORE, readCarried } from '../carried.ts';
import type { SlackDeps } from '../deps.ts';
import { toRequest } from '../request.ts';
import { ACTIONS } from '../views/action-ids.ts';
import { type Suggestion, said } from '../views/notices.ts';
import { targetInWords } from '../views/wording.ts';
import { asActor } from './answer-asked.ts';
import { pressedValue, presserOf, replyBy } from './press.ts';

const ONE_WISH_MS = 10_000;

/** Buttons that start an investigation: a suggested target, or the same again. */
export function register(app: App, deps: SlackDeps): void {
  app.action<BlockAction>(new RegExp(`^${ACTIONS.investigateThis}_\\d+$`), async ({ ack, action, body, respond }) => {
    await ack();
    const presser = presserOf(body);
    const reply = replyBy(respond, body);
    const suggestion: Suggestion | undefined = readCarried(pressedValue(action), CARRIED.suggestion);
    if (suggestion === undefined) return reply(said(NOT_KNOWN_ANY_MORE));
    const target = suggestion.target === undefined ? undefined : parseTarget(suggestion.target);
    // The suggestions stand in a private message; pressing twice there is one wish.
    const shownAt = body.container?.message_ts ?? presser.deliveryId;
    const asker = {
      ...presser,
      deliveryId: `suggestion:${presser.channel}:${shownAt}`,
      threadTs: body.container?.thread_ts,
    };
    await asActor(deps, presser, reply, async () => {
      const what = { question: suggestion.question, target, sinceSeconds: suggestion.since };
      await deps.investigations.start(toRequest(asker, what, deps.clock));
      const done = said(`Looking into ${targetInWords(target)}.`);
      await respond({ replace_original: true, text: done.text, blocks: [...done.blocks] });
    });
  });

  app.action<BlockAction>(ACTIONS.investigateAgain, async ({ ack, action, body, respond }) => {
    await ack();
    const presser = presserOf(body);
    const reply = replyBy(respond, body);
    await asActor(deps, presser, reply, async () => {
      const record = await deps.store.find(pressedValue(action));
      if (record === undefined || record.request.thread.teamId !== presser.teamId) {
        return reply(said('That investigation is not known any more. Ask with /sre.'));
      }
      const threadTs = record.threadTs ?? presser.threadTs;
      // A double press within a few seconds is one wish.
      const moment = Math.floor(deps.clock.now().getTime() / ONE_WISH_MS);
      const deliveryId = `again:${record.request.id}:${presser.userId}:${moment}`;
      const { started } = await deps.investigations.start(
        toRequest({ ...presser, threadTs, deliveryId }, record.request, deps.clock),
      );
      if (!started) await reply(said('I am looking again already.'));
    });
  });
}
