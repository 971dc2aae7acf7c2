import Fastify from 'fastify';
import type { Logger } from 'pino';
import { registerResponseUrls } from './acts/response-urls.ts';
import { createRateLimiter, type RateLimitSettings, slackRateLimits } from './api/rate-limits.ts';
import { registerApi } from './api/routes.ts';
import { createControl, type WorkspaceControl } from './control.ts';
import { createCore } from './core/core.ts';
import { slackRetryDelaysMs } from './delivery/events.ts';
import { registerPage } from './page/routes.ts';
import { watchBot } from './server/bot-watch.ts';
import { registerContentTypes } from './server/content-types.ts';
import { registerFiles } from './server/files.ts';
import { startSchedule } from './server/schedule.ts';
import { createFileContents } from './state/file-contents.ts';
import { seedWorkspace } from './state/seed.ts';
import { createWorkspaceStore } from './state/store.ts';

export interface SlackWorkspaceOptions {
  /** 0 picks a free port. */
  readonly port: number;
  readonly host: string;
  /** The bot's origin, as in `https://127.0.0.1:3443`; paths are `/slack/events`, `/slack/commands`, `/slack/interactions`. */
  readonly botUrl: string;
  /** PEM of the authority behind the bot's certificate. */
  readonly ca?: string;
  readonly signingSecret: string;
  readonly botToken: string;
  /** Where the workspace is kept; without it, in memory. */
  readonly stateDir?: string;
  /** `false` turns rate limits off. */
  readonly rateLimits?: Partial<RateLimitSettings> | false;
  /** When unacknowledged events come again, each counted from the failure before. */
  readonly retryDelaysMs?: readonly number[];
  /** How long the bot has to acknowledge; three seconds as on Slack. */
  readonly ackDeadlineMs?: number;
  /** Slack's plan, which decides about canvases; `paid` when absent. */
  readonly plan?: 'free' | 'paid';
  /** Types of blocks that messages cannot hold, as in a workspace that does not have them yet; none when absent. */
  readonly unknownBlocks?: readonly string[];
  readonly now?: () => Date;
  readonly logger?: Logger;
}

export interface SlackWorkspace extends WorkspaceControl {
  /** The page, without a slash at the end. */
  readonly url: string;
  /** For `SLACK_API_URL`, with a slash at the end. */
  readonly apiUrl: string;
  /** Resolves when no event is being delivered; waiting redeliveries do not count. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a workspace that answers Slack's Web API at `/api/*`, speaks to the bot as Slack does, and shows itself at `/`.
 * Rejects when the port is taken (`EADDRINUSE`).
 */
export async function startSlackWorkspace(options: SlackWorkspaceOptions): Promise<SlackWorkspace> {
  const now = options.now ?? (() => new Date());
  const store = createWorkspaceStore({ stateDir: options.stateDir, now });
  seedWorkspace(store, now());
  let url = '';
  const core = createCore({
    store,
    fileContents: createFileContents(options.stateDir),
    botUrl: options.botUrl,
    ca: options.ca,
    signingSecret: options.signingSecret,
    retryDelaysMs: options.retryDelaysMs ?? slackRetryDelaysMs,
    ackDeadlineMs: options.ackDeadlineMs,
    unknownBlocks: options.unknownBlocks,
    now,
    logger: options.logger,
    plan: options.plan,
    url: () => url,
  });
  const app = Fastify({ logger: false, bodyLimit: 4 * 1024 * 1024, forceCloseConnections: true });
  registerContentTypes(app);
  const limits = options.rateLimits === false ? false : { ...slackRateLimits, ...options.rateLimits };
  registerApi(app, core, { botToken: options.botToken, rateLimiter: createRateLimiter(limits, now) });
  registerResponseUrls(app, core);
  registerFiles(app, core);
  const watch = watchBot(core, 3000);
  registerPage(app, core, watch.away);
  app.get('/health', async () => ({ status: 'ok' }));
  app.get('/ready', async () => ({ status: 'ready' }));
  app.setErrorHandler((error, request, reply) => {
    options.logger?.error({ err: error, path: request.url.split('?')[0] }, 'request failed');
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    return reply.status(status).send({ ok: false, error: status === 413 ? 'request_too_large' : 'internal_error' });
  });
  const stopSchedule = startSchedule(core);

  const stop = async () => {
    stopSchedule();
    watch.stop();
    core.events.stop();
    await app.close();
    core.bot.close();
    store.close();
  };
  try {
    await app.listen({ port: options.port, host: options.host });
  } catch (error) {
    await stop();
    throw error;
  }
  const { port } = app.server.address() as { port: number };
  url = `http://${options.host === '0.0.0.0' || options.host === '::' ? '127.0.0.1' : options.host}:${port}`;
  return { ...createControl(core), url, apiUrl: `${url}/api/`, settled: () => core.events.settled(), stop };
}
