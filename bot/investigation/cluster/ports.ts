import type { PodSpec } from './types.ts';

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
