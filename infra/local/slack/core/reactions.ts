import type { MessageRecord } from '../state/records.ts';
import { bot } from '../state/seed.ts';
import type { Core } from './core.ts';
import { SlackApiError } from './errors.ts';
import { replace } from './messages.ts';

/** Adds a person's reaction. Throws `already_reacted`, `invalid_name` or `too_many_emoji`. */
export function addReaction(core: Core, message: MessageRecord, given: string, user: string): void {
  const name = given.replaceAll(':', '');
  if (!/^[a-z0-9_+'-]+$/.test(name)) throw new SlackApiError('invalid_name');
  const known = message.reactions.find((one) => one.name === name);
  if (known?.users.includes(user)) throw new SlackApiError('already_reacted');
  if (known === undefined && message.reactions.length >= 23) throw new SlackApiError('too_many_emoji');
  const reactions =
    known === undefined
      ? [...message.reactions, { name, users: [user] }]
      : message.reactions.map((one) => (one === known ? { ...one, users: [...one.users, user] } : one));
  replace(core, { ...message, reactions }, false);
  tell(core, 'reaction_added', message, name, user);
}

/** Takes a person's reaction back. Throws `no_reaction`. */
export function removeReaction(core: Core, message: MessageRecord, given: string, user: string): void {
  const name = given.replaceAll(':', '');
  const known = message.reactions.find((one) => one.name === name);
  if (!known?.users.includes(user)) throw new SlackApiError('no_reaction');
  const reactions = message.reactions
    .map((one) => (one === known ? { ...one, users: one.users.filter((other) => other !== user) } : one))
    .filter((one) => one.users.length > 0);
  replace(core, { ...message, reactions }, false);
  tell(core, 'reaction_removed', message, name, user);
}

function tell(core: Core, type: string, message: MessageRecord, reaction: string, user: string): void {
  if (!core.store.channels.get(message.channel)?.members.includes(bot.user)) return;
  core.events.send({
    type,
    user,
    reaction,
    item: { type: 'message', channel: message.channel, ts: message.ts },
    item_user: message.user,
    event_ts: core.store.nextTs(),
  });
}
