import type { CauseCode } from '../../domain/cause.ts';
import type { Cluster } from './cluster.ts';
import { fields, pairs, records } from './read-objects.ts';
import type { Pod } from './types.ts';

/** A ConfigMap or Secret, or a key of one, that a pod needs and that is not there. */
export interface MissingReference {
  readonly cause: Extract<CauseCode, 'missing_config_map' | 'missing_secret'>;
  readonly what: string;
}

/** A ConfigMap or Secret that a pod reads, with the keys it takes singly. */
export interface Reference {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly keys: readonly string[];
}

const WAITING = ['ContainerCreating', 'CreateContainerConfigError', 'PodInitializing'];

/**
 * What a waiting pod refers to and that is not among the objects read. Empty for pods that wait for nothing, and for
 * kinds of which no object was read.
 */
export function missingReferences(pod: Pod, cluster: Cluster): readonly MissingReference[] {
  if (!pod.statuses.some((status) => WAITING.includes(status.waiting?.reason ?? ''))) return [];
  return referencesOf(fields(pod.object.spec)).flatMap(({ kind, name, keys }): readonly MissingReference[] => {
    if (!cluster.sees(kind, pod.namespace)) return [];
    const cause = kind === 'Secret' ? 'missing_secret' : 'missing_config_map';
    const object = cluster.find(kind, pod.namespace, name);
    if (object === undefined) return [{ cause, what: `${kind} ${name} does not exist` }];
    const held = new Set(
      [object.data, object.binaryData, object.stringData].flatMap((part) => Object.keys(fields(part))),
    );
    const lacking = held.size === 0 ? [] : keys.filter((key) => !held.has(key));
    return lacking.slice(0, 1).map((key) => ({ cause, what: `${kind} ${name} has no key ${key}` }));
  });
}

/** Every ConfigMap and Secret that a pod's spec reads and cannot do without. */
export function referencesOf(spec: Readonly<Record<string, unknown>>): readonly Reference[] {
  const found: Reference[] = [];
  const add = (kind: Reference['kind'], value: unknown, name: unknown, keys: readonly unknown[] = []) => {
    if (typeof name === 'string' && fields(value).optional !== true)
      found.push({ kind, name, keys: keys.filter((key) => typeof key === 'string') });
  };
  const keysOf = (value: unknown) => records(fields(value).items).map((item) => pairs(item).key);
  for (const container of [...records(spec.initContainers), ...records(spec.containers)]) {
    for (const { valueFrom } of records(container.env)) {
      const { configMapKeyRef: map, secretKeyRef: secret } = fields(valueFrom);
      add('ConfigMap', map, fields(map).name, [fields(map).key]);
      add('Secret', secret, fields(secret).name, [fields(secret).key]);
    }
    for (const { configMapRef: map, secretRef: secret } of records(container.envFrom)) {
      add('ConfigMap', map, fields(map).name);
      add('Secret', secret, fields(secret).name);
    }
  }
  for (const volume of records(spec.volumes)) {
    add('ConfigMap', volume.configMap, fields(volume.configMap).name, keysOf(volume.configMap));
    add('Secret', volume.secret, fields(volume.secret).secretName, keysOf(volume.secret));
    for (const { configMap, secret } of records(fields(volume.projected).sources)) {
      add('ConfigMap', configMap, fields(configMap).name, keysOf(configMap));
      add('Secret', secret, fields(secret).name, keysOf(secret));
    }
  }
  return found;
}
