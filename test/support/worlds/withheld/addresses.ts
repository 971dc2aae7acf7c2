import type { FaultKind } from '../fault-kind.ts';
import { recordChange, rollOut } from '../kinds/changes.ts';
import { all, aProgram, aService, kubernetes, runs } from '../kinds/places.ts';
import { crashLoop, drawReach, replacePods } from '../kinds/pods.ts';
import { plain } from '../kubernetes/cluster-objects.ts';
import { objectEvent } from '../kubernetes/events.ts';
import { say } from '../logs/say.ts';
import { callersOf, type Part, type System } from '../part.ts';
import { drive, podsOf, type Scene, workloadOf } from '../scene.ts';
import { rfc3339 } from '../time-axis.ts';

const behindNginx = (part: Part, system: System) =>
  part.kind === 'service' && callersOf(system, part).some(({ engine }) => engine === 'nginx');

/** What a part calls by a name that only the cluster's own DNS knows. */
function calledInCluster(part: Part, { parts }: System): readonly Part[] {
  return part.calls
    .filter(({ critical }) => critical)
    .map(({ role }) => parts.find((one) => one.role === role)!)
    .filter(({ kind }) => kind !== 'external');
}

/** Lets hardly any call of the caller get as far as the callee. */
function callsNoMore(scene: Scene, caller: Part, callee: Part, course: Float64Array): void {
  scene.callFactors.set(
    `${caller.role}>${callee.role}`,
    course.map((value) => 1 - 0.99 * value),
  );
}

const PORT_IN_USE = {
  jvm: () => 'Web server failed to start. Port 8080 was already in use.',
  go: () => 'listen tcp :8080: bind: address already in use',
  node: () => ({
    text: 'Error: listen EADDRINUSE: address already in use :::8080',
    stack: [
      '    at Server.setupListenHandle [as _listen2] (node:net:1937:16)',
      '    at listenInCluster (node:net:1994:12)',
    ],
  }),
  python: () => "Connection in use: ('0.0.0.0', 8080)",
};

export const withheldAddresses: readonly FaultKind[] = [
  {
    id: 'figures-on-the-port-of-requests',
    causes: ['container_port_conflict', 'bad_config_change'],
    where: all(kubernetes, aService, runs('jvm', 'go', 'node', 'python'), ({ port }) => port === 8080),
    strike(scene, part, fault) {
      workloadOf(scene, part).env.push({ name: 'METRICS_PORT', value: '8080' });
      recordChange(scene, part, fault.from - 40, {
        kind: 'config',
        summary: 'Serve metrics where everybody does',
        files: [`deploy/${part.name}/values.yaml`],
        diff: '-METRICS_PORT: "9464"\n+METRICS_PORT: "8080"',
      });
      const pods = replacePods(scene, part, fault, drawReach(scene, part));
      const words = PORT_IN_USE[part.runtime as 'jvm' | 'go' | 'node' | 'python'];
      crashLoop(scene, pods, fault, { reason: 'Error', exitCode: 1, lives: 5 }, words);
      return { complaint: `${part.name} does not start` };
    },
  },
  {
    id: 'resolver-of-the-node',
    causes: ['pod_dns_config_incorrect'],
    where: all(kubernetes, aService, runs('jvm', 'go', 'node', 'python'), (part, system) =>
      calledInCluster(part, system).some(({ namespace }) => namespace === part.namespace),
    ),
    strike(scene, part, fault) {
      // With the policy `Default` a pod asks whom its node asks: names of services mean nothing there, others do.
      workloadOf(scene, part).dnsPolicy = 'Default';
      rollOut(scene, part, fault.from);
      drive(scene, part, 'errors', fault, 0.97);
      const callees = calledInCluster(part, scene.system);
      for (const callee of callees) callsNoMore(scene, part, callee, fault.course);
      say(scene, part, { from: fault.from, perMinute: 5 }, () => {
        const { name, namespace, port } = scene.random.pick(callees);
        const host = namespace === part.namespace ? name : `${name}.${namespace}`;
        return {
          jvm: `java.net.UnknownHostException: ${host}: Name or service not known`,
          go: `dial tcp: lookup ${host} on 169.254.169.253:53: no such host`,
          node: `getaddrinfo ENOTFOUND ${host}`,
          python: `Failed to establish a new connection to ${host}:${port}: [Errno -2] Name or service not known`,
          celery: '',
        }[part.runtime!];
      });
      return { complaint: `${part.name} fails since it was rolled out` };
    },
  },
  {
    id: 'no-route-to-the-pods-of-a-node',
    causes: ['node_network_unavailable'],
    where: all(kubernetes, aProgram),
    strike(scene, part, fault) {
      const node = scene.nodes.find(({ name }) => name === podsOf(scene, part)[0]!.node)!;
      node.conditions.push({
        type: 'NetworkUnavailable',
        status: 'True',
        reason: 'NoRouteCreated',
        message: 'RouteController failed to create a route',
        since: fault.from,
      });
      node.taints.push({
        key: 'node.kubernetes.io/network-unavailable',
        effect: 'NoSchedule',
        timeAdded: rfc3339(Math.round(fault.from)),
      });
      objectEvent(
        scene,
        'Node',
        undefined,
        node.name,
        'FailedToCreateRoute',
        `Could not create route 7d0c41e2-5f1b-4a55-9a0e-3c1f0f7b8d11 10.12.0.0/24 for node ${node.name} after 312.4ms: error creating AWS route (10.12.0.0/24): "RouteLimitExceeded: The maximum number of routes has been reached."`,
        { first: fault.from, count: 90, source: 'route_controller' },
      );
      // Its kubelet reaches its pods and finds them well; whoever is on another node waits in vain, the scraper too.
      for (const one of scene.system.parts) {
        const pods = podsOf(scene, one);
        const cutOff = pods.filter((pod) => pod.node === node.name);
        if (cutOff.length === 0) continue;
        drive(scene, one, 'unreachable', fault, (cutOff.length / pods.length) * (1 - 1 / scene.nodes.length));
        scene.giveUpMs.set(one.role, 3_000);
        scene.problems.set(one.role, 'timeout');
        for (const pod of cutOff)
          for (let i = 0; i < scene.axis.points; i++) if (fault.acts(scene.axis.at(i))) pod.unscraped[i] = 1;
      }
      return { components: [`node/${node.name}`], complaint: 'a part of all calls times out' };
    },
  },
  {
    id: 'ingress-of-no-class',
    causes: ['ingress_class_missing', 'bad_config_change'],
    where: all(kubernetes, behindNginx),
    strike(scene, part, fault) {
      const gateway = callersOf(scene.system, part).find(({ engine }) => engine === 'nginx')!;
      const { end } = scene.axis;
      const wanted = 'nginx-public';
      scene.objects.push(
        plain('networking.k8s.io/v1', 'IngressClass', undefined, 'nginx', end - 3e7, {
          spec: { controller: 'k8s.io/ingress-nginx' },
        }),
        plain('networking.k8s.io/v1', 'Ingress', part.namespace, part.name, end - 2e7, {
          spec: {
            ingressClassName: wanted,
            rules: [
              {
                host: 'www.example.com',
                http: {
                  paths: [
                    {
                      path: '/',
                      pathType: 'Prefix',
                      backend: { service: { name: part.name, port: { number: part.port } } },
                    },
                  ],
                },
              },
            ],
          },
          status: { loadBalancer: {} },
        }),
      );
      recordChange(scene, part, fault.from - 15, {
        kind: 'config',
        summary: 'Tell public from internal ingresses',
        files: [`deploy/${part.name}/ingress.yaml`],
        diff: `-  ingressClassName: nginx\n+  ingressClassName: ${wanted}`,
      });
      // The controller takes the host out of its settings and answers 404 by itself.
      callsNoMore(scene, gateway, part, fault.course);
      say(
        scene,
        gateway,
        { from: fault.from, until: fault.from + 60, perMinute: 2, level: 'info' },
        () =>
          `"Ignoring ingress because of error while validating ingress class" ingress="${part.namespace}/${part.name}" error="no object matching key \\"${wanted}\\" in local store"`,
      );
      return {
        components: [`service/${part.name}`, `service/${gateway.name}`],
        complaint: 'the site answers 404',
      };
    },
  },
];
