import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Operations } from '../../schemas/generated/kubernetes.ts';
import type { ApiKeyCheck } from '../common/api-key.ts';
import { createBackendApp } from '../common/create-app.ts';
import { readDocument } from '../common/openapi.ts';
import type { KubernetesProvider } from './provider.ts';
import { eventHandlers } from './routes/events.ts';
import { objectHandlers } from './routes/objects.ts';
import { resourceHandlers } from './routes/resource-usage.ts';
import { workloadHandlers } from './routes/workloads.ts';

export interface KubernetesAppOptions {
  readonly provider: KubernetesProvider;
  readonly apiKey: string | ApiKeyCheck;
  readonly logger?: FastifyBaseLogger;
}

/** The Kubernetes backend as a Fastify app: the operations of schemas/kubernetes.yaml over one provider. */
export function createKubernetesApp({ provider, apiKey, logger }: KubernetesAppOptions): FastifyInstance {
  return createBackendApp<Operations>({
    document: readDocument('kubernetes'),
    apiKey,
    logger,
    ready: async () => {
      await provider.describe({ signal: AbortSignal.timeout(5_000) });
    },
    handlers: {
      ...workloadHandlers(provider),
      ...eventHandlers(provider),
      ...objectHandlers(provider),
      ...resourceHandlers(provider),
    },
  });
}
