import type { Fault, FaultKind } from '../fault-kind.ts';
import { plain } from '../kubernetes/cluster-objects.ts';
import { fallenPod, standingPod } from '../kubernetes/cluster-programs.ts';
import { objectEvent, podEvent } from '../kubernetes/events.ts';
import type { NodeState } from '../kubernetes/state.ts';
import { say } from '../logs/say.ts';
import { changeNode, drive, podsOf, type Scene } from '../scene.ts';
import { rfc3339 } from '../time-axis.ts';
import { rollOut } from './changes.ts';
import { nodeChanged, nodeNotReady, nodeUnder, podsOn } from './infrastructure.ts';
import { aCallee, all, aProgram, kubernetes } from './places.ts';
import { takeDown } from './pods.ts';
import { callerOf } from './routing.ts';

const here = all(kubernetes, aProgram);

function taint(node: NodeState, key: string, effect: string, at: number): void {
  node.taints.push({ key: `node.kubernetes.io/${key}`, effect, timeAdded: rfc3339(Math.round(at)) });
}

const REFUSED = `rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"`;

const NO_PROCESS = {
  jvm: 'java.io.IOException: Cannot run program "/usr/bin/wkhtmltopdf": error=11, Resource temporarily unavailable',
  go: 'fork/exec /usr/bin/git: resource temporarily unavailable',
  node: 'spawn /usr/bin/node EAGAIN',
  python: 'BlockingIOError: [Errno 11] Resource temporarily unavailable',
  celery: 'BlockingIOError: [Errno 11] Resource temporarily unavailable',
};

export const nodeKinds: readonly FaultKind[] = [
  {
    id: 'containerd-down',
    causes: ['containerd_unavailable'],
    where: here,
    strike(scene, part, fault) {
      const node = nodeUnder(scene, part);
      const since = fault.from + 190;
      const minutes = Math.round((scene.axis.end - fault.from) / 60);
      node.ready = 'False';
      node.readySince = since;
      node.readyReason = 'KubeletNotReady';
      node.readyMessage = `[container runtime is down, PLEG is not healthy: pleg was last seen active ${minutes}m4.211s ago; threshold is 3m0s]`;
      if (scene.random.chance(0.5))
        node.conditions.unshift({
          type: 'ContainerRuntimeUnhealthy',
          status: 'True',
          reason: 'ContainerdUnhealthy',
          message: 'containerd:Found unhealthy, restart attempted',
          since: fault.from + 60,
        });
      taint(node, 'not-ready', 'NoSchedule', since);
      taint(node, 'not-ready', 'NoExecute', since + 2);
      // What ran runs on, but nobody is sent to it any more once the node is not ready.
      takeDown(scene, podsOn(scene, node), later(scene, fault, since));
      const told = { first: fault.from + 20, source: 'kubelet' };
      objectEvent(scene, 'Node', undefined, node.name, 'ContainerGCFailed', REFUSED, { ...told, count: minutes });
      objectEvent(scene, 'Node', undefined, node.name, 'ImageGCFailed', REFUSED, {
        ...told,
        count: Math.max(1, Math.round(minutes / 5)),
      });
      nodeNotReady(scene, node, since, 'kubelet');
      return { components: [`node/${node.name}`], complaint: `pods on ${node.name} do not start` };
    },
  },
  {
    id: 'node-out-of-processes',
    causes: ['node_pid_pressure'],
    where: here,
    strike(scene, part, fault) {
      const node = nodeUnder(scene, part);
      Object.assign(node.conditions.find(({ type }) => type === 'PIDPressure')!, {
        status: 'True',
        reason: 'KubeletHasInsufficientPID',
        message: 'kubelet has insufficient PID available',
        since: fault.from + 12,
      });
      taint(node, 'pid-pressure', 'NoSchedule', fault.from + 12);
      changeNode(scene, node.name, 'load', (base, i) => base + fault.scale(8, 60) * fault.course[i]!);
      objectEvent(scene, 'Node', undefined, node.name, 'EvictionThresholdMet', 'Attempting to reclaim pids', {
        first: fault.from + 12,
        count: Math.max(2, Math.round((scene.axis.end - fault.from) / 40)),
        source: 'kubelet',
      });
      nodeChanged(scene, node, 'NodeHasInsufficientPID', fault.from + 12, 'kubelet');
      const evicts = scene.random.chance(0.5);
      const pods = podsOf(scene, part).filter((pod) => pod.node === node.name);
      if (evicts) {
        takeDown(scene, pods, fault);
        const text = 'The node was low on resource: pids. Threshold quantity: 3276, available: 2901. ';
        for (const pod of pods) {
          Object.assign(pod, { phase: 'Failed', reason: 'Evicted', message: text });
          podEvent(scene, pod, 'Evicted', text, { first: fault.from + 30, last: fault.from + 30 });
        }
      } else {
        const share = fault.scale(0.08, 0.5) * (pods.length / podsOf(scene, part).length);
        drive(scene, part, 'errors', fault, share);
        const text = NO_PROCESS[part.runtime!];
        for (const pod of pods) say(scene, part, { from: fault.from + 8, perMinute: 1 + share * 4, pod }, () => text);
      }
      return {
        components: [`node/${node.name}`, `service/${part.name}`],
        complaint: evicts ? `pods of ${part.name} vanish` : `${part.name} fails now and then`,
      };
    },
  },
  {
    id: 'kube-proxy-fallen',
    causes: ['kube_proxy_unavailable'],
    where: all(kubernetes, aCallee),
    strike(scene, part, fault) {
      const caller = callerOf(scene, part);
      const node = nodeUnder(scene, caller);
      const words = scene.random.pick([
        `E1014 09:12:44.113021       1 server.go:494] "Error running ProxyServer" err="can't set sysctl net/netfilter/nf_conntrack_max to 131072: open /proc/sys/net/netfilter/nf_conntrack_max: permission denied"`,
        `E1014 09:12:44.113021       1 run.go:72] "command failed" err="failed complete: unrecognized feature gate: LegacyServiceAccountTokenNoAutoGeneration"`,
      ]);
      scene.objects.push(...proxies(scene, node, fault, words));
      // Its rules stay as they were: what is rolled out afterwards is not found from here.
      rollOut(scene, part, fault.from + 40);
      const callers = podsOf(scene, caller);
      const share = callers.filter((pod) => pod.node === node.name).length / callers.length;
      drive(scene, part, 'unreachable', later(scene, fault, fault.from + 60), share * 0.97);
      scene.giveUpMs.set(part.role, 3_000);
      scene.problems.set(part.role, 'timeout');
      if (scene.axis.end - fault.from > 700)
        scene.alerts.push({
          name: 'TargetDown',
          severity: 'warning',
          labels: { job: 'kube-proxy', namespace: 'kube-system', service: 'kube-proxy' },
          summary: 'One or more targets are unreachable.',
          startsAt: fault.from + 660,
        });
      return {
        components: ['service/kube-proxy', `node/${node.name}`, 'namespace/kube-system'],
        complaint: `${caller.name} does not always reach ${part.name}`,
      };
    },
  },
];

/** The fault as it is felt from `from` (unix seconds) on. */
function later(scene: Scene, fault: Fault, from: number): Fault {
  const course = fault.course.map((value, i) => (scene.axis.at(i) < from ? 0 : value));
  return { ...fault, from, course, acts: (time) => time >= from && fault.acts(time) };
}

function proxies(scene: Scene, broken: NodeState, fault: Fault, words: string) {
  const n = scene.nodes.length;
  const image = 'registry.k8s.io/kube-proxy:v1.30.4';
  const labels = { 'k8s-app': 'kube-proxy' };
  const owner = { kind: 'DaemonSet' as const, name: 'kube-proxy' };
  return [
    plain('apps/v1', 'DaemonSet', 'kube-system', 'kube-proxy', scene.axis.end - 4e7, {
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'kube-proxy', image }] } },
      },
      status: {
        desiredNumberScheduled: n,
        currentNumberScheduled: n,
        numberReady: n - 1,
        numberAvailable: n - 1,
        numberUnavailable: 1,
      },
    }),
    ...scene.nodes.map((node, i) => {
      const one = { name: 'kube-proxy', pod: `kube-proxy-${'bcdfghjk'[i]}4x2m`, image, node: node.name, labels, owner };
      return node === broken ? fallenPod(scene, { ...one, words, since: fault.from }) : standingPod(scene, one);
    }),
  ];
}
