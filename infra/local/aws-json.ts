import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** An error of an AWS service: `code` is the exception's name as the service spells it. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Hands every body over as bytes, whatever its type, because signatures and JSON 1.1 need it unread. */
export function acceptRawBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

/** The object in a JSON body; empty for no body. Throws SerializationException for anything else. */
export function readJsonObject(body: unknown): Record<string, unknown> {
  const text = Buffer.isBuffer(body) ? body.toString('utf8') : '';
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Answered below like every other unreadable body.
  }
  throw new AwsError('SerializationException', 'The request body is not a JSON object.');
}

/** Answers in the form that both AWS JSON 1.1 and REST-JSON clients read an error from. */
export function sendAwsError(reply: FastifyReply, error: AwsError): FastifyReply {
  return reply
    .code(error.status)
    .header('x-amzn-requestid', randomUUID())
    .header('x-amzn-errortype', error.code)
    .header('content-type', 'application/x-amz-json-1.1')
    .send(JSON.stringify({ __type: error.code, message: error.message }));
}
