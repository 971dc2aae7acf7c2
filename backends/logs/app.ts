import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Operations } from '../../schemas/generated/logs.ts';
import type { ApiKeyCheck } from '../common/api-key.ts';
import { createBackendApp } from '../common/create-app.ts';
import { readDocument } from '../common/openapi.ts';
import type { LogsProvider } from './provider.ts';
import { searchHandlers } from './routes/search.ts';
import { summaryHandlers } from './routes/summaries.ts';

export interface LogsAppOptions {
  readonly provider: LogsProvider;
  readonly apiKey: string | ApiKeyCheck;
  readonly logger?: FastifyBaseLogger;
}

/** The logs backend as a Fastify app: the operations of schemas/logs.yaml over one provider. */
export function createLogsApp({ provider, apiKey, logger }: LogsAppOptions): FastifyInstance {
  return createBackendApp<Operations>({
    document: readDocument('logs'),
    apiKey,
    logger,
    // A gigabyte of logs is read in well under a minute on a free core; a busy machine may need longer.
    requestTimeoutMs: 300_000,
    ready: async () => {
      await provider.describe({ signal: AbortSignal.timeout(5_000) });
    },
    handlers: { ...searchHandlers(provider), ...summaryHandlers(provider) },
  });
}
