import type { Any } from './cluster.ts';
import { iso, type Span } from './span.ts';

export function endpointsOf(service: Any, pods: Any[], ready: (pod: Any) => boolean): Any {
  const address = (p: Any): Any => ({
    ip: p.status.podIP,
    nodeName: p.spec.nodeName,
    targetRef: { kind: 'Pod', name: p.metadata.name, namespace: p.metadata.namespace, uid: p.metadata.uid },
  });
  const port = service.spec.ports[0];
  const up = pods.filter(ready).map(address);
  const down = pods.filter((p) => !ready(p)).map(address);
  const ports = [{ name: port.name, port: port.targetPort, protocol: 'TCP' }];
  const subset = {
    ...(up.length ? { addresses: up } : {}),
    ...(down.length ? { notReadyAddresses: down } : {}),
    ports,
  };
  return {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: service.metadata.name, namespace: service.metadata.namespace, labels: service.metadata.labels },
    ...(pods.length ? { subsets: [subset] } : {}),
  };
}

export function nodeOf(name: string, span: Span): Any {
  const seen = iso(span.end - 40);
  const since = iso(span.start - 40 * 86_400);
  const fine = (type: string, reason: string, message: string): Any => ({
    type,
    status: 'False',
    reason,
    message,
    lastHeartbeatTime: seen,
    lastTransitionTime: since,
  });
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      uid: span.random.uid(),
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/arch': 'amd64',
        'topology.kubernetes.io/zone': `z${(name.charCodeAt(name.length - 1) % 3) + 1}`,
      },
      creationTimestamp: since,
    },
    spec: {},
    status: {
      capacity: { cpu: '8', memory: '32865360Ki', pods: '110', 'ephemeral-storage': '205375464Ki' },
      allocatable: { cpu: '7910m', memory: '31850576Ki', pods: '110', 'ephemeral-storage': '189274027310' },
      conditions: [
        fine('MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
        fine('DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
        fine('PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
        {
          type: 'Ready',
          status: 'True',
          reason: 'KubeletReady',
          message: 'kubelet is posting ready status',
          lastHeartbeatTime: seen,
          lastTransitionTime: since,
        },
      ],
      nodeInfo: {
        kubeletVersion: 'v1.31.4',
        containerRuntimeVersion: 'containerd://1.7.24',
        osImage: 'Ubuntu 24.04.1 LTS',
        kernelVersion: '6.8.0-51-generic',
      },
    },
  };
}
