import { openSnapshot } from '../../backends/common/snapshot/index.ts';
import { createSnapshotKubernetesProvider } from '../../backends/kubernetes/providers/snapshot.ts';
import { createSnapshotLogsProvider } from '../../backends/logs/providers/snapshot.ts';
import { createSnapshotMetricsProvider } from '../../backends/metrics/providers/snapshot.ts';
import { createSnapshotRunbooksProvider } from '../../backends/runbooks/providers/snapshot.ts';
import { before, CAPTURED_AT, lines, secondsBefore, snapshotFolder } from '../backends/support/snapshot-folder.ts';
import {
  kubernetesProviderContract,
  logsProviderContract,
  metricsProviderContract,
  runbooksProviderContract,
} from './provider-contracts.ts';

const CONTEXT = { 'snapshot.json': { cluster: 'shop', capturedAt: CAPTURED_AT } };
const snapshotOf = (files: Record<string, unknown>) => openSnapshot(snapshotFolder({ ...CONTEXT, ...files }));

kubernetesProviderContract('snapshot', {
  open: async () =>
    createSnapshotKubernetesProvider(
      await snapshotOf({
        'kubernetes/all.json': {
          kind: 'List',
          items: [
            { kind: 'Pod', metadata: { name: 'web', namespace: 'prod', managedFields: [{}] } },
            { kind: 'Pod', metadata: { name: 'job', namespace: 'batch' } },
            { kind: 'Secret', metadata: { name: 'db', namespace: 'prod' }, data: { password: 'aHVudGVyMg==' } },
            { kind: 'Event', metadata: { name: 'e', namespace: 'prod' }, involvedObject: { kind: 'Pod', name: 'web' } },
          ],
        },
        'changes/c.ndjson': lines(
          JSON.stringify({ timestamp: before(60), kind: 'deploy', service: 'web', id: 'abc', summary: 'Release' }),
        ),
      }),
    ),
  openEmpty: async () => createSnapshotKubernetesProvider(await snapshotOf({ 'topology.json': {} })),
});

logsProviderContract('snapshot', {
  open: async () =>
    createSnapshotLogsProvider(
      await snapshotOf({
        'logs/web.log': lines(`${before(600)} all is well`, `${before(300)} ERROR it broke`),
        'logs/api.log': lines(JSON.stringify({ time: before(120), level: 'info', msg: 'hello' })),
      }),
    ),
  openEmpty: async () => createSnapshotLogsProvider(await snapshotOf({ 'topology.json': {} })),
});

const samples = (name: string) =>
  Array.from({ length: 10 }, (_, i) => `${name}{service="web"} ${i} ${secondsBefore((9 - i) * 60)}`);
const span = (spanId: string, parentSpanId: string) => ({
  traceId: 't',
  spanId,
  parentSpanId,
  name: 'op',
  startTimeUnixNano: `${secondsBefore(60)}000000000`,
  endTimeUnixNano: `${secondsBefore(59)}000000000`,
});
const service = (value: string, spans: object[]) => ({
  resource: { attributes: [{ key: 'service.name', value: { stringValue: value } }] },
  scopeSpans: [{ spans }],
});

metricsProviderContract('snapshot', {
  open: async () =>
    createSnapshotMetricsProvider(
      await snapshotOf({
        'metrics.om': lines(...samples('up'), ...samples('load')),
        'topology.json': { web: ['api'] },
        'alerts.json': [{ labels: { alertname: 'Slow' }, startsAt: before(60), status: { state: 'active' } }],
        'traces/t.json': { resourceSpans: [service('web', [span('a', '')]), service('api', [span('b', 'a')])] },
      }),
    ),
  openEmpty: async () => createSnapshotMetricsProvider(await snapshotOf({ 'logs/web.log': 'hi\n' })),
});

runbooksProviderContract('snapshot', {
  open: async () => createSnapshotRunbooksProvider(await snapshotOf({ 'runbooks/restart.md': '# Restart' })),
  openEmpty: async () => createSnapshotRunbooksProvider(await snapshotOf({ 'topology.json': {} })),
});
