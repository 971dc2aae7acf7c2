import type { FaultKind } from '../fault-kind.ts';
import { plain } from '../kubernetes/cluster-objects.ts';
import { objectEvent } from '../kubernetes/events.ts';
import type { KubeObject } from '../kubernetes/state.ts';
import { say } from '../logs/say.ts';
import type { Part, System } from '../part.ts';
import { changeSignal, drive, type Scene } from '../scene.ts';
import { recordChange } from './changes.ts';
import { all, kubernetes } from './places.ts';

/** A service that an ingress controller leads to. */
const behindNginx = (part: Part, { parts }: System) =>
  part.kind === 'service' &&
  parts.some(({ engine, calls }) => engine === 'nginx' && calls.some(({ role }) => role === part.role));

function ingress(scene: Scene, part: Part, backend: string, secret: string): KubeObject {
  return plain('networking.k8s.io/v1', 'Ingress', part.namespace, part.name, scene.axis.end - 2e7, {
    spec: {
      ingressClassName: 'nginx',
      tls: [{ hosts: ['www.example.com'], secretName: secret }],
      rules: [
        {
          host: 'www.example.com',
          http: {
            paths: [
              { path: '/', pathType: 'Prefix', backend: { service: { name: backend, port: { number: part.port } } } },
            ],
          },
        },
      ],
    },
    status: { loadBalancer: { ingress: [{ ip: '198.51.100.7' }] } },
  });
}

function gatewayOf(scene: Scene, part: Part): Part {
  return scene.system.parts.find(
    ({ engine, calls }) => engine === 'nginx' && calls.some(({ role }) => role === part.role),
  )!;
}

export const ingresses: readonly FaultKind[] = [
  {
    id: 'ingress-leads-nowhere',
    causes: ['ingress_backend_missing'],
    where: all(kubernetes, behindNginx),
    strike(scene, part, fault) {
      const backend = `${part.name}-v2`;
      scene.objects.push(ingress(scene, part, backend, 'www-tls'));
      recordChange(scene, part, fault.from - 12, {
        kind: 'config',
        summary: 'Lead to v2',
        files: ['deploy/ingress.yaml'],
      });
      drive(scene, part, 'unreachable', fault, 1);
      scene.problems.set(part.role, 'unavailable');
      say(
        scene,
        gatewayOf(scene, part),
        { from: fault.from, perMinute: 1, level: 'warn' },
        () =>
          `Error obtaining Endpoints for Service "${part.namespace}/${backend}": no object matching key "${part.namespace}/${backend}" in local store`,
      );
      return {
        components: [`service/${part.name}`, `service/${backend}`, `service/${gatewayOf(scene, part).name}`],
        complaint: 'the site answers 503',
      };
    },
  },
  {
    id: 'ingress-certificate-gone',
    causes: ['ingress_tls_secret_missing'],
    where: all(kubernetes, behindNginx),
    strike(scene, part, fault) {
      const gateway = gatewayOf(scene, part);
      scene.objects.push(ingress(scene, part, part.name, 'www-tls-2026'));
      drive(scene, gateway, 'traffic', fault, 0.1);
      changeSignal(scene, gateway, 'certificate expiry', (base, i) =>
        fault.acts(scene.axis.at(i)) ? scene.axis.end + 3.1e7 : base,
      );
      say(
        scene,
        gateway,
        { from: fault.from, perMinute: 1, level: 'warn' },
        () =>
          `Error getting SSL certificate "${part.namespace}/www-tls-2026": local SSL certificate ${part.namespace}/www-tls-2026 was not found. Using default certificate`,
      );
      return {
        components: [`service/${part.name}`, `service/${gateway.name}`],
        complaint: 'browsers warn of the certificate',
      };
    },
  },
  {
    id: 'autoscaler-without-target',
    causes: ['hpa_target_missing'],
    where: all(kubernetes, ({ kind }) => kind === 'service'),
    strike(scene, part, fault) {
      const target = `${part.name}-v1`;
      scene.objects.push(
        plain(
          'autoscaling/v2',
          'HorizontalPodAutoscaler',
          part.namespace,
          `${part.name}-scaler`,
          scene.axis.end - 5e6,
          {
            spec: {
              scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target },
              minReplicas: 2,
              maxReplicas: 8,
              metrics: [
                {
                  type: 'Resource',
                  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
                },
              ],
            },
            status: {
              currentReplicas: 0,
              desiredReplicas: 0,
              conditions: [
                {
                  type: 'AbleToScale',
                  status: 'False',
                  reason: 'FailedGetScale',
                  message: `the HPA controller was unable to get the target's current scale: deployments.apps "${target}" not found`,
                  lastTransitionTime: new Date(fault.from * 1000).toISOString(),
                },
              ],
            },
          },
        ),
      );
      objectEvent(
        scene,
        'HorizontalPodAutoscaler',
        part.namespace,
        `${part.name}-scaler`,
        'FailedGetScale',
        `deployments.apps "${target}" not found`,
        { first: fault.from, count: 120, source: 'horizontal-pod-autoscaler' },
      );
      drive(scene, part, 'cpuExtra', fault, part.cpuLimit * 0.4);
      return {
        components: [`service/${part.name}`, `service/${part.name}-scaler`, `service/${target}`],
        complaint: `${part.name} does not scale`,
      };
    },
  },
];
