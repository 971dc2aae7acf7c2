import type { KubernetesObject } from '../../domain/signals.ts';
import { fields } from './read-objects.ts';

const ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';

/** The manifest that `kubectl apply` brought last, as it keeps it in the object; empty where there is none. */
export function lastApplied(object: KubernetesObject): Readonly<Record<string, unknown>> {
  const kept = object.metadata.annotations?.[ANNOTATION];
  if (kept === undefined) return {};
  try {
    return fields(JSON.parse(kept));
  } catch {
    return {};
  }
}
