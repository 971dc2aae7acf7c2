import type { Entry } from './logs.ts';
import type { System } from './model.ts';
import { iso } from './span.ts';

/** All lines as one answer of Loki's query_range or of CloudWatch Logs Insights. */
export function answerOf(system: System, all: Map<string, Entry[]>): string {
  if (system.logs === 'loki') {
    const result = [...all].map(([name, entries]) => ({
      stream: streamOf(system, name),
      values: entries.map((e) => [`${Math.floor(e.at * 1e6)}000`, e.text]),
    }));
    return `${JSON.stringify({ status: 'success', data: { resultType: 'streams', result } }, null, 1)}\n`;
  }
  const rows = [...all].flatMap(([name, entries]) => entries.map((e) => ({ at: e.at, name, text: e.text })));
  rows.sort((a, b) => a.at - b.at);
  const results = rows.map(({ at, name, text }) => [
    { field: '@timestamp', value: iso(at, 3).replace('T', ' ').replace('Z', '') },
    { field: '@message', value: text },
    { field: '@log', value: `111122223333:${groupOf(system, name)}` },
  ]);
  return `${JSON.stringify({ results, statistics: { recordsMatched: rows.length }, status: 'Complete' }, null, 1)}\n`;
}

function streamOf(system: System, name: string): Record<string, string> {
  const service = system.services.find((s) => s.name === name);
  if (!service) return { job: 'systemd-journal', hostname: name };
  return { ...(system.alertLabels?.(service) ?? { job: name }), namespace: system.namespace };
}

const groupOf = (system: System, name: string): string =>
  system.services.find((s) => s.name === name)?.host ?? `/events/${name}`;
