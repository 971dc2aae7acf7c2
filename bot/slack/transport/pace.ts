import { setTimeout as delay } from 'node:timers/promises';
import type { ChannelTurns } from '../../ports/sharing.ts';
import { createPatience } from './patience.ts';

/** Lets one task at a time through for each channel, and not sooner than Slack allows after the last. */
export interface Pace {
  run<T>(channel: string, task: () => Promise<T>): Promise<T>;
  /**
   * Waits for the channel's next turn among all processes. For the task, right before each call that posts: what it does
   * before takes its time, and so does Slack's `Retry-After`.
   */
  turn(channel: string): Promise<void>;
}

/** About one message a second in a channel; a little more, so that jitter on the way does not bring two into one. */
const BETWEEN_MESSAGES_MS = 1_050;
const TURN_PATIENCE_MS = 500;

export interface PaceOptions {
  readonly betweenMs?: number;
  readonly sleep?: (ms: number) => Promise<void>;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
  /** The turns among all processes; without them this process is the only one. */
  readonly turns?: ChannelTurns;
  /** How long a turn among all processes is asked for; 500 ms when absent. Then this process keeps its own pace. */
  readonly turnPatienceMs?: number;
  readonly onTrouble?: (error: unknown) => void;
}

/** Counts from the end of the task before, which is later than its arrival at Slack. Order is first come, first served. */
export function createPace(options: PaceOptions = {}): Pace {
  const between = options.betweenMs ?? BETWEEN_MESSAGES_MS;
  const sleep = options.sleep ?? ((ms: number) => delay(ms));
  const now = options.now ?? (() => performance.now());
  const lanes = new Map<string, { tail: Promise<void>; waiting: number; last: number }>();

  const { turns, turnPatienceMs = TURN_PATIENCE_MS, onTrouble } = options;
  const patience = createPatience({ patienceMs: turnPatienceMs, now, ...(onTrouble && { onTrouble }) });

  async function turn(channel: string): Promise<void> {
    if (turns === undefined) return;
    const wait = await patience.ask(() => turns.take(channel, between));
    if (wait !== undefined && wait > 0) await sleep(wait);
  }

  return {
    turn,
    run(channel, task) {
      const lane = lanes.get(channel) ?? { tail: Promise.resolve(), waiting: 0, last: Number.NEGATIVE_INFINITY };
      lanes.set(channel, lane);
      lane.waiting += 1;
      const done = lane.tail.then(async () => {
        const wait = lane.last + between - now();
        if (wait > 0) await sleep(wait);
        try {
          return await task();
        } finally {
          lane.last = now();
          lane.waiting -= 1;
          forgetIdle(lanes, now() - between);
        }
      });
      lane.tail = done.then(
        () => undefined,
        () => undefined,
      );
      return done;
    },
  };
}

function forgetIdle(lanes: Map<string, { waiting: number; last: number }>, before: number): void {
  if (lanes.size < 1_000) return;
  for (const [channel, lane] of lanes) if (lane.waiting === 0 && lane.last < before) lanes.delete(channel);
}
