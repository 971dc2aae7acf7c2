import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { ServerHttp2Session } from 'node:http2';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { AwsError, acceptRawBodies, readJsonObject, sendAwsError } from '../aws-json.ts';
import { createFaults, type Faults, misbehave } from '../faults.ts';
import { judgeSignature } from '../sigv4.ts';
import { encodeEvent, encodeException } from './event-stream.ts';
import { checkInvocation, type Invocation } from './input.ts';
import { type KnowledgeCalls, type ScriptedKnowledge, serveKnowledge } from './knowledge.ts';

/** A tool that an agent asks for. */
export interface AskedFunction {
  readonly actionGroup: string;
  readonly function: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** What a scripted model does, one after the other. */
export type Act =
  | { readonly say: string }
  | { readonly usage: { readonly inputTokens: number; readonly outputTokens: number } }
  | { readonly ask: readonly AskedFunction[] }
  /** A guardrail steps in. */
  | { readonly intervene: true }
  /** An error within the stream, by its member's name: `throttlingException`, `internalServerException`, … */
  | { readonly error: string }
  | { readonly pauseMs: number }
  /** The connection is lost in the middle of an event. */
  | { readonly cut: true }
  /** Bytes that are no event. */
  | { readonly garble: true };

export interface ScriptedCall {
  readonly sessionId: string;
  /** 1 for the first invocation of a session. */
  readonly turn: number;
  readonly body: Invocation;
  /** What the tools answered, in the order they were asked for. */
  readonly results: readonly { readonly function: string; readonly failed: boolean; readonly text: string }[];
}

export type Script = (call: ScriptedCall) => readonly Act[];

export interface BedrockOptions {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly script: Script;
  /** Absent: there is no Knowledge Base. */
  readonly knowledge?: ScriptedKnowledge;
}

export interface BedrockServer {
  readonly app: FastifyInstance;
  readonly faults: Faults;
  /** Every invocation that was accepted, in order. */
  readonly calls: readonly ScriptedCall[];
  /** Every search and ranking that was accepted, in order. */
  readonly knowledge: KnowledgeCalls;
}

const REFUSALS = {
  throttle: new AwsError('ThrottlingException', 'Your request rate is too high.', 429),
  fail: new AwsError('InternalServerException', 'Internal error.', 500),
};

interface Session {
  turn: number;
  awaiting?: { readonly invocationId: string; readonly functions: readonly AskedFunction[] };
}

/** What is said before a model that is held falls silent: a whole sentence and half of the next, in pieces of half a one. */
const SAID_WHEN_HELD = 3;

/**
 * A stand-in for InvokeInlineAgent, Retrieve and Rerank of Amazon Bedrock Agents: the real wire format, a script in place of
 * the model. After `POST /_hold` it falls silent in its second sentence until its caller hangs up.
 */
export function createBedrock(options: BedrockOptions): BedrockServer {
  const sessions = new Map<string, Session>();
  const faults = createFaults();
  const calls: ScriptedCall[] = [];
  // The SDK's client speaks HTTP/2 to this service, also without TLS.
  const app = fastify({ http2: true, bodyLimit: 32 * 1024 * 1024 });
  const connections = new Set<ServerHttp2Session>();
  app.server.on('session', (connection: ServerHttp2Session) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
  });
  app.addHook('preClose', async () => {
    for (const connection of connections) connection.destroy();
  });
  app.register(async (scope) => faults.register(scope as unknown as FastifyInstance));
  app.get('/ready', async () => ({ status: 'ready' }));
  let isHeld = false;
  app.post('/_hold', async () => {
    isHeld = true;
    return { held: true };
  });
  let knowledge: KnowledgeCalls = { retrieved: [], ranked: [] };
  app.register(async (scope) => {
    acceptRawBodies(scope as unknown as FastifyInstance);
    knowledge = serveKnowledge(scope as unknown as FastifyInstance, options.knowledge, faults, (request) =>
      checkSignature(request, options),
    );
    scope.setErrorHandler((error, _request, reply) =>
      sendAwsError(
        reply,
        error instanceof AwsError ? error : new AwsError('InternalServerException', 'Internal.', 500),
      ),
    );
    scope.post<{ Params: { sessionId: string } }>('/agents/:sessionId', async (request, reply) => {
      const fault = await faults.take('InvokeInlineAgent');
      if (fault) return misbehave(reply as unknown as FastifyReply, fault, REFUSALS);
      checkSignature(request, options);
      const { sessionId } = request.params;
      const body = checkInvocation(sessionId, readJsonObject(request.body));
      const session = sessions.get(sessionId) ?? { turn: 0 };
      sessions.set(sessionId, session);
      const results = takeResults(session, body);
      session.turn += 1;
      const call = { sessionId, turn: session.turn, body, results };
      calls.push(call);
      const stream = new PassThrough();
      void play(options.script(call), session, stream, isHeld).catch((error) => stream.destroy(error));
      return reply
        .header('content-type', 'application/vnd.amazon.eventstream')
        .header('x-amzn-bedrock-agent-content-type', 'application/json')
        .header('x-amz-bedrock-agent-session-id', sessionId)
        .header('x-amzn-requestid', randomUUID())
        .send(stream);
    });
  });
  return {
    app: app as unknown as FastifyInstance,
    faults,
    calls,
    get knowledge() {
      return knowledge;
    },
  };
}

/** The results of the functions that were asked for: all of them and no others, under the id they were asked under. */
function takeResults(session: Session, body: Invocation): ScriptedCall['results'] {
  const given = body.inlineSessionState?.returnControlInvocationResults;
  const { awaiting } = session;
  if (given === undefined) return [];
  if (awaiting === undefined || body.inlineSessionState?.invocationId !== awaiting.invocationId) {
    throw new AwsError('ValidationException', 'The invocation id does not match a returned control.');
  }
  const asked = awaiting.functions.map((one) => `${one.actionGroup} ${one.function}`);
  const answered = given.map(({ functionResult: one }) => `${one.actionGroup} ${one.function}`);
  if (asked.join() !== answered.join()) {
    throw new AwsError('ValidationException', 'The results are not those of the functions asked for.');
  }
  session.awaiting = undefined;
  return given.map(({ functionResult: one }) => ({
    function: one.function ?? '',
    failed: one.responseState !== undefined,
    text: one.responseBody.TEXT.body,
  }));
}

async function play(acts: readonly Act[], session: Session, stream: PassThrough, isHeld: boolean): Promise<void> {
  let said = 0;
  for (const act of acts) {
    if ('say' in act) said += 1;
    if (isHeld && said > SAID_WHEN_HELD) {
      await once(stream, 'close');
      return;
    }
    if ('say' in act) stream.write(encodeEvent('chunk', { bytes: Buffer.from(act.say).toString('base64') }));
    else if ('usage' in act) stream.write(encodeEvent('trace', traceOf({ metadata: { usage: act.usage } })));
    else if ('intervene' in act) {
      stream.write(encodeEvent('trace', { trace: { guardrailTrace: { action: 'INTERVENED', traceId: 'g' } } }));
    } else if ('ask' in act) {
      const invocationId = randomUUID();
      session.awaiting = { invocationId, functions: act.ask };
      stream.write(encodeEvent('returnControl', { invocationId, invocationInputs: act.ask.map(inputOf) }));
    } else if ('error' in act) stream.write(encodeException(act.error, 'As the script says.'));
    else if ('pauseMs' in act) await sleep(act.pauseMs, undefined, { ref: false });
    else if ('cut' in act) {
      const event = encodeEvent('chunk', { bytes: Buffer.from('never whole').toString('base64') });
      stream.write(event.subarray(0, event.length - 9));
      await sleep(20);
      stream.destroy(new Error('cut'));
      return;
    } else stream.write(Buffer.from('this is no event stream, whatever the header says'.repeat(4)));
  }
  stream.end();
}

function inputOf(asked: AskedFunction) {
  const parameters = Object.entries(asked.parameters ?? {}).map(([name, value]) => ({ name, type: 'string', value }));
  return {
    functionInvocationInput: {
      actionGroup: asked.actionGroup,
      function: asked.function,
      parameters,
      actionInvocationType: 'RESULT',
      agentId: 'INLINE_AGENT',
      collaboratorName: `${asked.actionGroup}-specialist`,
    },
  };
}

function traceOf(modelInvocationOutput: object) {
  return {
    sessionId: 'session',
    trace: { orchestrationTrace: { modelInvocationOutput: { traceId: randomUUID(), ...modelInvocationOutput } } },
  };
}

function checkSignature(request: FastifyRequest, options: BedrockOptions): void {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const signed = { method: request.method, url: request.raw.url ?? '/', headers: request.headers, body };
  const verdict = judgeSignature(signed, { ...options, service: 'bedrock' });
  if (verdict === 'valid') return;
  if (verdict === 'expired') throw new AwsError('ExpiredTokenException', 'The security token has expired.', 403);
  if (verdict === 'unknown-key') {
    throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.', 403);
  }
  throw new AwsError('InvalidSignatureException', `The request signature is refused: ${verdict}.`, 403);
}
