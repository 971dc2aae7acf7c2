/** Calls a minute of a method's tier; `special` methods take hundreds, `posting` is paced by channel. */
const tiers = { 1: 1, 2: 20, 3: 50, 4: 100, special: 600 } as const;
export type Tier = keyof typeof tiers;

export interface RateLimitSettings {
  /** Messages a second and channel, sustained. Slack: about 1. */
  readonly messagesPerSecond: number;
  /** Messages that may come at once to a channel that was quiet. */
  readonly burst: number;
  /** Factor over every tier, 1 as on Slack. */
  readonly tierFactor: number;
}

export const slackRateLimits: RateLimitSettings = { messagesPerSecond: 1, burst: 4, tierFactor: 1 };

export interface RateLimiter {
  /** Seconds to wait, whole and at least 1, when the call is too much; nothing when it may pass. */
  refuse(method: { name: string; tier: Tier; paced?: boolean }, channel: string | undefined): number | undefined;
}

/** Token buckets by method, and by channel for posting. */
export function createRateLimiter(settings: RateLimitSettings | false, now: () => Date): RateLimiter {
  if (settings === false) return { refuse: () => undefined };
  const buckets = new Map<string, { tokens: number; at: number }>();

  /** The milliseconds until the next token; takes none. */
  const wait = (key: string, capacity: number, perSecond: number): number => {
    const at = now().getTime();
    const bucket = buckets.get(key) ?? { tokens: capacity, at };
    const tokens = Math.min(capacity, bucket.tokens + ((at - bucket.at) / 1000) * perSecond);
    buckets.set(key, { tokens, at });
    return tokens >= 1 ? 0 : ((1 - tokens) / perSecond) * 1000;
  };
  const take = (key: string) => {
    const bucket = buckets.get(key)!;
    buckets.set(key, { ...bucket, tokens: bucket.tokens - 1 });
  };

  return {
    refuse: (method, channel) => {
      const perMinute = tiers[method.tier] * settings.tierFactor;
      const keys: string[] = [`method ${method.name}`];
      let waitMs = wait(keys[0]!, perMinute, perMinute / 60);
      if (method.paced && channel !== undefined) {
        keys.push(`channel ${channel}`);
        waitMs = Math.max(waitMs, wait(keys[1]!, settings.burst, settings.messagesPerSecond));
      }
      if (waitMs > 0) return Math.max(1, Math.ceil(waitMs / 1000));
      for (const key of keys) take(key);
      return undefined;
    },
  };
}
