import type { Core } from '../core/core.ts';
import { channelType, messageJson } from '../core/messages.ts';
import { viewJson } from '../core/views.ts';
import type { Delivery } from '../delivery/bot-client.ts';
import type { Block, ViewRecord } from '../state/records.ts';
import { bot, team } from '../state/seed.ts';
import { ActRefused } from './act-refused.ts';
import { type Element, elementIn } from './find-element.ts';
import { issueResponseUrl } from './response-urls.ts';

/** Where an interactive element was used. */
export type Place =
  | { readonly kind: 'message'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'view'; readonly viewId: string };

/** What was done with it; `chosen` is the field Slack sends for the element's type, as in `{selected_option}`. */
export interface ElementUse {
  readonly blockId: string;
  readonly actionId: string;
  readonly chosen?: Readonly<Record<string, unknown>>;
  /** block_id -> action_id -> value of every input in the place. */
  readonly values?: ViewRecord['values'];
}

/** Sends an interaction payload to the bot's interactivity address. */
export function deliverInteraction(core: Core, payload: Record<string, unknown>): Promise<Delivery> {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return core.bot.post('/slack/interactions', body, 'form');
}

/** The fields every interaction payload begins with. */
export function interactionHead(core: Core, type: string, user: string): Record<string, unknown> {
  const person = core.store.people.get(user);
  return {
    type,
    token: 'deprecated',
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: user, username: person?.name, name: person?.name, team_id: team.id },
    api_app_id: bot.app,
  };
}

/**
 * A person uses a button, a menu or another element of a message, a modal or the Home tab: `block_actions`. Resolves to
 * whether the bot acknowledged in time. Throws ActRefused when the element is not there (any more).
 */
export async function press(core: Core, user: string, place: Place, use: ElementUse): Promise<Delivery> {
  const { blocks, fields } =
    place.kind === 'message' ? messagePlace(core, user, place) : viewPlace(core, user, place.viewId, use);
  const element = elementIn(blocks, use.blockId, use.actionId);
  if (element === undefined) throw new ActRefused('This element is no longer there.');
  return deliverInteraction(core, {
    ...interactionHead(core, 'block_actions', user),
    trigger_id: core.triggers.issue(user, place.kind === 'view' ? place.viewId : undefined),
    ...fields,
    ...(place.kind === 'message' ? { state: { values: use.values ?? {} } } : {}),
    actions: [actionOf(core, element, use)],
  });
}

function messagePlace(core: Core, user: string, place: { channel: string; ts: string }) {
  const channel = core.store.channels.get(place.channel);
  const ephemeral = core.ephemerals.get(place.channel, place.ts);
  const message = core.store.message(place.channel, place.ts);
  const shown = ephemeral ?? message;
  if (channel === undefined || shown === undefined) throw new ActRefused('This message is no longer there.');
  if (ephemeral !== undefined && ephemeral.recipient !== user)
    throw new ActRefused('Only its reader may use this message.');
  const source = { ts: place.ts, threadTs: shown.threadTs, ephemeral: ephemeral !== undefined };
  const json = message === undefined ? undefined : messageJson(core, message, { metadata: true });
  const attached = (shown.attachments ?? []).flatMap((one) =>
    Array.isArray(one.blocks) ? (one.blocks as Block[]) : [],
  );
  const blocks = [...((json?.blocks as readonly Block[] | undefined) ?? shown.blocks ?? []), ...attached];
  return {
    blocks,
    fields: {
      container: {
        type: 'message',
        message_ts: place.ts,
        channel_id: channel.id,
        is_ephemeral: ephemeral !== undefined,
        ...(shown.threadTs === undefined ? {} : { thread_ts: shown.threadTs }),
      },
      channel: { id: channel.id, name: channelType(channel) === 'im' ? 'directmessage' : channel.name },
      ...(json === undefined ? {} : { message: json }),
      response_url: issueResponseUrl(core, { channel: channel.id, user, source }),
    },
  };
}

function viewPlace(core: Core, user: string, viewId: string, use: ElementUse) {
  if (use.values !== undefined) core.views.fill(viewId, use.values);
  const home = core.store.homes.get(user);
  const view = core.views.get(viewId) ?? (home?.id === viewId ? home : undefined);
  if (view === undefined || view.user !== user) throw new ActRefused('This view is closed.');
  return {
    blocks: view.blocks,
    fields: {
      container: { type: 'view', view_id: view.id },
      view: viewJson({ ...view, values: use.values ?? view.values }),
    },
  };
}

function actionOf(core: Core, element: Element, use: ElementUse): Record<string, unknown> {
  const { text, value, style, type } = element;
  return {
    type,
    action_id: use.actionId,
    block_id: use.blockId,
    ...(type === 'button' || type === 'icon_button'
      ? {
          ...(text === undefined ? {} : { text }),
          ...(value === undefined ? {} : { value }),
          ...(style === undefined ? {} : { style }),
        }
      : {}),
    ...use.chosen,
    action_ts: core.store.nextTs(),
  };
}
