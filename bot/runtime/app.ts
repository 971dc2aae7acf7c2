import { setInterval } from 'node:timers';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../domain/actor.ts';
import type { Answer } from '../domain/answer.ts';
import { ERROR_TABLE, SreError, toSreError } from '../domain/errors.ts';
import type { InvestigationRequest } from '../domain/investigation.ts';
import type { ExamineListener } from '../investigation/investigate.ts';
import type { Clock } from '../ports/clock.ts';
import type { ToldCall } from './told-calls.ts';

/** What the bot is told while it waits: also every call of a tool as it begins, because the audit is there. */
export interface RuntimeListener extends ExamineListener {
  called(call: ToldCall): void;
}

/** One examination for one person, as the bot would run it in its own process. */
export type ExamineFor = (
  actor: Actor,
  request: InvestigationRequest,
  on: RuntimeListener,
  signal: AbortSignal,
) => Promise<Answer>;

export interface RuntimeOptions {
  readonly examine: ExamineFor;
  readonly clock: Clock;
  readonly onError?: (error: SreError) => void;
  /** How often a silent stream says that it lives, in milliseconds. */
  readonly beatMs?: number;
}

const BEAT_MS = 10_000;
const short = z.string().min(1).max(300);
const target = z.object({
  kind: z.enum(['service', 'node', 'namespace']),
  name: short,
  namespace: short.optional(),
});
const invocation = z.object({
  actor: z.object({
    teamId: short,
    slackUserId: short,
    username: short,
    email: z.string().max(320),
    displayName: z.string().max(300),
    roles: z.array(z.enum(['viewer', 'responder', 'admin'])),
  }),
  request: z.object({
    id: short,
    question: z.string().max(4_000),
    target: target.optional(),
    sinceSeconds: z.number().int().min(1).max(2_592_000),
    askedBy: z.object({ teamId: short, slackUserId: short }),
    thread: z.object({ teamId: short, channel: short, threadTs: short.optional() }),
    askedAt: z.iso.datetime({ offset: true }),
  }),
});

/**
 * The HTTP contract of an AgentCore Runtime: `POST /invocations` answers with JSON, or with server-sent events
 * (`call`, `progress`, `findings`, then `answer` or `error`) where the caller accepts them; `GET /ping` says whether it is busy
 * and since when, without which a session at work would be taken for an idle one.
 */
export function createRuntimeApp(options: RuntimeOptions): FastifyInstance {
  const { clock } = options;
  const app = Fastify({ bodyLimit: 1024 * 1024, forceCloseConnections: true });
  let atWork = 0;
  let changedAt = clock.now();

  function work(by: 1 | -1): void {
    const wasBusy = atWork > 0;
    atWork += by;
    if (wasBusy !== atWork > 0) changedAt = clock.now();
  }

  app.setErrorHandler((thrown: Error & { statusCode?: number }, _request, reply) => {
    const error =
      thrown.statusCode !== undefined && thrown.statusCode < 500
        ? new SreError('invalid-input', 'the request cannot be read', { cause: thrown })
        : toSreError(thrown, 'the invocation broke off');
    options.onError?.(error);
    return reply.code(ERROR_TABLE[error.kind].status).send({ error: told(error) });
  });
  app.get('/ping', async () => ({
    status: atWork > 0 ? 'HealthyBusy' : 'Healthy',
    time_of_last_update: Math.floor(changedAt.getTime() / 1_000),
  }));
  app.post('/invocations', async (incoming, reply) => {
    const parsed = invocation.safeParse(incoming.body);
    if (!parsed.success) {
      const fields = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
      throw new SreError('invalid-input', `the invocation is not understood: ${fields || 'body'}`);
    }
    const { actor, request } = parsed.data;
    const gone = new AbortController();
    reply.raw.on('close', () => {
      if (!reply.raw.writableFinished) gone.abort();
    });
    work(1);
    try {
      if (!incoming.headers.accept?.includes('text/event-stream')) {
        const calls: ToldCall[] = [];
        const on = { ...SILENT, called: (call: ToldCall) => void calls.push(call) };
        return { answer: await options.examine(actor, request, on, gone.signal), calls };
      }
      await stream(reply, options, (on) => options.examine(actor, request, on, gone.signal));
      return reply;
    } finally {
      work(-1);
    }
  });
  return app;
}

const SILENT: ExamineListener = { progress: () => undefined, findings: () => undefined };

async function stream(
  reply: FastifyReply,
  options: RuntimeOptions,
  run: (on: RuntimeListener) => Promise<Answer>,
): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  raw.write(': begun\n\n');
  const send = (event: string, body: unknown) => {
    if (!raw.destroyed) raw.write(`event: ${event}\ndata: ${JSON.stringify(body)}\n\n`);
  };
  const beat = setInterval(() => raw.write(': at work\n\n'), options.beatMs ?? BEAT_MS);
  try {
    const answer = await run({
      called: (call) => send('call', call),
      progress: (sources) => send('progress', { sources }),
      findings: (key, findings) => send('findings', { key, findings }),
    });
    send('answer', { answer });
  } catch (thrown) {
    const error = toSreError(thrown, 'the examination broke off');
    options.onError?.(error);
    send('error', told(error));
  } finally {
    clearInterval(beat);
    raw.end();
  }
}

/** Kind and words of ours; the error's own message may quote an upstream. */
function told(error: SreError): { kind: string; message: string } {
  return { kind: error.kind, message: error.kind === 'invalid-input' ? error.message : error.wording };
}
