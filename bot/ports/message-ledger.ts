/** Where a message stands: Slack's channel id and message timestamp. */
export interface PostedMessage {
  readonly channel: string;
  readonly ts: string;
}

/**
 * What is known of a message before it is posted:
 * - `new`: nobody began to post it; post it, then call `sent`.
 * - `unsure`: an attempt began and its end is not known (the process died, or Slack's answer was lost); look for the
 *   message in the thread before posting it.
 * - `held`: another process is posting it just now; ask again, for it may have died in the middle.
 * - `sent`: it stands at `channel` and `ts`; update it there if need be.
 */
export type MessageState =
  | { readonly state: 'new' }
  | { readonly state: 'unsure' }
  | { readonly state: 'held' }
  | ({ readonly state: 'sent' } & PostedMessage);

/** Remembers which messages of an investigation were posted, so that a resumed one posts nothing twice. */
export interface MessageLedger {
  /**
   * Notes durably that posting begins and returns what was known before. With `new` and `unsure` the message is this
   * process's to post for a few seconds; asked again, they begin anew.
   */
  begin(investigation: string, key: string): Promise<MessageState>;
  sent(investigation: string, key: string, message: PostedMessage): Promise<void>;
}

/** Remembers what was done for a delivery (an event, a button press), which may be handled again after it broke off. */
export interface DeliveryLog {
  /**
   * Does `work` unless it was done before under this id, in any process; false when it was. Work that threw or that its
   * process did not outlive was not done. Ids are kept for at least a day.
   */
  once(id: string, work: () => Promise<void>): Promise<boolean>;
}
