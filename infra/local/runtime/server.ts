import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { AwsError, acceptRawBodies, readJsonObject, sendAwsError } from '../aws-json.ts';
import { createFaults, type Faults, misbehave } from '../faults.ts';
import { createInputCheck, readServiceModel } from '../service-models/check.ts';
import { judgeSignature } from '../sigv4.ts';

export interface RuntimeOptions {
  readonly runtimeArn: string;
  /** Where the container answers `POST /invocations`. */
  readonly containerUrl: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const REFUSALS = {
  throttle: new AwsError('ThrottlingException', 'Rate exceeded', 429),
  fail: new AwsError('InternalServerException', 'Internal error.', 500),
};
const SESSION_HEADER = 'x-amzn-bedrock-agentcore-runtime-session-id';
const checkInput = createInputCheck(readServiceModel('bedrock-agentcore'));

/**
 * A stand-in for InvokeAgentRuntime and StopRuntimeSession of AgentCore: checks the call and hands it to one container.
 * A session that is stopped, and a caller who goes away, end what the container does for them.
 */
export function createRuntimeFront(options: RuntimeOptions): {
  readonly app: FastifyInstance;
  readonly faults: Faults;
} {
  const faults = createFaults();
  /** What runs, by session. */
  const sessions = new Map<string, Set<AbortController>>();
  const app = fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 2_048 } });
  app.register(async (scope) => faults.register(scope));
  app.register(async (scope) => {
    acceptRawBodies(scope);
    scope.setErrorHandler((error, _request, reply) =>
      sendAwsError(reply, error instanceof AwsError ? error : new AwsError('RuntimeClientError', 'No container.', 424)),
    );
    scope.post<{ Params: { arn: string } }>('/runtimes/:arn/invocations', async (request, reply) => {
      const fault = await faults.take('InvokeAgentRuntime');
      if (fault) return misbehave(reply, fault, REFUSALS);
      const { headers } = request;
      const session = accept('InvokeAgentRuntime', request, {
        contentType: headers['content-type'],
        accept: headers.accept,
        payload: request.body,
      });
      const running = sessions.get(session) ?? new Set();
      sessions.set(session, running);
      const ended = new AbortController();
      running.add(ended);
      reply.raw.once('close', () => {
        running.delete(ended);
        if (!reply.raw.writableFinished) ended.abort();
      });
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const answer = await fetch(`${options.containerUrl}/invocations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: String(headers.accept ?? '*/*') },
        body: new Uint8Array(body),
        signal: ended.signal,
      });
      return reply
        .code(answer.status)
        .header('content-type', answer.headers.get('content-type') ?? 'application/json')
        .header(SESSION_HEADER, session)
        .send(answer.body);
    });
    scope.post<{ Params: { arn: string } }>('/runtimes/:arn/stopruntimesession', async (request, reply) => {
      const fault = await faults.take('StopRuntimeSession');
      if (fault) return misbehave(reply, fault, REFUSALS);
      const session = accept('StopRuntimeSession', request, readJsonObject(request.body));
      const running = sessions.get(session);
      if (running === undefined) throw new AwsError('ResourceNotFoundException', 'There is no such session.', 404);
      sessions.delete(session);
      for (const one of running) one.abort();
      return reply.header(SESSION_HEADER, session).send({ runtimeSessionId: session, statusCode: 200 });
    });
  });

  /** Checks signature, input and runtime; returns the session. */
  function accept(
    operation: 'InvokeAgentRuntime' | 'StopRuntimeSession',
    request: FastifyRequest<{ Params: { arn: string } }>,
    input: Readonly<Record<string, unknown>>,
  ): string {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const signed = { method: 'POST', url: request.raw.url ?? '/', headers: request.headers, body };
    const verdict = judgeSignature(signed, { ...options, service: 'bedrock-agentcore' });
    if (verdict !== 'valid') throw new AwsError('AccessDeniedException', `Refused: ${verdict}.`, 403);
    const { arn } = request.params;
    const runtimeSessionId = request.headers[SESSION_HEADER];
    const [problem] = checkInput(operation, { ...input, agentRuntimeArn: arn, runtimeSessionId });
    if (problem) throw new AwsError('ValidationException', `Value at '${problem.path}': ${problem.message}`);
    if (arn !== options.runtimeArn) throw new AwsError('ResourceNotFoundException', 'There is no such runtime.', 404);
    return String(runtimeSessionId);
  }
  return { app, faults };
}
