import { EventStreamCodec } from '@smithy/core/event-streams';

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8')),
  (text) => Buffer.from(text, 'utf8'),
);
const text = (value: string) => ({ type: 'string' as const, value });

/** One event in `application/vnd.amazon.eventstream`, with its checksums. */
export function encodeEvent(type: string, body: object): Uint8Array {
  return codec.encode({
    headers: { ':event-type': text(type), ':content-type': text('application/json'), ':message-type': text('event') },
    body: Buffer.from(JSON.stringify(body)),
  });
}

/** An error that comes after the answer has begun. */
export function encodeException(type: string, message: string): Uint8Array {
  return codec.encode({
    headers: {
      ':exception-type': text(type),
      ':content-type': text('application/json'),
      ':message-type': text('exception'),
    },
    body: Buffer.from(JSON.stringify({ message })),
  });
}
