import { eventOf } from './event.ts';
import { nodeOf } from './machines.ts';
import type { Scenario, Service } from './model.ts';
import { deploymentOf, podOf, replicaSetOf, serviceOf } from './objects.ts';
import { iso, type Span } from './span.ts';

// biome-ignore lint/suspicious/noExplicitAny: objects of Kubernetes are changed by scenarios in any place
export type Any = any;

interface EventOptions {
  type?: 'Normal' | 'Warning';
  count?: number;
  from?: string;
  /** Minutes after the beginning of the fault. */
  after?: number;
}

/** The objects of a cluster as they stand at the end of the window. */
export class Cluster {
  readonly pods: Any[] = [];
  readonly deployments: Any[] = [];
  readonly replicaSets: Any[] = [];
  readonly services: Any[] = [];
  readonly nodes: Any[] = [];
  readonly events: Any[] = [];
  readonly others: Any[] = [];
  readonly span: Span;
  readonly scenario: Scenario;
  constructor(scenario: Scenario, span: Span) {
    this.scenario = scenario;
    this.span = span;
    const { system } = scenario;
    for (const node of system.nodes) this.nodes.push(nodeOf(node, span));
    for (const service of system.services) if (!service.outside) this.start(service);
  }
  private start(service: Service): void {
    const { system } = this.scenario;
    const { span } = this;
    const born = span.start - span.random.int(2, 20) * 86_400;
    const hash = span.random.text(10);
    const deployment = deploymentOf(service, system, born);
    const set = replicaSetOf(deployment, hash, 4, span);
    this.deployments.push(deployment);
    if (!service.stateful) this.replicaSets.push(set);
    this.services.push(serviceOf(service, system, born, span));
    for (let i = 0; i < (service.pods ?? 2); i++) {
      const node = service.host ?? system.nodes[(i + system.services.indexOf(service)) % system.nodes.length]!;
      this.pods.push(
        podOf(service, service.stateful ? deployment : set, service.stateful ? `${i}` : '', node, born + 60 + i, span),
      );
    }
  }
  private named(list: Any[], name: string): Any {
    const found = list.find((o) => o.metadata.name === name);
    if (!found) throw new Error(`no object ${name} in ${this.scenario.key}`);
    return found;
  }
  deployment(name: string): Any {
    return this.named(this.deployments, name);
  }
  service(name: string): Any {
    return this.named(this.services, name);
  }
  node(name: string): Any {
    return this.named(this.nodes, name);
  }
  podsOf(name: string): Any[] {
    return this.pods.filter((p) => p.metadata.labels.app === name);
  }
  add(object: Any): Any {
    object.metadata.uid ??= this.span.random.uid();
    object.metadata.creationTimestamp ??= iso(this.span.start - 9 * 86_400);
    this.others.push(object);
    return object;
  }
  event(about: Any, reason: string, message: string, options: EventOptions = {}): void {
    const { span } = this;
    const at = span.minutesAfter(options.after ?? 0.2);
    const last = Math.min(span.end - 20, Math.max(at, span.until - 15));
    const count = options.count ?? 1;
    const source = options.from ?? 'kubelet';
    this.events.push(
      eventOf(about, { type: options.type ?? 'Warning', reason, message, count, at, last, source }, span),
    );
  }
  /** A new revision: its replica set, and as many of the old pods go as it is told to. */
  rollout(
    name: string,
    change: (template: Any) => void,
    options: { fresh?: number; replaced?: number; after?: number } = {},
  ): Any[] {
    const deployment = this.deployment(name);
    const { span } = this;
    const service = this.scenario.system.services.find((s) => s.name === name)!;
    const at = span.minutesAfter(options.after ?? -1);
    change(deployment.spec.template);
    deployment.metadata.generation += 1;
    deployment.metadata.annotations['deployment.kubernetes.io/revision'] = '5';
    deployment.status.observedGeneration = deployment.metadata.generation;
    const old = this.replicaSets.find((s) => s.metadata.ownerReferences[0].name === name);
    const set = replicaSetOf(deployment, span.random.text(10), 5, span, at);
    this.replicaSets.push(set);
    const replaced = options.replaced ?? 0;
    for (const pod of this.podsOf(name).slice(0, replaced)) this.pods.splice(this.pods.indexOf(pod), 1);
    const fresh: Any[] = [];
    for (let i = 0; i < (options.fresh ?? 1); i++) {
      const pod = podOf(
        service,
        set,
        '',
        this.scenario.system.nodes[i % this.scenario.system.nodes.length]!,
        at + 4,
        span,
      );
      pod.spec.containers = structuredClone(deployment.spec.template.spec.containers);
      pod.status.containerStatuses[0].image = pod.spec.containers[0].image;
      this.pods.push(pod);
      fresh.push(pod);
    }
    set.spec.replicas = fresh.length;
    set.status.replicas = fresh.length;
    if (old) {
      old.spec.replicas = this.podsOf(name).length - fresh.length;
      old.status.replicas = old.spec.replicas;
      old.status.readyReplicas = old.spec.replicas;
    }
    this.event(
      deployment,
      'ScalingReplicaSet',
      `Scaled up replica set ${set.metadata.name} from 0 to ${fresh.length}`,
      { type: 'Normal', from: 'deployment-controller', after: options.after ?? -1 },
    );
    return fresh;
  }
  /** More pods of the revision that runs. */
  scaleUp(name: string, more: number, after = 2): Any[] {
    const set = this.replicaSets.find((s) => s.metadata.ownerReferences[0].name === name);
    const service = this.scenario.system.services.find((s) => s.name === name)!;
    const { nodes } = this.scenario.system;
    const from = this.deployment(name).spec.replicas;
    const pods = Array.from({ length: more }, (_, i) =>
      podOf(service, set, '', nodes[i % nodes.length]!, this.span.minutesAfter(after), this.span),
    );
    this.pods.push(...pods);
    this.deployment(name).spec.replicas = from + more;
    set.spec.replicas = from + more;
    this.event(
      this.deployment(name),
      'ScalingReplicaSet',
      `Scaled up replica set ${set.metadata.name} from ${from} to ${from + more}`,
      { type: 'Normal', from: 'deployment-controller', after },
    );
    return pods;
  }
  notReady(pods: Any[], reason = 'ContainersNotReady'): void {
    for (const pod of pods) {
      for (const c of pod.status.conditions) {
        if (c.type !== 'Ready' && c.type !== 'ContainersReady') continue;
        Object.assign(c, {
          status: 'False',
          reason,
          message: `containers with unready status: [${pod.spec.containers[0].name}]`,
          lastTransitionTime: iso(this.span.onset + 20),
        });
      }
      pod.status.containerStatuses[0].ready = false;
    }
  }
  /** Never started: waits with this reason. */
  waiting(pods: Any[], reason: string, message: string): void {
    this.notReady(pods);
    for (const pod of pods) {
      this.renew(pod);
      pod.status.phase = 'Pending';
      Object.assign(pod.status.containerStatuses[0], {
        state: { waiting: { reason, message } },
        lastState: {},
        started: false,
        restartCount: 0,
        containerID: '',
        imageID: '',
      });
    }
  }
  crashing(pods: Any[], exitCode: number, restarts: number, reason = 'Error', message?: string, running = false): void {
    if (!running) this.notReady(pods);
    const { span } = this;
    for (const pod of pods) {
      const finished = Math.min(span.end, span.until) - 95;
      const status = pod.status.containerStatuses[0];
      const terminated = {
        exitCode,
        reason,
        startedAt: iso(finished - 40),
        finishedAt: iso(finished),
        ...(message ? { message } : {}),
      };
      const wait = `back-off ${restarts > 5 ? '5m0s' : '2m40s'} restarting failed container=${status.name} pod=${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;
      status.lastState = { terminated };
      status.restartCount = restarts;
      status.started = running;
      status.state = running
        ? { running: { startedAt: iso(finished + 3) } }
        : { waiting: { reason: 'CrashLoopBackOff', message: wait } };
      if (!running)
        this.event(
          pod,
          'BackOff',
          `Back-off restarting failed container ${status.name} in pod ${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`,
          { count: restarts * 5, after: 1 },
        );
    }
  }
  unscheduled(pods: Any[], message: string): void {
    for (const pod of pods) {
      this.renew(pod);
      delete pod.spec.nodeName;
      pod.status = {
        phase: 'Pending',
        qosClass: 'Burstable',
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message,
            lastTransitionTime: iso(this.span.onset),
          },
        ],
      };
      this.event(pod, 'FailedScheduling', message, { from: 'default-scheduler', count: 6 });
    }
  }
  /** What has to start again is another pod, unless it belongs to a stateful set. */
  private renew(pod: Any): void {
    const { metadata, status } = pod;
    if (Date.parse(metadata.creationTimestamp) >= this.span.start * 1000) return;
    metadata.creationTimestamp = iso(this.span.onset + 2);
    metadata.uid = this.span.random.uid();
    status.startTime = metadata.creationTimestamp;
    if (metadata.ownerReferences[0].kind === 'ReplicaSet')
      metadata.name = `${metadata.name.slice(0, -5)}${this.span.random.text(5)}`;
  }
  remove(pods: Any[]): void {
    for (const pod of pods) this.pods.splice(this.pods.indexOf(pod), 1);
  }
}
