import fastify, { type FastifyInstance } from 'fastify';
import { AwsError, acceptRawBodies, sendAwsError } from '../aws-json.ts';
import { createFaults, type Faults } from '../faults.ts';
import { judgeSignature } from '../sigv4.ts';

export interface RuntimeOptions {
  readonly runtimeArn: string;
  /** Where the container answers `POST /invocations`. */
  readonly containerUrl: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A stand-in for InvokeAgentRuntime of AgentCore: checks the call and hands it to one container. */
export function createRuntimeFront(options: RuntimeOptions): {
  readonly app: FastifyInstance;
  readonly faults: Faults;
} {
  const faults = createFaults();
  const app = fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 2_048 } });
  app.register(async (scope) => faults.register(scope));
  app.register(async (scope) => {
    acceptRawBodies(scope);
    scope.setErrorHandler((error, _request, reply) =>
      sendAwsError(reply, error instanceof AwsError ? error : new AwsError('RuntimeClientError', 'No container.', 424)),
    );
    scope.post<{ Params: { arn: string } }>('/runtimes/:arn/invocations', async (request, reply) => {
      const fault = await faults.take('InvokeAgentRuntime');
      if (fault === 'throttle') throw new AwsError('ThrottlingException', 'Rate exceeded', 429);
      if (fault) throw new AwsError('InternalServerException', 'Internal error.', 500);
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const signed = { method: 'POST', url: request.raw.url ?? '/', headers: request.headers, body };
      const verdict = judgeSignature(signed, { ...options, service: 'bedrock-agentcore' });
      if (verdict !== 'valid') throw new AwsError('AccessDeniedException', `Refused: ${verdict}.`, 403);
      if (request.params.arn !== options.runtimeArn) {
        throw new AwsError('ResourceNotFoundException', 'There is no such runtime.', 404);
      }
      const session = String(request.headers['x-amzn-bedrock-agentcore-runtime-session-id'] ?? '');
      if (session.length < 33 || session.length > 256) {
        throw new AwsError('ValidationException', 'The session id has 33 to 256 characters.');
      }
      const answer = await fetch(`${options.containerUrl}/invocations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: String(request.headers.accept ?? '*/*') },
        body: new Uint8Array(body),
      });
      return reply
        .code(answer.status)
        .header('content-type', answer.headers.get('content-type') ?? 'application/json')
        .header('x-amzn-bedrock-agentcore-runtime-session-id', session)
        .send(answer.body);
    });
  });
  return { app, faults };
}
