import type { Core } from '../core/core.ts';

export interface BotWatch {
  away(): boolean;
  stop(): void;
}

/** Asks the bot for its health again and again and announces when it goes or comes back. */
export function watchBot(core: Core, everyMs: number): BotWatch {
  let away = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async () => {
    const healthy = await core.bot.healthy();
    if (stopped) return;
    if (away !== !healthy) {
      away = !healthy;
      core.logger?.info({ away }, 'bot health changed');
      core.changes.announce({ kind: 'bot', away });
    }
    timer = setTimeout(() => void look(), everyMs);
  };
  void look();
  return {
    away: () => away,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
