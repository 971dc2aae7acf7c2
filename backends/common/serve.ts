import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { type ApiKeyCheck, type ApiKeyRing, openApiKeyRing } from './api-key.ts';
import type { LiveSource } from './live/live-source.ts';
import { type BackendSettings, InvalidSettings, readSettings } from './settings.ts';
import { InvalidSnapshot, openSnapshot, type Snapshot } from './snapshot/index.ts';

export interface ServeOptions<P> {
  readonly name: string;
  readonly defaultPort: number;
  /** The live sources this backend can read from, in the order in which they are preferred. */
  readonly sources: readonly LiveSource<P>[];
  readonly fromSnapshot: (snapshot: Snapshot) => P;
  /** Builds the app once the source is open. */
  readonly createApp: (parts: {
    provider: P;
    apiKey: ApiKeyCheck;
    logger: FastifyBaseLogger;
  }) => FastifyInstance | Promise<FastifyInstance>;
}

/**
 * Runs one backend as a process: reads the environment, opens the source, listens, and closes cleanly on SIGTERM or
 * SIGINT; SIGHUP reads the keys again. Unusable settings or an unusable snapshot end it with exit status 2 and the reason on stderr. A live source
 * that cannot be reached does not: `/ready` says so until it can.
 */
export async function serve<P>(options: ServeOptions<P>): Promise<void> {
  try {
    const settings = readSettings(process.env, options.defaultPort, options.sources);
    const logger = pino({ name: options.name, level: settings.logLevel });
    const provider = await openProvider(settings, options);
    const keys = openApiKeyRing(settings.readApiKeys);
    const app = await options.createApp({ provider, apiKey: keys.matches, logger });
    closeOnSignal(app, logger);
    reloadOnSignal(keys, logger);
    await app.listen({ host: settings.host, port: settings.port });
  } catch (error) {
    const expected = error instanceof InvalidSettings || error instanceof InvalidSnapshot || isListenError(error);
    process.stderr.write(`${options.name}: ${error instanceof Error ? error.message : String(error)}\n`);
    if (!expected && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    process.exitCode = expected ? 2 : 1;
  }
}

async function openProvider<P>({ source }: BackendSettings<P>, { fromSnapshot }: ServeOptions<P>): Promise<P> {
  if (source.kind === 'live') return source.open();
  return fromSnapshot(await openSnapshot(source.dir, source.replay ? { replayAt: new Date() } : {}));
}

function closeOnSignal(app: FastifyInstance, logger: FastifyBaseLogger): void {
  let closing = false;
  const close = (signal: string): void => {
    if (closing) return;
    closing = true;
    logger.info({ signal }, 'closing');
    app.close().then(
      () => logger.info('closed'),
      (error: unknown) => {
        logger.error({ err: error }, 'close failed');
        process.exitCode = 1;
      },
    );
  };
  process.once('SIGTERM', () => close('SIGTERM'));
  process.once('SIGINT', () => close('SIGINT'));
}

/** SIGHUP: keys have changed. Who is being answered stays connected. */
function reloadOnSignal(keys: ApiKeyRing, logger: FastifyBaseLogger): void {
  process.on('SIGHUP', () => {
    try {
      keys.reload();
      logger.info('keys reloaded');
    } catch (error) {
      logger.error({ err: error }, 'keys not reloaded, the old ones stay');
    }
  });
}

function isListenError(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === 'EADDRINUSE' || code === 'EACCES' || code === 'EADDRNOTAVAIL';
}
