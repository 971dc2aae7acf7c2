import type { App, BlockAction } from '@slack/bolt';
import { parseTarget } from '../../domain/target.ts';
import type { LookupKind } from '../../ports/lookups.ts';
import { CARRIED, NOT_KNOWN_ANY_MORE, readCarried } from '../carried.ts';
import type { SlackDeps } from '../deps.ts';
import { callSlack, slackCode } from '../transport/call.ts';
import { ACTIONS } from '../views/action-ids.ts';
import { detailsView, readingView } from '../views/lookups/details.ts';
import type { LookupRef } from '../views/lookups/message.ts';
import { said } from '../views/notices.ts';
import { asActor } from './answer-asked.ts';
import { pressedValue, presserOf, replyBy } from './press.ts';

/** "Show details" of a look: a modal at once, since its trigger is short-lived, filled when the tools have answered. */
export function register(app: App, deps: SlackDeps): void {
  app.action<BlockAction>(ACTIONS.lookupDetails, async ({ ack, action, body, client, respond }) => {
    await ack();
    const reply = replyBy(respond, body);
    const ref: LookupRef | undefined = readCarried(pressedValue(action), CARRIED.look);
    if (ref === undefined) return reply(said(NOT_KNOWN_ANY_MORE));
    const target = ref.target === undefined ? undefined : parseTarget(ref.target);
    const query = { sinceSeconds: ref.since, ...(target && { target }), ...(ref.words && { words: ref.words }) };
    await asActor(deps, presserOf(body), reply, async (actor) => {
      const opened = await callSlack(
        () => client.views.open({ trigger_id: body.trigger_id, view: readingView(ref.kind, query) }),
        { repeatable: false },
      );
      const looked = await deps.lookups.look<LookupKind>(actor, ref.kind, query);
      const view = detailsView<LookupKind>(ref.kind, query, looked);
      await callSlack(() => client.views.update({ view_id: opened.view?.id ?? '', view }), { repeatable: true }).catch(
        (error: unknown) => {
          // The person closed it before it was filled.
          if (slackCode(error) !== 'not_found') throw error;
        },
      );
    });
  });
}
