import { isObject } from '../../block-kit/check.ts';
import { SlackApiError } from '../../core/errors.ts';
import type { ApiMethod } from '../method.ts';
import { joinedChannel, threadOf } from '../targets.ts';

export const assistantMethods: readonly ApiMethod[] = [
  {
    name: 'assistant.threads.setStatus',
    tier: 'special',
    run: (args, core) => {
      const channel = joinedChannel(args, core, 'channel_id');
      const threadTs = threadOf(args, core, channel)?.ts ?? args.required('thread_ts');
      const loading = args.json('loading_messages', 'invalid_arguments') ?? [];
      if (!Array.isArray(loading) || loading.length > 10) throw new SlackApiError('invalid_arguments');
      core.statuses.set({
        channel: channel.id,
        threadTs,
        status: args.optional('status') ?? '',
        loadingMessages: loading.map(String),
      });
      return {};
    },
  },
  {
    name: 'assistant.threads.setTitle',
    tier: 'special',
    run: (args, core) => {
      const channel = joinedChannel(args, core, 'channel_id');
      const parent = threadOf(args, core, channel);
      const title = args.required('title');
      const key = `${channel.id}/${parent?.ts}`;
      const session = core.store.sessions.get(key);
      if (parent !== undefined)
        core.store.sessions.put(key, {
          channel: channel.id,
          threadTs: parent.ts,
          status: session?.status ?? 'active',
          title,
        });
      return {};
    },
  },
  {
    name: 'assistant.threads.setSuggestedPrompts',
    tier: 'special',
    run: (args, core) => {
      const channel = joinedChannel(args, core, 'channel_id');
      const prompts = args.json('prompts', 'invalid_arguments');
      if (!Array.isArray(prompts) || prompts.length > 4)
        throw new SlackApiError('invalid_arguments', ['no more than 4 items allowed [json-pointer:/prompts]']);
      core.statuses.suggest({
        channel: channel.id,
        threadTs: threadOf(args, core, channel)?.ts,
        title: args.optional('title') ?? '',
        prompts: prompts
          .filter(isObject)
          .map((prompt) => ({ title: String(prompt.title), message: String(prompt.message) })),
      });
      return {};
    },
  },
];
