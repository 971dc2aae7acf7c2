import { expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { openSnapshot } from '../../../../backends/common/snapshot/index.ts';
import { createKubernetesApp } from '../../../../backends/kubernetes/app.ts';
import { createSnapshotKubernetesProvider } from '../../../../backends/kubernetes/providers/snapshot.ts';
import { createLogsApp } from '../../../../backends/logs/app.ts';
import { createSnapshotLogsProvider } from '../../../../backends/logs/providers/snapshot.ts';
import { createMetricsApp } from '../../../../backends/metrics/app.ts';
import { createSnapshotMetricsProvider } from '../../../../backends/metrics/providers/snapshot.ts';
import { createRunbooksApp } from '../../../../backends/runbooks/app.ts';
import { createSnapshotRunbooksProvider } from '../../../../backends/runbooks/providers/snapshot.ts';
import { API_KEY } from '../../support/call.ts';
import { CAPTURED_AT, lines, snapshotFolder } from '../../support/snapshot-folder.ts';

const ODD = [null, 0, -1.5, 'text', '', true, [], [null, 1, 'x'], {}, { name: 5, __proto__: null }];

/** Every field that the operations read, with values of every wrong type. */
function oddObjects(): object[] {
  return ODD.flatMap((odd, index) =>
    ['Pod', 'Deployment', 'Node', 'ResourceQuota', 'Event', 'Secret', 'Namespace', 'PodMetrics', 'NodeMetrics'].map(
      (kind) => ({
        apiVersion: odd,
        kind,
        metadata: {
          name: `odd-${index}`,
          namespace: odd,
          uid: odd,
          labels: index % 2 ? odd : { label: odd },
          annotations: odd,
          creationTimestamp: odd,
          ownerReferences: index % 2 ? odd : [odd, { kind: odd, name: odd }],
        },
        spec:
          index % 2
            ? odd
            : {
                nodeName: odd,
                containers: [odd, { name: odd, resources: odd, image: odd }],
                replicas: odd,
                taints: odd,
              },
        status:
          index % 2
            ? odd
            : {
                phase: odd,
                conditions: [odd, { type: odd, status: odd }],
                containerStatuses: [odd, { state: odd, restartCount: odd }],
                allocatable: odd,
                hard: { cpu: odd },
                used: odd,
              },
        type: odd,
        reason: odd,
        count: odd,
        lastTimestamp: odd,
        involvedObject: odd,
        data: odd,
        containers: odd,
        usage: odd,
      }),
    ),
  );
}

const FILES = {
  'snapshot.json': { version: 2, cluster: 7, capturedAt: CAPTURED_AT, namespaces: ['a', 1], report: {} },
  'kubernetes/odd.json': { kind: 'List', items: oddObjects() },
  'kubernetes/scalar.json': '17',
  'kubernetes/empty.json': '',
  'logs/times.log': lines(
    '+275760-09-13T00:00:00Z far',
    '9999-99-99T99:99:99Z no time',
    '{"ts":1e300,"msg":"big"}',
    '{"ts":-5,"msg":"small"}',
    '{"time":{},"level":[],"msg":{}}',
    '{"message":null}',
    '\u0000\u0001',
    '{'.repeat(5_000),
  ),
  'logs/odd.ndjson': lines(
    ...ODD.map((odd) =>
      JSON.stringify({ timestamp: odd, service: odd, pod: odd, level: odd, message: odd, trace_id: odd }),
    ),
  ),
  'logs/binary.log': Buffer.from(Array.from({ length: 4_000 }, (_, i) => (i * 37) % 256)).toString('latin1'),
  'metrics.om': lines(
    'a 1 1e300',
    'a NaN NaN',
    'a 1 -5',
    'a{} 1',
    'a{b="c"}',
    '{} 1 1',
    'a{b="\\',
    'ok_errors_total 1e308 1772366000',
    'ok_errors_total 1e308 1772366300',
    '#',
    '# TYPE',
  ),
  'metrics/odd.json': {
    data: { result: ODD.map((odd) => ({ metric: odd, values: [odd, [odd, odd], [1772366000, '1']] })) },
  },
  'traces/odd.json': {
    resourceSpans: [
      ...ODD,
      {
        resource: {},
        scopeSpans: [
          {
            spans: ODD.map((odd) => ({
              traceId: odd,
              spanId: odd,
              parentSpanId: odd,
              name: odd,
              kind: odd,
              startTimeUnixNano: odd,
              endTimeUnixNano: odd,
              status: odd,
              attributes: [odd, { key: odd, value: odd }],
            })),
          },
        ],
      },
    ],
  },
  'changes/odd.ndjson': lines(
    ...ODD.map((odd) => JSON.stringify({ timestamp: odd, kind: odd, id: odd, summary: odd, files: odd, service: odd })),
    JSON.stringify({ timestamp: CAPTURED_AT, kind: 'flag', id: 5, summary: 5, files: [5], author: {} }),
  ),
  'alerts.json': [
    ...ODD,
    { startsAt: CAPTURED_AT, labels: { a: 1, b: {} }, annotations: 'x', status: 5, endsAt: '99999-01-01' },
  ],
  'topology.json': { a: 'b', c: [1, 'd', null], e: null },
  'runbooks/odd.md': lines(
    '---',
    'title: [1]',
    'severity: {}',
    'causes: 5',
    'alerts: {a: b}',
    'services: [1, null]',
    '---',
    '-',
    '1.',
    '#',
    '```',
    '# in code without an end',
  ),
  'runbooks/empty.md': '',
};

const URLS: Record<string, string[]> = {
  kubernetes: [
    '/pods/status',
    '/deployments/status',
    '/events?since=7d',
    '/resource_usage',
    '/nodes/status',
    '/objects',
    '/objects?kind=Event',
    '/events/list',
    '/namespaces',
    '/changes',
    '/source',
  ],
  logs: [
    '/logs/search?pattern=.',
    '/logs/errors',
    '/logs/patterns?min_occurrences=1',
    '/logs/recent',
    '/logs/count?event_type=.&group_by=hour',
    '/logs/summary',
    '/logs/services',
    '/source',
  ],
  metrics: [
    '/metrics/performance',
    '/metrics/errors?time_window=24h',
    '/metrics/resources',
    '/metrics/availability',
    '/metrics/trends?metric_name=*',
    '/metrics/series',
    '/metrics/query?name=*',
    '/topology',
    '/alerts',
    '/traces',
    '/source',
  ],
  runbooks: [
    '/runbooks/search',
    '/runbooks/search?query=code',
    '/runbooks/playbook/odd',
    '/runbooks/playbook/empty',
    '/runbooks/troubleshooting',
    '/runbooks/escalation',
    '/runbooks/resolutions?issue=a',
    '/source',
  ],
};

test('a folder full of wrong types is served: every operation answers 200 and keeps its schema', async () => {
  const snapshot = await openSnapshot(snapshotFolder(FILES));
  const apps: Record<string, FastifyInstance> = {
    kubernetes: createKubernetesApp({ provider: createSnapshotKubernetesProvider(snapshot), apiKey: API_KEY }),
    logs: createLogsApp({ provider: createSnapshotLogsProvider(snapshot), apiKey: API_KEY }),
    metrics: createMetricsApp({ provider: createSnapshotMetricsProvider(snapshot), apiKey: API_KEY }),
    runbooks: createRunbooksApp({ provider: createSnapshotRunbooksProvider(snapshot), apiKey: API_KEY }),
  };
  const failed: string[] = [];
  for (const [name, app] of Object.entries(apps))
    for (const url of URLS[name]!) {
      const response = await app.inject({ url, headers: { 'x-api-key': API_KEY } });
      if (response.statusCode !== 200)
        failed.push(`${name} ${url}: ${response.statusCode} ${response.body.slice(0, 200)}`);
    }
  expect(failed).toEqual([]);
  expect(snapshot.warnings().length).toBeGreaterThan(5);
});
