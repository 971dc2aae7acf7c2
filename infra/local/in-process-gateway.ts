import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { openSnapshot } from '../../backends/common/snapshot/index.ts';
import { createKubernetesApp } from '../../backends/kubernetes/app.ts';
import type { KubernetesProvider } from '../../backends/kubernetes/provider.ts';
import { createSnapshotKubernetesProvider } from '../../backends/kubernetes/providers/snapshot.ts';
import { createLogsApp } from '../../backends/logs/app.ts';
import type { LogsProvider } from '../../backends/logs/provider.ts';
import { createSnapshotLogsProvider } from '../../backends/logs/providers/snapshot.ts';
import { createMetricsApp } from '../../backends/metrics/app.ts';
import type { MetricsProvider } from '../../backends/metrics/provider.ts';
import { createSnapshotMetricsProvider } from '../../backends/metrics/providers/snapshot.ts';
import { createRunbooksApp } from '../../backends/runbooks/app.ts';
import type { RunbooksProvider } from '../../backends/runbooks/provider.ts';
import { createSnapshotRunbooksProvider } from '../../backends/runbooks/providers/snapshot.ts';
import { type ErrorKind, SreError } from '../../bot/domain/errors.ts';
import type { ToolDescription, ToolGateway, ToolName } from '../../bot/ports/tool-gateway.ts';
import { complaint, requestUrl } from './gateway/backend-call.ts';
import type { RoutedTool } from './gateway/targets.ts';
import { createToolSearch } from './gateway/tool-search.ts';
import { type GatewayTool, readTools } from './gateway/tools.ts';

const TARGETS = ['kubernetes', 'logs', 'metrics', 'runbooks'] as const;
type TargetName = (typeof TARGETS)[number];
const API_KEY = 'in-process';

let contract: readonly RoutedTool[] | undefined;

/** What the four backends read from. */
export interface Providers {
  readonly kubernetes: KubernetesProvider;
  readonly logs: LogsProvider;
  readonly metrics: MetricsProvider;
  readonly runbooks: RunbooksProvider;
}

/**
 * The four backends over one snapshot folder, called in this process instead of over the network: what the command
 * line uses. Throws an Error with a one-line message when the folder holds nothing usable.
 */
export async function openInProcessGateway(snapshotDir: string): Promise<ToolGateway> {
  const snapshot = await openSnapshot(snapshotDir);
  return createInProcessGateway({
    kubernetes: createSnapshotKubernetesProvider(snapshot),
    logs: createSnapshotLogsProvider(snapshot),
    metrics: createSnapshotMetricsProvider(snapshot),
    runbooks: createSnapshotRunbooksProvider(snapshot),
  });
}

/** The four backends over any providers, called in this process. */
export function createInProcessGateway(providers: Providers): ToolGateway {
  contract ??= readContract();
  const tools = contract;
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const apps: Record<TargetName, FastifyInstance> = {
    kubernetes: createKubernetesApp({ provider: providers.kubernetes, apiKey: API_KEY }),
    logs: createLogsApp({ provider: providers.logs, apiKey: API_KEY }),
    metrics: createMetricsApp({ provider: providers.metrics, apiKey: API_KEY }),
    runbooks: createRunbooksApp({ provider: providers.runbooks, apiKey: API_KEY }),
  };

  return {
    async call(tool, args, options) {
      options?.signal?.throwIfAborted();
      const found = byName.get(tool);
      if (found === undefined) throw new SreError('not-found', `there is no tool ${tool}`);
      const problem = complaint(found, args);
      if (problem !== undefined) throw new SreError('invalid-input', problem);
      const { pathname, search } = requestUrl(found, args);
      const response = await apps[found.target as TargetName].inject({
        method: 'GET',
        url: pathname + search,
        headers: { 'x-api-key': API_KEY },
      });
      const body: unknown = response.json();
      if (response.statusCode === 200) return body;
      const error = (body as { error?: { kind?: ErrorKind; message?: string } }).error;
      throw new SreError(error?.kind ?? 'bad-upstream', error?.message ?? `${tool} answered ${response.statusCode}`);
    },
    list: async () => tools.map(describe),
    search: async (query) => createToolSearch(tools)(query).map(describe),
    async close() {
      await Promise.all(Object.values(apps).map((app) => app.close()));
    },
  };
}

function readContract(): readonly RoutedTool[] {
  return TARGETS.flatMap((target) => {
    const { url, tools } = readTools(
      target,
      readFileSync(new URL(`../../schemas/${target}.yaml`, import.meta.url), 'utf8'),
    );
    return tools.map((tool) => ({ ...tool, url }));
  });
}

function describe({ name, description, inputSchema }: GatewayTool): ToolDescription {
  return { name: name as ToolName, description, inputSchema };
}
