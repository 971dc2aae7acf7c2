import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { type BackendSettings, InvalidSettings, readSettings } from './settings.ts';
import { InvalidSnapshot, openSnapshot, type Snapshot } from './snapshot/index.ts';

export interface ServeOptions {
  readonly name: string;
  readonly defaultPort: number;
  /** Builds the app once the snapshot is open. */
  readonly createApp: (parts: {
    snapshot: Snapshot;
    settings: BackendSettings;
    logger: FastifyBaseLogger;
  }) => FastifyInstance | Promise<FastifyInstance>;
}

/**
 * Runs one backend as a process: reads the environment, opens the snapshot, listens, and closes cleanly on SIGTERM or
 * SIGINT. Unusable settings or an unusable snapshot end it with exit status 2 and the reason on stderr.
 */
export async function serve(options: ServeOptions): Promise<void> {
  try {
    const settings = readSettings(process.env, options.defaultPort);
    const logger = pino({ name: options.name, level: settings.logLevel });
    const snapshot = await openSnapshot(settings.snapshotDir, settings.replay ? { replayAt: new Date() } : {});
    const app = await options.createApp({ snapshot, settings, logger });
    closeOnSignal(app, logger);
    await app.listen({ host: settings.host, port: settings.port });
  } catch (error) {
    const expected = error instanceof InvalidSettings || error instanceof InvalidSnapshot || isListenError(error);
    process.stderr.write(`${options.name}: ${error instanceof Error ? error.message : String(error)}\n`);
    if (!expected && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    process.exitCode = expected ? 2 : 1;
  }
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

function isListenError(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === 'EADDRINUSE' || code === 'EACCES' || code === 'EADDRNOTAVAIL';
}
