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
 * - `sent`: it stands at `channel` and `ts`; update it there if need be.
 */
export type MessageState =
  | { readonly state: 'new' }
  | { readonly state: 'unsure' }
  | ({ readonly state: 'sent' } & PostedMessage);

/** Remembers which messages of an investigation were posted, so that a resumed one posts nothing twice. */
export interface MessageLedger {
  /** Notes durably that posting begins and returns what was known before. */
  begin(investigation: string, key: string): Promise<MessageState>;
  sent(investigation: string, key: string, message: PostedMessage): Promise<void>;
}

/** Remembers deliveries (events, button presses) that were handled. */
export interface DeliveryLog {
  /** True exactly once for each id, over all processes. Ids are kept for at least a day. */
  first(id: string): Promise<boolean>;
}
