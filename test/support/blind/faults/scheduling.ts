import type { Scenario } from '../core/model.ts';
import { kranich, lumen, metropol, thermo } from './systems.ts';

/** Pods that the API server did not let in, and such that no node could take. */
export const scheduling: Scenario[] = [
  {
    key: 'gpu-short',
    system: lumen,
    report: 'chat answers crawl, users see the spinner for 5s+. gateway problem I guess, please look',
    components: ['service/model-server', 'node/gpu-pool-2'],
    causes: ['insufficient_extended_resource'],
    what: 'One of two model servers cannot be scheduled: no node has a GPU left.',
    quote: 'Insufficient nvidia.com/gpu',
    elsewhere: true,
    effects: {
      'infer-gateway': { slow: 8, errors: 0.07, code: 504, said: ['upstream model-server: context deadline exceeded'] },
      'model-server': { slow: 7, silent: true },
    },
    cluster: (c) => {
      for (const pod of c.podsOf('model-server')) pod.spec.containers[0].resources.limits['nvidia.com/gpu'] = '1';
      c.deployment('model-server').spec.template.spec.containers[0].resources.limits['nvidia.com/gpu'] = '1';
      for (const node of ['gpu-pool-1', 'gpu-pool-2'])
        Object.assign(c.node(node).status.allocatable, { 'nvidia.com/gpu': node === 'gpu-pool-1' ? '1' : '0' });
      const [kept, gone] = c.podsOf('model-server');
      kept.spec.nodeName = 'gpu-pool-1';
      c.unscheduled(
        [gone],
        '0/4 nodes are available: 4 Insufficient nvidia.com/gpu. preemption: 0/4 nodes are available: 4 No preemption victims found for incoming pod.',
      );
    },
    logs: [
      {
        in: 'gpu-pool-2',
        say: [
          "kernel: NVRM: Xid (PCI:0000:17:00): 79, pid='<unknown>', name=<unknown>, GPU has fallen off the bus.",
          'nvidia-device-plugin[2210]: marking device as unhealthy: GPU-5f0e1c77',
        ],
        after: -1,
      },
    ],
  },
  {
    key: 'issuer-taint',
    without: ['logs', 'alerts'],
    system: metropol,
    report: 'people pay but get no tickets!!! purchase errors',
    components: ['service/issuer'],
    causes: ['taint_toleration_mismatch'],
    what: 'issuer was evicted and cannot come back: all nodes carry a taint that it does not tolerate.',
    quote: 'untolerated taint \\{dedicated: presale\\}',
    elsewhere: true,
    effects: {
      purchase: {
        errors: 0.97,
        code: 502,
        said: [
          'POST http://issuer.tickets:8080/issue: connect ECONNREFUSED',
          'order {n} charged but not issued: issuer unavailable',
        ],
      },
      issuer: { down: true },
    },
    cluster: (c) => {
      for (const node of c.nodes) node.spec.taints = [{ key: 'dedicated', value: 'presale', effect: 'NoSchedule' }];
      c.unscheduled(
        c.podsOf('issuer'),
        '0/6 nodes are available: 6 node(s) had untolerated taint {dedicated: presale}. preemption: 0/6 nodes are available: 6 Preemption is not helpful for scheduling.',
      );
    },
    changes: [
      {
        before: 6,
        kind: 'config',
        summary: 'Taint the pool for the presale',
        files: ['infra/nodepools.tf'],
        diff: '+  taint { key = "dedicated" value = "presale" effect = "NO_SCHEDULE" }',
      },
    ],
  },
  {
    key: 'lab-class',
    system: kranich,
    report: 'no lab results arriving since the move to the new disk',
    components: ['service/lab-import'],
    causes: ['pvc_storage_class_mismatch'],
    what: 'The claim of lab-import names a storage class that does not exist, so its pod stays pending.',
    quote: 'storageclass.storage.k8s.io "longhorn-fast" not found',
    without: ['metrics'],
    effects: { 'lab-import': { down: true } },
    cluster: (c) => {
      const claim = c.add({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'lab-spool-v2', namespace: 'frontdesk' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'longhorn-fast',
          resources: { requests: { storage: '20Gi' } },
        },
        status: { phase: 'Pending' },
      });
      c.add({
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: { name: 'longhorn' },
        provisioner: 'driver.longhorn.io',
      });
      c.event(claim, 'ProvisioningFailed', 'storageclass.storage.k8s.io "longhorn-fast" not found', {
        count: 92,
        from: 'persistentvolume-controller',
      });
      const fresh = c.rollout(
        'lab-import',
        (t) => {
          t.spec.volumes = [{ name: 'spool', persistentVolumeClaim: { claimName: 'lab-spool-v2' } }];
        },
        { fresh: 1, replaced: 1 },
      );
      for (const pod of fresh)
        pod.spec.volumes = [{ name: 'spool', persistentVolumeClaim: { claimName: 'lab-spool-v2' } }];
      c.unscheduled(
        fresh,
        '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
      );
    },
  },
  {
    key: 'rules-memory-request',
    system: thermo,
    report: 'frost alarms come late or not at all - alarm-out looks dead to me',
    components: ['service/rules'],
    causes: ['insufficient_node_memory'],
    what: 'The pods of rules ask for 28Gi since the last deploy, which no node has left.',
    quote: '3 Insufficient memory',
    elsewhere: true,
    effects: { rules: { down: true }, 'alarm-out': { traffic: 0.02 } },
    changes: [
      {
        before: 2,
        kind: 'deploy',
        service: 'rules',
        summary: 'rules 2.8: more room for windows',
        files: ['deploy/rules.yaml'],
        diff: '-            memory: 512Mi\n+            memory: 28Gi',
      },
    ],
    cluster: (c) => {
      const fresh = c.rollout(
        'rules',
        (t) => {
          t.spec.containers[0].resources.requests.memory = '28Gi';
          t.spec.containers[0].resources.limits.memory = '28Gi';
        },
        { fresh: 2, replaced: 2 },
      );
      c.unscheduled(
        fresh,
        '0/3 nodes are available: 3 Insufficient memory. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.',
      );
    },
  },
];
