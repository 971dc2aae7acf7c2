import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Any, Cluster } from './cluster.ts';
import { answerOf } from './log-answers.ts';
import { asRecord, type Entry, writeLogs } from './logs.ts';
import { Metrics } from './metrics.ts';
import type { Scenario, Source, Truth } from './model.ts';
import { hidePast, writeStates, writeUsual } from './platform.ts';
import { settle } from './settle.ts';
import { iso, Span } from './span.ts';
import { alertsOf, changesOf } from './surroundings.ts';
import { tracesOf } from './traces.ts';

/** Writes one snapshot folder and answers what is true about it. */
export function writeFolder(scenario: Scenario, folder: string): Truth {
  const kind = scenario.kind ?? 'fault';
  const minutes = scenario.minutes ?? 90;
  const span = new Span(
    scenario.key,
    minutes,
    scenario.step ?? (scenario.system.services.length > 5 ? 60 : 30),
    scenario.onset ?? 24,
    scenario.until ?? (kind === 'fault' ? undefined : kind === 'healthy' ? (scenario.onset ?? 24) : 18),
  );
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const json = (path: string, value: unknown): void => put(path, `${JSON.stringify(value, null, 1)}\n`);
  const has = (source: Source): boolean => !scenario.without?.includes(source);
  const { system } = scenario;
  const namespaces =
    system.platform === 'kubernetes' ? [...new Set(system.services.map((s) => s.namespace ?? system.namespace))] : [];
  json('snapshot.json', {
    version: 1,
    cluster: system.cluster,
    capturedAt: iso(span.end),
    namespaces,
    report: scenario.report,
  });

  const cluster = system.platform === 'kubernetes' ? new Cluster(scenario, span) : undefined;
  const before = new Map(
    system.services.map((s) => [s.name, cluster?.podsOf(s.name).map((p) => p.metadata.name as string) ?? []]),
  );
  if (cluster) scenario.cluster?.(cluster, span);
  const endpoints = cluster ? settle(cluster) : [];
  const still = new Map<string, string[]>();
  for (const [name, pods] of before)
    still.set(name, cluster && pods.every((p) => cluster.podsOf(name).some((q) => q.metadata.name === p)) ? pods : []);

  if (has('metrics')) {
    const metrics = new Metrics(span);
    writeUsual(metrics, scenario, span, still);
    if (cluster) writeStates(metrics, cluster, span);
    scenario.metrics?.(metrics, span, cluster);
    if (cluster) hidePast(metrics, cluster, span);
    const text = metrics.text();
    put('metrics.om', scenario.cut ? text.slice(0, Math.floor(text.length * 0.93)) : text);
  }
  if (has('logs')) logs(scenario, writeLogs(scenario, span), still, put);
  if (cluster && has('kubernetes')) objects(scenario, cluster, endpoints, json);
  if (has('alerts')) json('alerts.json', alertsOf(scenario, span));
  const changes = changesOf(scenario, span);
  if (has('changes') && changes) put('changes/changes.ndjson', changes);
  if (has('topology') && scenario.topology !== false && system.graph !== false) {
    json(
      'topology.json',
      Object.fromEntries(system.services.filter((s) => s.calls?.length).map((s) => [s.name, s.calls])),
    );
  }
  if (scenario.traces) json('traces/traces.json', tracesOf(scenario, span));
  const { components, causes, what, quote } = scenario;
  return { verdicts: [kind], components, causes, what, quote: quote.replace(/"/g, '\\\\?"') };
}

function logs(
  scenario: Scenario,
  all: Map<string, Entry[]>,
  pods: Map<string, string[]>,
  put: (path: string, text: string) => void,
): void {
  const { system } = scenario;
  const service = (name: string): boolean => system.services.some((s) => s.name === name);
  const text = (list: Entry[]): string => `${list.map((e) => e.text).join('\n')}\n`;
  if (system.logs === 'loki' || system.logs === 'insights') {
    put(`logs/${system.logs}.json`, answerOf(system, all));
    return;
  }
  const records: { at: number; line: string }[] = [];
  for (const [name, entries] of all) {
    const own = pods.get(name) ?? [];
    if (system.logs === 'ndjson' && service(name)) {
      for (const e of entries) records.push({ at: e.at, line: asRecord(e, name, own[0] ?? name) });
    } else if (system.logs === 'pod' && own.length > 1) {
      for (const [i, pod] of own.entries())
        put(`logs/${pod}.log`, text(entries.filter((_, n) => n % own.length === i)));
    } else if (system.logs === 'stamped' && service(name)) {
      put(
        `logs/${name}.log`,
        `${entries
          .map((e) =>
            e.text
              .split('\n')
              .map((l) => `${iso(e.at, 9)} ${l}`)
              .join('\n'),
          )
          .join('\n')}\n`,
      );
    } else if (system.logs === 'cri' && service(name)) {
      const wrapped = entries.flatMap((e) => e.text.split('\n').map((l) => `${iso(e.at, 9)} stdout F ${l}`));
      put(`logs/${name}.log`, `${wrapped.join('\n')}\n`);
    } else put(`logs/${name}.log`, text(entries));
  }
  records.sort((a, b) => a.at - b.at);
  if (records.length) put('logs/export.ndjson', `${records.map((x) => x.line).join('\n')}\n`);
}

function objects(
  scenario: Scenario,
  cluster: Cluster,
  endpoints: Any[],
  json: (path: string, value: unknown) => void,
): void {
  const list = (items: Any[]): object => ({ apiVersion: 'v1', kind: 'List', items, metadata: { resourceVersion: '' } });
  const spaces = [
    ...new Set(
      [...cluster.pods, ...cluster.services, ...cluster.others].map((o) => o.metadata.namespace).filter(Boolean),
    ),
  ];
  const namespaces = spaces.map((name) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, creationTimestamp: '2025-02-03T09:00:00Z' },
    status: { phase: 'Active' },
  }));
  const parts: Record<string, Any[]> = {
    pods: cluster.pods,
    workloads: [...cluster.deployments, ...cluster.replicaSets],
    services: [...cluster.services, ...endpoints],
    nodes: cluster.nodes,
    events: cluster.events,
    other: [...namespaces, ...cluster.others],
  };
  if (scenario.key.length % 2) json('kubernetes/all.json', list(Object.values(parts).flat()));
  else for (const [name, items] of Object.entries(parts)) json(`kubernetes/${name}.json`, list(items));
}
