import { SlackApiError } from '../../core/errors.ts';
import { messageJson, repliesOf } from '../../core/messages.ts';
import type { MessageRecord } from '../../state/records.ts';
import type { Arguments } from '../arguments.ts';
import type { ApiMethod } from '../method.ts';
import { page } from '../paging.ts';
import { joinedChannel } from '../targets.ts';

export const historyMethods: readonly ApiMethod[] = [
  {
    name: 'conversations.history',
    tier: 3,
    run: (args, core) => {
      const channel = joinedChannel(args, core);
      const shownInChannel = core.store
        .messagesIn(channel.id)
        .filter((message) => message.threadTs === undefined || message.broadcast);
      const newestFirst = within(shownInChannel, args).toReversed();
      const shown = page(newestFirst, args, { byDefault: 100, max: 999 });
      const metadata = args.flag('include_all_metadata');
      return {
        messages: shown.items.map((message) => messageJson(core, message, { metadata })),
        has_more: shown.more,
        pin_count: shownInChannel.filter((message) => message.pinned).length,
        ...shown.fields,
      };
    },
  },
  {
    name: 'conversations.replies',
    tier: 3,
    run: (args, core) => {
      const channel = joinedChannel(args, core);
      const ts = args.required('ts');
      const first = core.store.message(channel.id, ts);
      if (first === undefined) throw new SlackApiError('thread_not_found');
      const metadata = args.flag('include_all_metadata');
      const shown = page(within(repliesOf(core, channel.id, ts), args), args, { byDefault: 1000, max: 1000 });
      return {
        messages: [first, ...shown.items].map((message) => messageJson(core, message, { metadata })),
        has_more: shown.more,
        ...shown.fields,
      };
    },
  },
];

function within(messages: readonly MessageRecord[], args: Arguments): readonly MessageRecord[] {
  const oldest = Number(args.optional('oldest') ?? 0);
  const latest = Number(args.optional('latest') ?? Number.POSITIVE_INFINITY);
  const inclusive = args.flag('inclusive');
  return messages.filter((message) => {
    const at = Number(message.ts);
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
}
