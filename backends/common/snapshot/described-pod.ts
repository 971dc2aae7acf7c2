import { conditionsOf, printedTime, settle } from './described-fields.ts';
import { nodeAt, type PrintedNode, pairsAt, valueAt } from './printed-tree.ts';

/** Spec and status of a pod, as far as `kubectl describe pod` prints them. Values of its environment are left out. */
export function podOf(nodes: readonly PrintedNode[]): Record<string, unknown> {
  const containers = nodeAt(nodes, 'Containers')?.children ?? [];
  const inits = nodeAt(nodes, 'Init Containers')?.children ?? [];
  const node = valueAt(nodes, 'Node')?.replace(/\/.*$/, '');
  return {
    spec: settle({
      nodeName: node,
      serviceAccountName: valueAt(nodes, 'Service Account'),
      containers: containers.map(containerOf),
      initContainers: inits.length === 0 ? undefined : inits.map(containerOf),
      volumes: (nodeAt(nodes, 'Volumes')?.children ?? []).map(volumeOf),
    }),
    status: settle({
      phase: valueAt(nodes, 'Status')?.replace(/ .*$/, ''),
      reason: valueAt(nodes, 'Reason'),
      message: valueAt(nodes, 'Message'),
      podIP: valueAt(nodes, 'IP'),
      startTime: printedTime(valueAt(nodes, 'Start Time')),
      qosClass: valueAt(nodes, 'QoS Class'),
      conditions: conditionsOf(nodes),
      containerStatuses: containers.map(statusOf),
      initContainerStatuses: inits.length === 0 ? undefined : inits.map(statusOf),
    }),
  };
}

function containerOf({ key: name, children }: PrintedNode): Record<string, unknown> {
  const ports = [...(valueAt(children, 'Port') ?? valueAt(children, 'Ports') ?? '').matchAll(/(\d+)\/(TCP|UDP|SCTP)/g)]
    .map(([, port, protocol]) => ({ containerPort: Number(port), protocol }))
    .filter(({ containerPort }) => containerPort > 0);
  const sources = (nodeAt(children, 'Environment Variables from')?.children ?? []).flatMap(
    ({ value, key }): object[] => {
      const [from = '', kind = '', optional] = (key === '' ? value : `${key}: ${value}`).split(/\s{2,}/);
      const source = settle({ name: from, optional: optional === 'Optional: true' ? true : undefined });
      if (kind === 'ConfigMap') return [{ configMapRef: source }];
      return kind === 'Secret' ? [{ secretRef: source }] : [];
    },
  );
  const resources = settle({ limits: amountsAt(children, 'Limits'), requests: amountsAt(children, 'Requests') });
  return settle({
    name,
    image: valueAt(children, 'Image'),
    ports: ports.length === 0 ? undefined : ports,
    command: linesAt(children, 'Command'),
    args: linesAt(children, 'Args'),
    resources: Object.keys(resources).length === 0 ? undefined : resources,
    livenessProbe: probeOf(valueAt(children, 'Liveness')),
    readinessProbe: probeOf(valueAt(children, 'Readiness')),
    startupProbe: probeOf(valueAt(children, 'Startup')),
    envFrom: sources.length === 0 ? undefined : sources,
    env: (nodeAt(children, 'Environment')?.children ?? []).flatMap(variableOf),
  });
}

function amountsAt(nodes: readonly PrintedNode[], key: string): Record<string, string> | undefined {
  const amounts = pairsAt(nodes, key, ': ');
  return Object.keys(amounts).length === 0 ? undefined : amounts;
}

function linesAt(nodes: readonly PrintedNode[], key: string): string[] | undefined {
  const lines = nodeAt(nodes, key)?.children.map((child) =>
    child.key === '' ? child.value : `${child.key}: ${child.value}`,
  );
  return lines === undefined || lines.length === 0 ? undefined : lines;
}

/** A variable that refers to a key, with what it refers to; of any other its name alone. */
function variableOf({ key: name, value }: PrintedNode): Record<string, unknown>[] {
  if (name === '') return [];
  const reference =
    /^<set to the key '([^']+)' (?:in secret|of config map) '([^']+)'>\s*(?:Optional: (true|false))?/.exec(value);
  if (reference === null) return [{ name }];
  const source = settle({
    key: reference[1],
    name: reference[2],
    optional: reference[3] === 'true' ? true : undefined,
  });
  return [{ name, valueFrom: value.includes(' in secret ') ? { secretKeyRef: source } : { configMapKeyRef: source } }];
}

function volumeOf({ key: name, children }: PrintedNode): Record<string, unknown> {
  const type = valueAt(children, 'Type')?.replace(/ .*$/, '');
  const optional = valueAt(children, 'Optional') === 'true' ? true : undefined;
  if (type === 'PersistentVolumeClaim')
    return { name, persistentVolumeClaim: { claimName: valueAt(children, 'ClaimName') ?? '' } };
  if (type === 'ConfigMap') return { name, configMap: settle({ name: valueAt(children, 'Name'), optional }) };
  if (type === 'Secret') return { name, secret: settle({ secretName: valueAt(children, 'SecretName'), optional }) };
  return { name };
}

/** `http-get http://:8080/healthz delay=0s timeout=1s period=10s #success=1 #failure=3` */
function probeOf(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  const number = (name: string): number | undefined => {
    const found = new RegExp(`${name}=(\\d+)s?\\b`).exec(text);
    return found === null ? undefined : Number(found[1]);
  };
  const [, scheme, port, path] = /^http-get (https?):\/\/[^:]*:([^/\s]+)(\/\S*)?/.exec(text) ?? [];
  const socket = /^tcp-socket [^:]*:(\S+)/.exec(text)?.[1];
  const portOf = (written: string): number | string => (/^\d+$/.test(written) ? Number(written) : written);
  return settle({
    httpGet: port === undefined ? undefined : settle({ port: portOf(port), path, scheme: scheme?.toUpperCase() }),
    tcpSocket: socket === undefined ? undefined : { port: portOf(socket) },
    initialDelaySeconds: number('delay'),
    timeoutSeconds: number('timeout'),
    periodSeconds: number('period'),
    successThreshold: number('#success'),
    failureThreshold: number('#failure'),
  });
}

function statusOf({ key: name, children }: PrintedNode): Record<string, unknown> {
  return settle({
    name,
    image: valueAt(children, 'Image'),
    imageID: valueAt(children, 'Image ID'),
    containerID: valueAt(children, 'Container ID'),
    ready: valueAt(children, 'Ready') === 'True',
    restartCount: Number(valueAt(children, 'Restart Count') ?? 0) || 0,
    state: stateOf(nodeAt(children, 'State')),
    lastState: stateOf(nodeAt(children, 'Last State')),
  });
}

function stateOf(node: PrintedNode | undefined): Record<string, unknown> | undefined {
  if (node === undefined) return undefined;
  const { value, children } = node;
  const code = valueAt(children, 'Exit Code');
  const details = settle({
    reason: valueAt(children, 'Reason'),
    message: valueAt(children, 'Message'),
    exitCode: code === undefined ? undefined : Number(code),
    startedAt: printedTime(valueAt(children, 'Started')),
    finishedAt: printedTime(valueAt(children, 'Finished')),
  });
  const state = value.toLowerCase();
  return ['waiting', 'running', 'terminated'].includes(state) ? { [state]: details } : undefined;
}
