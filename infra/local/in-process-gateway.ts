import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { parse } from 'yaml';
import { openSnapshot } from '../../backends/common/snapshot/index.ts';
import { createKubernetesApp } from '../../backends/kubernetes/app.ts';
import { createSnapshotKubernetesProvider } from '../../backends/kubernetes/providers/snapshot.ts';
import { createLogsApp } from '../../backends/logs/app.ts';
import { createSnapshotLogsProvider } from '../../backends/logs/providers/snapshot.ts';
import { createMetricsApp } from '../../backends/metrics/app.ts';
import { createSnapshotMetricsProvider } from '../../backends/metrics/providers/snapshot.ts';
import { createRunbooksApp } from '../../backends/runbooks/app.ts';
import { createSnapshotRunbooksProvider } from '../../backends/runbooks/providers/snapshot.ts';
import { type ErrorKind, SreError } from '../../bot/domain/errors.ts';
import type { ToolDescription, ToolGateway, ToolName } from '../../bot/ports/tool-gateway.ts';

const TARGETS = ['kubernetes', 'logs', 'metrics', 'runbooks'] as const;
type TargetName = (typeof TARGETS)[number];
const API_KEY = 'in-process';

interface Operation {
  readonly path: string;
  readonly description: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: unknown }[];
}

let contract: ReadonlyMap<ToolName, Operation> | undefined;

/**
 * The four backends over one snapshot folder, called in this process instead of over the network: what the command
 * line uses. Throws an Error with a one-line message when the folder holds nothing usable.
 */
export async function openInProcessGateway(snapshotDir: string): Promise<ToolGateway> {
  contract ??= readContract();
  const operations = contract;
  const snapshot = await openSnapshot(snapshotDir);
  const apps: Record<TargetName, FastifyInstance> = {
    kubernetes: createKubernetesApp({ provider: createSnapshotKubernetesProvider(snapshot), apiKey: API_KEY }),
    logs: createLogsApp({ provider: createSnapshotLogsProvider(snapshot), apiKey: API_KEY }),
    metrics: createMetricsApp({ provider: createSnapshotMetricsProvider(snapshot), apiKey: API_KEY }),
    runbooks: createRunbooksApp({ provider: createSnapshotRunbooksProvider(snapshot), apiKey: API_KEY }),
  };
  const descriptions = [...operations].map(([name, operation]): ToolDescription => describe(name, operation));

  return {
    async call(tool, args, options) {
      options?.signal?.throwIfAborted();
      const operation = operations.get(tool);
      if (operation === undefined) throw new SreError('not-found', `there is no tool ${tool}`);
      const target = tool.slice(0, tool.indexOf('___')) as TargetName;
      const { path, query } = fillPath(operation, args);
      const response = await apps[target].inject({
        method: 'GET',
        url: path,
        query,
        headers: { 'x-api-key': API_KEY },
      });
      const body: unknown = response.json();
      if (response.statusCode === 200) return body;
      const error = (body as { error?: { kind?: ErrorKind; message?: string } }).error;
      throw new SreError(error?.kind ?? 'bad-upstream', error?.message ?? `${tool} answered ${response.statusCode}`);
    },
    list: async () => descriptions,
    search: async (query) => {
      const words = query.toLowerCase().split(/\W+/).filter(Boolean);
      return descriptions.filter((tool) => words.some((word) => tool.description.toLowerCase().includes(word)));
    },
    async close() {
      await Promise.all(Object.values(apps).map((app) => app.close()));
    },
  };
}

function readContract(): ReadonlyMap<ToolName, Operation> {
  const entries = TARGETS.flatMap((target) => {
    const url = new URL(`../../schemas/${target}.yaml`, import.meta.url);
    const document = parse(readFileSync(url, 'utf8')) as {
      paths: Record<string, { get?: { operationId: string; summary?: string; description?: string; parameters?: [] } }>;
    };
    return Object.entries(document.paths).flatMap(([path, { get }]) => {
      if (get === undefined) return [];
      const description = get.description ?? get.summary ?? '';
      const name: ToolName = `${target}___${get.operationId}`;
      return [[name, { path, description, parameters: get.parameters ?? [] }] as const];
    });
  });
  return new Map(entries);
}

function describe(name: ToolName, operation: Operation): ToolDescription {
  const properties = Object.fromEntries(operation.parameters.map((parameter) => [parameter.name, parameter.schema]));
  return { name, description: operation.description, inputSchema: { type: 'object', properties } };
}

function fillPath(operation: Operation, args: Readonly<Record<string, unknown>>) {
  const query: Record<string, string> = {};
  let path = operation.path;
  for (const [name, value] of Object.entries(args)) {
    if (value === undefined) continue;
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    if (path.includes(`{${name}}`)) path = path.replace(`{${name}}`, encodeURIComponent(text));
    else query[name] = text;
  }
  return { path, query };
}
