import type { KubernetesObject } from '../../schemas/generated/kubernetes.ts';

/** The order of lists of objects: by kind, namespace and name. */
export function compareObjects(a: KubernetesObject, b: KubernetesObject): number {
  return (
    compareText(a.kind, b.kind) ||
    compareText(a.metadata.namespace ?? '', b.metadata.namespace ?? '') ||
    compareText(a.metadata.name, b.metadata.name)
  );
}

/** By code units: the same on every machine, unlike a locale's order. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
