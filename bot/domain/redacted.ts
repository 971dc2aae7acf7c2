/** Never given a value: it exists for the compiler alone. */
declare const redacted: unique symbol;

/**
 * What may leave the bot: to Slack, to S3, into memory, to a model, into the log. Only the room `bot/redaction` makes
 * one; what a way out demands cannot be had otherwise, and a test refuses casts to it anywhere else.
 */
export type Redacted<T> = T & { readonly [redacted]: true };
