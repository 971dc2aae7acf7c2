import type { FaultKind } from '../fault-kind.ts';
import { plain } from '../kubernetes/cluster-objects.ts';
import { podEvent } from '../kubernetes/events.ts';
import type { Part, System } from '../part.ts';
import { drive, type Scene, workloadOf } from '../scene.ts';
import { rfc3339 } from '../time-axis.ts';
import { recordChange } from './changes.ts';
import { aCallee, all, aService, kubernetes } from './places.ts';
import { replacePods } from './pods.ts';
import { cutOff } from './routing.ts';

/** A service that people call from outside with no ingress controller of the system before it. */
const atTheEdge = (part: Part, { parts }: System) =>
  part.kind === 'service' && part.entryRps > 0 && !parts.some(({ engine }) => engine === 'nginx');

/** A Gateway and the route of a part to it, which its controller does not take. */
function rejectedRoute(scene: Scene, part: Part, from: number): void {
  const host = 'shop.example.com';
  const [reason, message, hostnames, sectionName] = scene.random.pick([
    [
      'NotAllowedByListeners',
      `hostnames matched parent hostname "*.example.com", but namespace "${part.namespace}" is not allowed by the parent`,
      [host],
      undefined,
    ],
    [
      'NoMatchingListenerHostname',
      'no hostnames matched parent hostname "*.example.com"',
      ['shop.example.org'],
      undefined,
    ],
    ['NoMatchingParent', 'sectionName "https-public" not found', [host], 'https-public'],
  ] as const);
  const parentRef = {
    group: 'gateway.networking.k8s.io',
    kind: 'Gateway',
    name: 'public',
    namespace: 'gateway-system',
    sectionName,
  };
  const condition = (type: string, status: string, at: number, why: string, text: string) => ({
    type,
    status,
    reason: why,
    message: text,
    observedGeneration: 4,
    lastTransitionTime: rfc3339(Math.round(at)),
  });
  const old = scene.axis.end - 9e6;
  const shut = reason === 'NotAllowedByListeners';
  scene.objects.push(
    plain('gateway.networking.k8s.io/v1', 'Gateway', 'gateway-system', 'public', old, {
      spec: {
        gatewayClassName: 'istio',
        listeners: [
          {
            name: 'https',
            hostname: '*.example.com',
            port: 443,
            protocol: 'HTTPS',
            allowedRoutes: { namespaces: { from: shut ? 'Same' : 'All' } },
          },
        ],
      },
      status: {
        conditions: [
          condition('Accepted', 'True', old, 'Accepted', 'Resource accepted'),
          condition('Programmed', 'True', old, 'Programmed', 'Resource programmed'),
        ],
        listeners: [{ name: 'https', attachedRoutes: 0 }],
      },
    }),
    plain('gateway.networking.k8s.io/v1', 'HTTPRoute', part.namespace, part.name, old, {
      spec: {
        parentRefs: [parentRef],
        hostnames,
        rules: [{ backendRefs: [{ kind: 'Service', name: part.name, port: part.port, weight: 1 }] }],
      },
      status: {
        parents: [
          {
            parentRef,
            controllerName: 'istio.io/gateway-controller',
            conditions: [
              condition('Accepted', 'False', from, reason, message),
              condition('ResolvedRefs', 'True', old, 'ResolvedRefs', 'All references resolved'),
            ],
          },
        ],
      },
    }),
  );
}

/** Sidecars, a mesh's first, with the port that answers for them and what it says; nothing listens where that is absent. */
const SIDECARS: readonly (readonly [name: string, image: string, port: number, text?: string])[] = [
  ['istio-proxy', 'docker.io/istio/proxyv2:1.22.3', 15021, 'HTTP probe failed with statuscode: 503'],
  ['linkerd-proxy', 'cr.l5d.io/linkerd/proxy:edge-24.8.2', 4191, 'HTTP probe failed with statuscode: 503'],
  ['cloud-sql-proxy', 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.11.4', 9090],
];

export const routes: readonly FaultKind[] = [
  {
    id: 'gateway-rejects-route',
    causes: ['gateway_route_rejected'],
    where: all(kubernetes, atTheEdge),
    strike(scene, part, fault) {
      rejectedRoute(scene, part, fault.from);
      if (scene.random.chance(0.6))
        recordChange(scene, part, fault.from - 18, {
          kind: 'config',
          summary: 'Move to the shared gateway',
          files: [`deploy/${part.name}/httproute.yaml`],
        });
      // The gateway answers 404 itself; what still arrives comes from inside.
      drive(scene, part, 'traffic', fault, fault.scale(0.01, 0.08));
      return {
        components: [`service/${part.name}`, 'service/public', `namespace/${part.namespace}`],
        complaint: `${part.name} answers 404 from outside`,
      };
    },
  },
  {
    id: 'service-speaks-udp',
    causes: ['service_protocol_mismatch'],
    where: all(kubernetes, aCallee),
    strike(scene, part, fault) {
      // Nothing forwards TCP on the Service's address any more: packets to it find no way.
      workloadOf(scene, part).serviceProtocol = 'UDP';
      if (scene.random.chance(0.6))
        recordChange(scene, part, fault.from - 20, {
          kind: 'config',
          summary: 'Ports by template',
          files: [`deploy/${part.name}/service.yaml`],
        });
      cutOff(scene, part, fault, 3_000);
      return { complaint: `calls to ${part.name} time out` };
    },
  },
  {
    id: 'sidecar-never-ready',
    causes: ['sidecar_not_ready'],
    where: all(kubernetes, aService),
    strike(scene, part, fault) {
      const [name, image, port, text] = scene.random.pick(scene.system.mesh ? SIDECARS.slice(0, 1) : SIDECARS.slice(1));
      workloadOf(scene, part).sidecars = [{ name, image }];
      for (const pod of replacePods(scene, part, fault, scene.random.chance(0.7) ? 'all' : 'rollout')) {
        pod.sidecarUnready = true;
        const why =
          text ?? `Get "http://${pod.ip}:${port}/readiness": dial tcp ${pod.ip}:${port}: connect: connection refused`;
        podEvent(scene, pod, 'Unhealthy', `Readiness probe failed: ${why}`, {
          first: pod.createdAt + 6,
          count: Math.max(2, Math.round((scene.axis.end - fault.from) / 10)),
          container: name,
        });
      }
      return { complaint: `pods of ${part.name} show 1/2 ready` };
    },
  },
];
