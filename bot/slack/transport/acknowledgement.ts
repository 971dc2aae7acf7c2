import type { ReceiverEvent } from '@slack/bolt';
import type { Redacted } from '../../domain/redacted.ts';
import { redactedAnswer } from '../../redaction/outgoing.ts';

/**
 * The acknowledgement that a receiver hands to Bolt with a delivery. What rides on it reaches `send` redacted, over HTTP
 * and over Socket Mode alike; undefined where nothing rides on it.
 */
export function createAcknowledgement(send: (answer: Redacted<unknown>) => Promise<void>): ReceiverEvent['ack'] {
  return (answer) => send(redactedAnswer(answer));
}
