import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    creationTimestamp?: string;
    [field: string]: unknown;
  };
  // biome-ignore lint/suspicious/noExplicitAny: objects are built by hand and reshaped by faults
  [field: string]: any;
}

export interface Series {
  name: string;
  type: 'gauge' | 'counter';
  labels: Record<string, string>;
  /** `[unix seconds, value]`, ascending. */
  points: [number, number][];
}

export interface LogLine {
  /** Unix milliseconds. */
  at: number;
  text: string;
}

/** A whole recorded system in memory: faults and noise change it before it is written as a snapshot folder. */
export interface Scenario {
  /** Unix milliseconds of `capturedAt`. */
  now: number;
  report: string;
  objects: KubeObject[];
  events: KubeObject[];
  logs: Map<string, LogLine[]>;
  series: Series[];
  spans: Record<string, unknown>[];
  changes: Record<string, unknown>[];
  alerts: Record<string, unknown>[];
  topology: Record<string, string[]>;
  runbooks: Record<string, string>;
}

/** Writes a scenario in the snapshot format, replacing what was in the folder. */
export function writeScenario(dir: string, scenario: Scenario): void {
  rmSync(dir, { recursive: true, force: true });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  const json = (value: unknown) => `${JSON.stringify(value, null, 1)}\n`;
  const lines = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const capturedAt = new Date(scenario.now).toISOString();
  write(
    'snapshot.json',
    json({ version: 1, cluster: 'tickets', capturedAt, namespaces: ['tickets'], report: scenario.report }),
  );
  for (const [kind, objects] of Map.groupBy(scenario.objects, (object) => object.kind)) {
    write(`kubernetes/${kind.toLowerCase()}s.json`, json({ apiVersion: 'v1', kind: 'List', items: objects }));
  }
  write('kubernetes/events.json', json({ apiVersion: 'v1', kind: 'List', items: scenario.events }));
  for (const [service, entries] of scenario.logs) {
    const sorted = entries.toSorted((a, b) => a.at - b.at);
    write(`logs/${service}.log`, sorted.map(({ at, text }) => `${new Date(at).toISOString()} ${text}\n`).join(''));
  }
  write('metrics.om', openMetrics(scenario.series));
  write('topology.json', json(scenario.topology));
  write('alerts.json', json(scenario.alerts));
  write('changes/changes.ndjson', lines(scenario.changes));
  write('traces/traces.json', json(otlp(scenario.spans)));
  for (const [name, text] of Object.entries(scenario.runbooks)) write(`runbooks/${name}`, text);
}

function openMetrics(series: readonly Series[]): string {
  const out: string[] = [];
  for (const [name, family] of Map.groupBy(series, (one) => one.name)) {
    out.push(`# TYPE ${name} ${family[0]?.type ?? 'gauge'}`);
    for (const { labels, points } of family) {
      const text = Object.entries(labels)
        .map(([key, value]) => `${key}="${value}"`)
        .join(',');
      for (const [at, value] of points) out.push(`${name}{${text}} ${Number(value.toPrecision(5))} ${at}`);
    }
  }
  return `${out.join('\n')}\n# EOF\n`;
}

function otlp(spans: readonly Record<string, unknown>[]) {
  const byService = Map.groupBy(spans, (span) => String(span.service));
  return {
    resourceSpans: [...byService].map(([service, own]) => ({
      resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] },
      scopeSpans: [{ spans: own.map(({ service: _service, ...span }) => span) }],
    })),
  };
}
