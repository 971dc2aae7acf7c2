import { SlackApiError } from '../../core/errors.ts';
import { setSessionStatus } from '../../core/sessions.ts';
import type { ApiMethod } from '../method.ts';
import { joinedChannel, threadOf } from '../targets.ts';

const maxTitle = 200;

export const agentMethods: readonly ApiMethod[] = [
  {
    name: 'agents.sessions.setStatus',
    tier: 3,
    run: (args, core) => {
      const channel = joinedChannel(args, core, 'channel_id');
      const parent = threadOf(args, core, channel);
      if (parent === undefined) throw new SlackApiError('invalid_arguments', ['missing required field: thread_ts']);
      const title = args.optional('title');
      if ((title?.length ?? 0) > maxTitle)
        throw new SlackApiError('invalid_arguments', [
          `must be less than ${maxTitle + 1} characters [json-pointer:/title]`,
        ]);
      const session = setSessionStatus(core, channel.id, parent.ts, args.required('status'), title);
      return { status: session.status, agent_status: session.status, title: session.title };
    },
  },
  {
    name: 'agents.sessions.rename',
    tier: 3,
    run: (args, core) => {
      const channel = joinedChannel(args, core, 'channel_id');
      const parent = threadOf(args, core, channel);
      const session = parent && core.store.sessions.get(`${channel.id}/${parent.ts}`);
      if (session === undefined) throw new SlackApiError('session_not_found');
      const title = args.required('title').slice(0, maxTitle);
      core.store.sessions.put(`${channel.id}/${session.threadTs}`, { ...session, title });
      core.changes.announce({ kind: 'status', channel: channel.id, threadTs: session.threadTs });
      return { title };
    },
  },
];
