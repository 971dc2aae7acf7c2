import type { Scenario } from '../core/model.ts';
import { iso } from '../core/span.ts';
import { kranich, vireo } from './systems.ts';

/** Pods that were let in, and did not come up. */
export const starting: Scenario[] = [
  {
    key: 'rollup-config',
    system: vireo,
    report: 'dashboards frozen at half past, dash api fine? please check clickhouse',
    components: ['service/rollup-writer'],
    causes: ['missing_config_map'],
    what: 'rollup-writer stays in ContainerCreating: the config map that it mounts was renamed.',
    quote: 'configmap "rollup-writer-cfg" not found',
    elsewhere: true,
    effects: { 'rollup-writer': { down: true } },
    metrics: (m, s) =>
      m.gauge(
        'kafka_consumergroup_lag',
        { consumergroup: 'rollup-writer', topic: 'sessions', partition: '0' },
        s.whole((at) => 900 + s.grown(at) * 2_600_000),
      ),
    cluster: (c) => {
      const volume = [{ name: 'config', configMap: { name: 'rollup-writer-cfg', defaultMode: 420 } }];
      const fresh = c.rollout(
        'rollup-writer',
        (t) => {
          t.spec.volumes = volume;
        },
        { fresh: 2, replaced: 2 },
      );
      c.waiting(fresh, 'ContainerCreating', '');
      for (const pod of fresh) {
        pod.spec.volumes = volume;
        c.event(
          pod,
          'FailedMount',
          'MountVolume.SetUp failed for volume "config" : configmap "rollup-writer-cfg" not found',
          { count: 18 },
        );
      }
      c.add({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'rollup-writer-config', namespace: 'clickpath' },
        data: { 'batch.size': '50000' },
      });
    },
  },
  {
    key: 'clinic-attach',
    system: kranich,
    report: 'Nothing works at the front desk, appointment list gives error 500',
    components: ['service/clinic-pg'],
    causes: ['volume_attach_failed'],
    what: 'The database was moved to k3s-a, but its volume is still attached to k3s-b.',
    quote: 'Multi-Attach error for volume',
    elsewhere: true,
    effects: {
      'clinic-pg': { down: true },
      appointments: {
        errors: 0.99,
        said: [
          'connect ECONNREFUSED 10.43.9.12:5432\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1607:16)',
        ],
      },
      patients: {
        errors: 0.99,
        said: [
          'psycopg.OperationalError: connection failed: connection to server at "10.43.9.12", port 5432 failed: Connection refused',
        ],
      },
    },
    cluster: (c) => {
      const [pod] = c.podsOf('clinic-pg');
      pod.spec.nodeName = 'k3s-a';
      pod.metadata.creationTimestamp = iso(c.span.onset);
      pod.status.startTime = iso(c.span.onset);
      pod.spec.volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data-clinic-pg-0' } }];
      c.waiting([pod], 'ContainerCreating', '');
      c.event(
        pod,
        'FailedAttachVolume',
        'Multi-Attach error for volume "pvc-0a1c7e52-9f11-4a5e-b1a6-2c0b4f1f9d10" Volume is already exclusively attached to one node and can\'t be attached to another',
        { from: 'attachdetach-controller' },
      );
      c.event(
        pod,
        'FailedMount',
        'Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[], failed to process volumes=[]: timed out waiting for the condition',
        { count: 9, after: 2 },
      );
      c.add({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data-clinic-pg-0', namespace: 'frontdesk' },
        spec: {
          volumeName: 'pvc-0a1c7e52-9f11-4a5e-b1a6-2c0b4f1f9d10',
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '50Gi' } },
        },
        status: { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '50Gi' } },
      });
      c.add({
        apiVersion: 'storage.k8s.io/v1',
        kind: 'VolumeAttachment',
        metadata: { name: 'csi-8d2f41' },
        spec: {
          attacher: 'driver.longhorn.io',
          nodeName: 'k3s-b',
          source: { persistentVolumeName: 'pvc-0a1c7e52-9f11-4a5e-b1a6-2c0b4f1f9d10' },
        },
        status: { attached: true },
      });
    },
  },
];
