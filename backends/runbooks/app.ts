import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Operations } from '../../schemas/generated/runbooks.ts';
import type { ApiKeyCheck } from '../common/api-key.ts';
import { createBackendApp } from '../common/create-app.ts';
import { readDocument } from '../common/openapi.ts';
import type { RunbooksProvider } from './provider.ts';
import { runbookHandlers } from './routes/runbooks.ts';

export interface RunbooksAppOptions {
  readonly provider: RunbooksProvider;
  readonly apiKey: string | ApiKeyCheck;
  readonly logger?: FastifyBaseLogger;
}

/** The runbooks backend as a Fastify app: the operations of schemas/runbooks.yaml over one provider. */
export function createRunbooksApp({ provider, apiKey, logger }: RunbooksAppOptions): FastifyInstance {
  return createBackendApp<Operations>({
    document: readDocument('runbooks'),
    apiKey,
    logger,
    ready: async () => {
      await provider.describe({ signal: AbortSignal.timeout(5_000) });
    },
    handlers: runbookHandlers(provider),
  });
}
