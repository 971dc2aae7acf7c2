import { isObject } from '../block-kit/check.ts';
import type { Core } from '../core/core.ts';
import { deliverInteraction, type ElementUse, interactionHead, type Place } from './interact.ts';

/** What the bot offers for an external select: `options` or `option_groups` as it sent them; empty when it is away. */
export async function suggestOptions(
  core: Core,
  user: string,
  place: Place,
  use: Pick<ElementUse, 'blockId' | 'actionId'>,
  typed: string,
): Promise<Readonly<Record<string, unknown>>> {
  const container =
    place.kind === 'message'
      ? { type: 'message', message_ts: place.ts, channel_id: place.channel, is_ephemeral: false }
      : { type: 'view', view_id: place.viewId };
  const delivery = await deliverInteraction(core, {
    ...interactionHead(core, 'block_suggestion', user),
    container,
    action_id: use.actionId,
    block_id: use.blockId,
    value: typed,
  });
  if (!delivery.ok || delivery.body === '') return { options: [] };
  const answer = JSON.parse(delivery.body) as unknown;
  return isObject(answer) ? answer : { options: [] };
}
