import type { Cluster } from './cluster.ts';
import type { Pod, PodSpec } from './types.ts';

/** A declared container port, the protocol defaulted. */
export interface DeclaredPort {
  readonly container: string;
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol: string;
}

/** All ports that a pod's containers declare. */
export function containerPorts(spec: PodSpec): readonly DeclaredPort[] {
  return spec.containers.flatMap((container) =>
    container.ports.map((port) => ({
      container: container.name,
      name: port.name,
      containerPort: Number(port.containerPort),
      protocol: port.protocol ?? 'TCP',
    })),
  );
}

/** Declared ports in words: `8080/TCP (http)`. */
export function describePorts(spec: PodSpec): string {
  const ports = containerPorts(spec).map(
    (port) => `${port.containerPort}/${port.protocol}${port.name === undefined ? '' : ` (${port.name})`}`,
  );
  return ports.length === 0 ? 'no ports' : ports.join(', ');
}

/**
 * Ports on which a pod is expected to listen: those its containers declare, else those that Services send to and that a
 * PORT variable names. Declaring is a courtesy that many leave out. Empty where nothing tells.
 */
export function expectedPorts(pod: Pod, cluster: Cluster): readonly number[] {
  const declared = containerPorts(pod.spec).map((port) => port.containerPort);
  if (declared.length > 0) return declared;
  const sent = cluster
    .servicesOfPod(pod)
    .flatMap((service) => service.ports)
    .map((port) => Number(port.targetPort));
  return [...new Set([...sent, ...namedPorts(pod.spec)])].filter((port) => Number.isFinite(port) && port > 0);
}

/** Ports that the environment names as the container's own: `PORT=8080`. */
export function namedPorts(spec: PodSpec): readonly number[] {
  return spec.containers.flatMap((container) =>
    container.env.flatMap(({ name, value }) =>
      /^(?:(?:SERVER|HTTP|LISTEN|APP|GRPC|CONTAINER)_?)?PORT$/.test(name) && /^\d{2,5}$/.test(value ?? '')
        ? [Number(value)]
        : [],
    ),
  );
}
