import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import type { Clock } from '../../ports/clock.ts';
import type { AskLimit, SharedAsks, TooOften } from '../../ports/sharing.ts';
import type { Patience } from '../transport/patience.ts';
import { whisper } from '../transport/whisper.ts';
import { askedTooOften } from '../views/notices.ts';

/** How much may be asked in one minute. */
export interface RateLimits {
  readonly perUser: number;
  readonly perChannel: number;
}

const DEFAULT_RATE_LIMITS: RateLimits = { perUser: 30, perChannel: 80 };
const WINDOW_MS = 60_000;

/** Counts over a sliding minute, in this process. */
export interface Limiter {
  /** Undefined when there is room; else the milliseconds until there is, and whether this refusal is the first in a row. */
  take(keys: readonly AskLimit[]): TooOften | undefined;
}

export function createLimiter(clock: Clock): Limiter {
  const times = new Map<string, number[]>();
  const told = new Set<string>();
  return {
    take(keys) {
      const now = clock.now().getTime();
      if (times.size > 10_000) for (const [key, at] of times) if (now - (at.at(-1) ?? 0) > WINDOW_MS) times.delete(key);
      const recent = keys.map(({ key, most }) => {
        const at = (times.get(key) ?? []).filter((time) => now - time < WINDOW_MS);
        times.set(key, at);
        return { key, most, at };
      });
      const full = recent.find(({ at, most }) => at.length >= most);
      if (full) {
        const first = !told.has(full.key);
        told.add(full.key);
        return { waitMs: WINDOW_MS - (now - full.at[0]!), first };
      }
      for (const { key, at } of recent) {
        at.push(now);
        told.delete(key);
      }
      return undefined;
    },
  };
}

/**
 * Refuses what comes too often from one user or in one channel, before any work, and says so once. Counted over all
 * processes where `shared` is given and answers in time, else in this one.
 */
export function rateLimit(
  clock: Clock,
  limits: Partial<RateLimits> = {},
  shared?: { readonly asks: SharedAsks; readonly patience: Patience },
): Middleware<AnyMiddlewareArgs> {
  const { perUser, perChannel } = { ...DEFAULT_RATE_LIMITS, ...limits };
  const limiter = createLimiter(clock);
  return async (args) => {
    const asker = askerOf(args);
    if (asker === undefined || args.context.retryNum !== undefined) return args.next();
    const keys = [
      { key: `user:${asker.team}:${asker.user}`, most: perUser },
      { key: `channel:${asker.team}:${asker.channel}`, most: perChannel },
    ];
    const refused = limiter.take(keys) ?? (await shared?.patience.ask(() => shared.asks.count(keys)));
    if (refused === undefined) return args.next();
    const seconds = Math.max(1, Math.ceil(refused.waitMs / 1_000));
    if ('command' in args) return args.ack({ response_type: 'ephemeral', ...askedTooOften(seconds) } as never);
    if ('ack' in args) await (args.ack as () => Promise<void>)();
    if (refused.first) await whisper(args.client, asker, askedTooOften(seconds));
  };
}

/** Who asks for work: a command, a mention, a direct message, a press that starts something. Undefined for the rest. */
function askerOf(
  args: AnyMiddlewareArgs,
): { team: string; user: string; channel: string; threadTs?: string } | undefined {
  if ('command' in args && args.command) {
    const { team_id: team, user_id: user, channel_id: channel } = args.command;
    return { team, user, channel };
  }
  if ('action' in args && args.action && args.body.type === 'block_actions') {
    const { body } = args;
    const channel = body.channel?.id ?? body.view?.id ?? '';
    return { team: body.team?.id ?? '', user: body.user.id, channel };
  }
  if ('event' in args && args.event) {
    const event = args.event as {
      type: string;
      user?: string;
      channel?: string;
      thread_ts?: string;
      channel_type?: string;
    };
    const asks = event.type === 'app_mention' || (event.type === 'message' && event.channel_type === 'im');
    if (!asks || event.user === undefined || event.channel === undefined) return undefined;
    return { team: args.body.team_id ?? '', user: event.user, channel: event.channel, threadTs: event.thread_ts };
  }
  return undefined;
}
