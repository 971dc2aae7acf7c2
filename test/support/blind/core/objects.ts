import type { Any } from './cluster.ts';
import type { Service, System } from './model.ts';
import { iso, type Span } from './span.ts';

const images: Record<string, string> = {
  postgres: 'docker.io/library/postgres:16.4',
  mysql: 'docker.io/library/mysql:8.0.39',
  redis: 'docker.io/library/redis:7.2.5',
  kafka: 'docker.io/apache/kafka:3.8.0',
  rabbitmq: 'docker.io/library/rabbitmq:3.13.6',
  mssql: 'mcr.microsoft.com/mssql/server:2022-CU14-ubuntu-22.04',
};
const ports: Record<string, number> = {
  postgres: 5432,
  mysql: 3306,
  redis: 6379,
  kafka: 9092,
  rabbitmq: 5672,
  mssql: 1433,
  nginx: 8081,
};
const portOf = (s: Service): number => s.port ?? ports[s.speaks] ?? 8080;

export function deploymentOf(service: Service, system: System, born: number): Any {
  const namespace = service.namespace ?? system.namespace;
  const port = portOf(service);
  const server = service.speaks in images;
  const memory = service.memory ?? (service.speaks === 'java' ? 1024 : 384);
  const probe = server
    ? { tcpSocket: { port } }
    : { httpGet: { path: service.speaks === 'java' ? '/actuator/health' : '/healthz', port, scheme: 'HTTP' } };
  const tries = { periodSeconds: 10, timeoutSeconds: 2, successThreshold: 1, failureThreshold: 3 };
  const env = (service.calls ?? []).map((callee) => {
    const other = system.services.find((s) => s.name === callee);
    if (!other) throw new Error(`${service.name} calls ${callee}, which is not there`);
    const host = other.outside ? `${callee}.internal` : `${callee}.${other.namespace ?? system.namespace}`;
    return { name: `${callee.toUpperCase().replace(/-/g, '_')}_ADDR`, value: `${host}:${portOf(other)}` };
  });
  const labels = { app: service.name, 'app.kubernetes.io/part-of': system.name };
  return {
    apiVersion: 'apps/v1',
    kind: service.stateful ? 'StatefulSet' : 'Deployment',
    metadata: {
      name: service.name,
      namespace,
      uid: `${service.name}-${system.name}-uid`,
      generation: 4,
      labels,
      creationTimestamp: iso(born - 100 * 86_400),
      annotations: { 'deployment.kubernetes.io/revision': '4' },
    },
    spec: {
      replicas: service.pods ?? 2,
      ...(service.stateful
        ? { serviceName: service.name }
        : {
            strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
            progressDeadlineSeconds: 600,
          }),
      selector: { matchLabels: { app: service.name } },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: 'default',
          restartPolicy: 'Always',
          containers: [
            {
              name: service.name,
              image:
                service.image ??
                images[service.speaks] ??
                `${system.registry}/${service.name}:1.${(service.name.length * 7) % 40}.${service.name.length % 6}`,
              ports: [{ name: server ? 'tcp' : 'http', containerPort: port, protocol: 'TCP' }],
              env,
              resources: {
                requests: { cpu: '250m', memory: `${Math.round(memory / 2)}Mi` },
                limits: { cpu: '1', memory: `${memory}Mi` },
              },
              readinessProbe: { ...probe, ...tries },
              livenessProbe: { ...probe, ...tries, initialDelaySeconds: 30 },
            },
          ],
        },
      },
    },
    status: {
      observedGeneration: 4,
      ...(service.stateful
        ? {}
        : {
            conditions: [
              {
                type: 'Progressing',
                status: 'True',
                reason: 'NewReplicaSetAvailable',
                message: `ReplicaSet for ${service.name} has successfully progressed.`,
                lastUpdateTime: iso(born),
                lastTransitionTime: iso(born - 86_400),
              },
              {
                type: 'Available',
                status: 'True',
                reason: 'MinimumReplicasAvailable',
                message: 'Deployment has minimum availability.',
                lastUpdateTime: iso(born),
                lastTransitionTime: iso(born),
              },
            ],
          }),
    },
  };
}

export function replicaSetOf(deployment: Any, hash: string, revision: number, span: Span, born?: number): Any {
  const { name, namespace, labels, uid } = deployment.metadata;
  const template = structuredClone(deployment.spec.template);
  template.metadata.labels = { ...labels, 'pod-template-hash': hash };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      uid: span.random.uid(),
      labels: { ...labels, 'pod-template-hash': hash },
      creationTimestamp: born === undefined ? deployment.status.conditions?.[0].lastUpdateTime : iso(born),
      annotations: { 'deployment.kubernetes.io/revision': `${revision}` },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid, controller: true }],
    },
    spec: {
      replicas: deployment.spec.replicas,
      selector: { matchLabels: { app: name, 'pod-template-hash': hash } },
      template,
    },
    status: { replicas: deployment.spec.replicas, readyReplicas: deployment.spec.replicas, observedGeneration: 1 },
  };
}

export function podOf(service: Service, owner: Any, ordinal: string, node: string, born: number, span: Span): Any {
  const r = span.random;
  const template = structuredClone(owner.spec.template);
  const container = template.spec.containers[0];
  const name = `${owner.metadata.name}-${ordinal || r.text(5)}`;
  const since = iso(born + 12);
  const condition = (type: string): Any => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: since });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: owner.metadata.namespace,
      uid: r.uid(),
      labels: template.metadata.labels,
      creationTimestamp: iso(born),
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: owner.kind,
          name: owner.metadata.name,
          uid: owner.metadata.uid,
          controller: true,
        },
      ],
    },
    spec: { ...template.spec, nodeName: node },
    status: {
      phase: 'Running',
      qosClass: 'Burstable',
      startTime: iso(born),
      podIP: `10.${r.int(40, 60)}.${r.int(0, 9)}.${r.int(2, 250)}`,
      hostIP: `172.20.1.${10 + (node.length % 9)}`,
      conditions: [
        condition('Initialized'),
        condition('Ready'),
        condition('ContainersReady'),
        condition('PodScheduled'),
      ],
      containerStatuses: [
        {
          name: service.name,
          ready: true,
          started: true,
          restartCount: 0,
          image: container.image,
          imageID: `${container.image.split(':')[0]}@sha256:${r.hex(64)}`,
          containerID: `containerd://${r.hex(64)}`,
          state: { running: { startedAt: since } },
          lastState: {},
        },
      ],
    },
  };
}

export function serviceOf(service: Service, system: System, born: number, span: Span): Any {
  const port = portOf(service);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: service.name,
      namespace: service.namespace ?? system.namespace,
      uid: span.random.uid(),
      labels: { app: service.name },
      creationTimestamp: iso(born - 100 * 86_400),
    },
    spec: {
      type: 'ClusterIP',
      clusterIP: `172.30.${span.random.int(0, 200)}.${span.random.int(2, 250)}`,
      selector: { app: service.name },
      ports: [{ name: service.speaks in images ? 'tcp' : 'http', port, targetPort: port, protocol: 'TCP' }],
    },
  };
}
