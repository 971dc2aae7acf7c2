import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Operations } from '../../schemas/generated/metrics.ts';
import type { ApiKeyCheck } from '../common/api-key.ts';
import { createBackendApp } from '../common/create-app.ts';
import { readDocument } from '../common/openapi.ts';
import type { MetricsProvider } from './provider.ts';
import { meaningHandlers } from './routes/meanings.ts';
import { seriesHandlers } from './routes/series.ts';
import { signalHandlers } from './routes/signals.ts';
import { sliHandlers } from './routes/slis.ts';

export interface MetricsAppOptions {
  readonly provider: MetricsProvider;
  readonly apiKey: string | ApiKeyCheck;
  readonly logger?: FastifyBaseLogger;
}

/** The metrics backend as a Fastify app: the operations of schemas/metrics.yaml over one provider. */
export function createMetricsApp({ provider, apiKey, logger }: MetricsAppOptions): FastifyInstance {
  return createBackendApp<Operations>({
    document: readDocument('metrics'),
    apiKey,
    logger,
    ready: async () => {
      await provider.describe({ signal: AbortSignal.timeout(5_000) });
    },
    handlers: {
      ...meaningHandlers(provider),
      ...seriesHandlers(provider),
      ...signalHandlers(provider),
      ...sliHandlers(provider),
    },
  });
}
