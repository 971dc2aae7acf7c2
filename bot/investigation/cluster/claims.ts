import { fields } from './read-objects.ts';
import type { PodSpec } from './types.ts';

/** Names of the PersistentVolumeClaims that a pod mounts. */
export function claimNames(spec: PodSpec): readonly string[] {
  return spec.volumes.flatMap((volume) => {
    const name = fields(volume.persistentVolumeClaim).claimName;
    return typeof name === 'string' ? [name] : [];
  });
}
