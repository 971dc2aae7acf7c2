import { runsItsOwnControlPlane } from '../part.ts';
import { type Scene, signal } from '../scene.ts';
import { ALWAYS, type MetricSink } from './sink.ts';

const SECONDS = [0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.024, 2.048, 4.096, 8.192];

/** etcd 3.5 and the API server, where they are the team's own to scrape: a managed control plane shows neither. */
export function controlPlaneMetrics(scene: Scene, sink: MetricSink): void {
  if (!runsItsOwnControlPlane(scene.system)) return;
  const read = (name: string, i: number, base: number) => signal(scene, { role: 'etcd' }, name, base, i);
  const labels = { job: 'etcd', namespace: 'kube-system', pod: 'etcd-control-plane-1', instance: '10.0.0.10:2379' };
  sink.gauge(ALWAYS, 'etcd_server_has_leader', labels, () => 1);
  sink.counter(ALWAYS, 'etcd_server_leader_changes_seen_total', labels, (i) => read('leader changes', i, 0));
  sink.gauge(ALWAYS, 'etcd_server_proposals_pending', labels, (i) => Math.round(read('pending', i, 0)));
  sink.counter(ALWAYS, 'etcd_server_slow_apply_total', labels, (i) => read('slow applies', i, 0.001));
  sink.counter(ALWAYS, 'etcd_server_heartbeat_send_failures_total', labels, (i) => read('late heartbeats', i, 0));
  sink.gauge(ALWAYS, 'etcd_mvcc_db_total_size_in_bytes', labels, (i) =>
    Math.round(2.147483648e9 * Math.min(1.004, read('size share', i, 0.31 + i * 1e-5))),
  );
  sink.gauge(ALWAYS, 'etcd_server_quota_backend_bytes', labels, () => 2_147_483_648);
  const disk = (name: string, rate: number, mean: number, signalName: string) =>
    sink.histogram(
      ALWAYS,
      name,
      labels,
      SECONDS,
      () => rate,
      (i) => read(signalName, i, mean),
    );
  disk('etcd_disk_wal_fsync_duration_seconds', 22, 0.0018, 'fsync');
  disk('etcd_disk_backend_commit_duration_seconds', 9, 0.0032, 'commit');
  const server = { job: 'apiserver', instance: '10.0.0.10:6443' };
  for (const [verb, rate] of [
    ['GET', 40],
    ['PUT', 12],
    ['POST', 2],
  ] as const) {
    const failing = (i: number) => (verb === 'GET' ? 0 : read('refused writes', i, 0));
    for (const [code, share] of [
      [verb === 'POST' ? '201' : '200', (i: number) => 1 - failing(i)],
      ['500', failing],
    ] as const)
      sink.counter(
        ALWAYS,
        'apiserver_request_total',
        { ...server, verb, resource: verb === 'POST' ? 'events' : 'leases', code },
        (i) => rate * share(i),
      );
    sink.histogram(
      ALWAYS,
      'apiserver_request_duration_seconds',
      { ...server, verb, scope: 'namespace' },
      [0.005, 0.025, 0.1, 0.2, 0.4, 0.6, 1, 2, 5, 10, 30, 60],
      () => rate,
      (i) => read('api seconds', i, 0.012),
    );
  }
}
