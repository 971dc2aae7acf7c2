import type { Alert, Effect, Scenario } from './model.ts';
import { iso, type Span } from './span.ts';

/** Alerts that fire at the end of the window, as Alertmanager answers. */
export function alertsOf(scenario: Scenario, span: Span): object[] {
  const { system } = scenario;
  const r = span.random;
  const list: (Alert & { at: number })[] = [];
  const since = span.start - r.int(9, 60) * 86_400;
  if (system.platform !== 'aws') {
    list.push({
      name: 'Watchdog',
      labels: { severity: 'none' },
      summary: 'An alert that should always be firing to certify that Alertmanager is working properly.',
      at: since,
    });
  }
  if (r.next() < 0.4) {
    list.push({
      name: 'NodeClockNotSynchronising',
      labels: { severity: 'info', instance: 'build-box-7:9100' },
      summary: 'Clock not synchronising.',
      at: since + 4000,
    });
  }
  if (r.next() < 0.4 && system.platform === 'kubernetes') {
    list.push({
      name: 'KubeCPUOvercommit',
      labels: { severity: 'warning', cluster: system.cluster },
      summary: 'Cluster has overcommitted CPU resource requests.',
      at: since + 90_000,
    });
  }
  const own = span.over
    ? []
    : Object.entries(scenario.effects ?? {}).flatMap(([name, effect]) => effectAlert(scenario, name, effect));
  for (const alert of [...own, ...(span.over && scenario.kind !== 'healthy' ? [] : (scenario.alerts ?? []))])
    list.push({ ...alert, at: span.minutesAfter(alert.after ?? 4) + r.int(0, 8) * 15 });
  return list.map((alert) => ({
    annotations: { summary: alert.summary },
    endsAt: iso(span.end + 240, 3),
    fingerprint: r.hex(16),
    receivers: [{ name: 'on-call' }],
    startsAt: iso(alert.at, 3),
    status: { inhibitedBy: [], silencedBy: [], state: 'active' },
    updatedAt: iso(span.end - 20, 3),
    generatorURL: `http://prometheus.${system.cluster}.internal:9090/graph?g0.expr=${alert.name}`,
    labels: { alertname: alert.name, ...alert.labels },
  }));
}

function effectAlert(scenario: Scenario, name: string, effect: Effect): Alert[] {
  const { system } = scenario;
  const service = system.services.find((s) => s.name === name)!;
  const labels = {
    severity: 'critical',
    ...(system.alertLabels?.(service) ?? { service: name }),
    ...(system.platform === 'kubernetes' ? { namespace: service.namespace ?? system.namespace } : {}),
  };
  if (effect.silent) return [];
  if (effect.down && system.platform !== 'aws')
    return [{ name: 'TargetDown', labels: { ...labels, job: name }, summary: `100% of the ${name} targets are down.` }];
  if ((effect.errors ?? 0) >= 0.05)
    return [{ name: system.alertName[0], labels, summary: `${name}: more than 5% of requests fail`, after: 5 }];
  if ((effect.slow ?? 1) >= 2)
    return [
      {
        name: system.alertName[1],
        labels: { ...labels, severity: 'warning' },
        summary: `${name}: p95 latency is above its objective`,
        after: 6,
      },
    ];
  return [];
}

const innocent = [
  'Raise the cache time of static images to a day',
  'Update the translations of the help page',
  'Log the trace id in the access log',
  'Bump the linter to the current version',
  'Sort the imports; no functional change',
  'Add a unit test for rounding',
  'Rename an internal helper',
  'Correct the spelling of two labels',
];

/** What was changed lately: always some things that have nothing to do with it. */
export function changesOf(scenario: Scenario, span: Span): string {
  const r = span.random;
  const { system } = scenario;
  const apps = system.services.filter((s) => s.rps !== undefined);
  const list: { at: number; record: object }[] = [];
  const about = new Set((scenario.changes ?? []).map((c) => c.service));
  for (let i = 0; i < (apps.length ? 4 : 0); i++) {
    const service = r.pick(apps).name;
    const at = i === 0 && r.next() < 0.5 ? span.onset - r.int(200, 1500) : span.start - r.int(3, 90) * 3600;
    if (about.has(service) || scenario.components.includes(`service/${service}`) || at < span.start - 90 * 86_400)
      continue;
    const file = `${service}/src/${r.pick(['labels', 'format', 'helper', 'static'])}.${r.pick(['ts', 'go', 'py', 'java'])}`;
    list.push({
      at,
      record: {
        kind: 'deploy',
        service,
        id: r.hex(40),
        summary: r.pick(innocent),
        author: r.pick(system.authors),
        files: [file],
      },
    });
  }
  for (const change of scenario.changes ?? []) {
    const { before, ...record } = change;
    list.push({
      at: span.onset - before * 60,
      record: { ...record, id: change.id ?? r.hex(40), author: r.pick(system.authors) },
    });
  }
  list.sort((a, b) => a.at - b.at);
  return (
    list.map(({ at, record }) => JSON.stringify({ timestamp: iso(at), ...record })).join('\n') +
    (list.length ? '\n' : '')
  );
}
