import type { App, BlockAction, webApi } from '@slack/bolt';
import { CARRIED, NOT_KNOWN_ANY_MORE, readCarried } from '../carried.ts';
import type { SlackDeps } from '../deps.ts';
import { type Asker, toRequest } from '../request.ts';
import { callSlack } from '../transport/call.ts';
import { postInTurn } from '../transport/poster.ts';
import { ACTIONS, VIEWS } from '../views/action-ids.ts';
import { askInvestigationView, readAsked } from '../views/ask-investigation.ts';
import { noEvidenceView } from '../views/evidence.ts';
import { said } from '../views/notices.ts';
import { asActor, type Reply } from './answer-asked.ts';
import { presserOf } from './press.ts';

/** The trigger of a form lives three seconds, so the names get a fraction of that. */
const NAMES_PATIENCE_MS = 800;

interface FormPlace {
  readonly channel: string;
}

/** Opens the form that asks what to look into. False when it could not be opened. */
export async function openAskForm(
  deps: SlackDeps,
  client: webApi.WebClient,
  asker: Asker & { readonly triggerId: string },
  reply: Reply,
): Promise<boolean> {
  let opened = false;
  await asActor(deps, asker, reply, async (actor) => {
    const { targets } = await deps.directory.known(actor, NAMES_PATIENCE_MS);
    const place: FormPlace = { channel: asker.channel };
    const view = askInvestigationView(targets, JSON.stringify(place));
    try {
      await callSlack(() => client.views.open({ trigger_id: asker.triggerId, view }), { repeatable: false });
    } catch (error) {
      deps.log.warn({ err: error }, 'form not opened');
      return;
    }
    opened = true;
  });
  return opened;
}

/** The form's way in from the Home tab, and what is done when it is sent. */
export function register(app: App, deps: SlackDeps): void {
  app.action<BlockAction>(ACTIONS.askInvestigation, async ({ ack, body, client }) => {
    await ack();
    const presser = presserOf(body);
    // From Home there is no channel: the investigation speaks in the conversation with the bot.
    const asker = { ...presser, channel: presser.channel || presser.userId, triggerId: body.trigger_id };
    await openAskForm(deps, client, asker, async () => undefined);
  });

  app.view(VIEWS.investigate, async ({ ack, body, view, client }) => {
    const place: FormPlace | undefined = readCarried(view.private_metadata, CARRIED.place);
    if (place === undefined) return ack({ response_action: 'update', view: noEvidenceView(NOT_KNOWN_ANY_MORE) });
    await ack();
    const asker: Asker = {
      teamId: body.team?.id ?? body.user.team_id ?? '',
      userId: body.user.id,
      channel: await channelOf(client, place.channel),
      deliveryId: `form:${view.id}`,
    };
    const reply: Reply = async (message) => {
      const content = { text: message.text, blocks: [...message.blocks] };
      await postInTurn(client, { channel: asker.userId, ...content, unfurl_links: false, unfurl_media: false });
    };
    await asActor(deps, asker, reply, async () => {
      const { started } = await deps.investigations.start(toRequest(asker, readAsked(view.state.values), deps.clock));
      if (!started) await reply(said('I am looking into that already.'));
    });
  });
}

/** A person's id stands for the conversation with them, whose own id messages carry. */
async function channelOf(client: webApi.WebClient, channel: string): Promise<string> {
  if (!/^[UW]/.test(channel)) return channel;
  const opened = await callSlack(() => client.conversations.open({ users: channel }), { repeatable: true });
  return opened.channel?.id ?? channel;
}
