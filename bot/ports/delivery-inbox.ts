/** A delivery of Slack's that asks for work, as it came. */
export interface Delivery {
  /** The same in every repetition of it, and different in every other one. */
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A delivery whose handling broke off, to be handled again. */
export interface LeftDelivery extends Delivery {
  /** How often handling began, this time included. */
  readonly attempts: number;
}

/**
 * What was accepted and is not done yet. A delivery is acknowledged when it stands here: whatever becomes of the process
 * that handles it, another goes on. `holder` is the id of a process.
 */
export interface DeliveryInbox {
  /** Keeps a delivery as handled by `holder` from now on; false when it was kept before. */
  put(delivery: Delivery, holder: string): Promise<boolean>;
  /** Its handling is through: nothing of it is left but its id, which is known for a day. */
  done(id: string): Promise<void>;
  /** Its handling broke; it may be taken after `seconds`. */
  again(id: string, seconds: number): Promise<void>;
  /** The processes that hold something, `holder` not among them. */
  holders(holder: string): Promise<readonly string[]>;
  /** Takes over for `holder` what the processes `gone` held and what is due again, oldest first, at most `limit`. */
  take(holder: string, gone: readonly string[], limit: number): Promise<readonly LeftDelivery[]>;
}
