/** Orders the messages of all processes to one channel. */
export interface ChannelTurns {
  /** Takes the channel's next turn, `betweenMs` after the one before; returns the milliseconds until it comes. */
  take(channel: string, betweenMs: number): Promise<number>;
}

/** What may be asked how often in a minute. */
export interface AskLimit {
  readonly key: string;
  readonly most: number;
}

/** Why something may not be asked now. */
export interface TooOften {
  /** Milliseconds until there is room. */
  readonly waitMs: number;
  /** True for the first refusal in a row. */
  readonly first: boolean;
}

/** Counts what is asked over a sliding minute, over all processes. */
export interface SharedAsks {
  /** Counts for each key that has room; returns the refusal of the first key that has none, undefined when all have. */
  count(limits: readonly AskLimit[]): Promise<TooOften | undefined>;
}
