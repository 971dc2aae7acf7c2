import type { webApi } from '@slack/bolt';
import type { InvestigationRecord } from '../../ports/investigation-store.ts';
import { callSlack } from '../call.ts';
import type { FollowUp } from '../commands/follow-up.ts';
import type { SlackDeps } from '../deps.ts';
import { paceOf } from '../poster.ts';
import { type Asker, toRequest } from '../request.ts';
import { evidenceMessage } from '../views/evidence.ts';
import { said } from '../views/notices.ts';
import { answerAsked, asActor, type Reply } from './answer-asked.ts';
import { stopAs } from './stop.ts';

/** Goes on with a thread's investigation: shows its evidence, stops it, or looks again with another target or window. */
export async function answerFollowUp(
  deps: SlackDeps,
  client: webApi.WebClient,
  asker: Asker,
  latest: InvestigationRecord,
  wish: FollowUp,
  reply: Reply,
): Promise<void> {
  const { request } = latest;
  switch (wish.kind) {
    case 'asked':
      return answerAsked(deps, asker, wish.asked, reply, wish.keepTarget ? request.target : undefined);
    case 'again':
      return asActor(deps, asker, reply, async () => {
        await deps.investigations.start(toRequest(asker, { ...request, sinceSeconds: wish.sinceSeconds }, deps.clock));
      });
    case 'stop':
      return asActor(deps, asker, reply, async (actor) => {
        const words = await stopAs(deps, actor, latest);
        if (words !== undefined) await reply(said(words));
      });
    case 'show-evidence':
      return asActor(deps, asker, reply, async () => {
        const { answer } = latest;
        if (answer === undefined) return reply(said('There is no answer yet, so there is no evidence to show.'));
        if (!(await deps.deliveries.first(`evidence:${asker.teamId}:${asker.deliveryId}`))) return;
        const { text, blocks } = evidenceMessage(answer);
        const post = {
          channel: asker.channel,
          thread_ts: asker.threadTs,
          text,
          blocks: [...blocks],
          unfurl_links: false,
          unfurl_media: false,
        };
        await paceOf(client).run(asker.channel, () =>
          callSlack(() => client.chat.postMessage(post), { repeatable: false }),
        );
      });
  }
}
