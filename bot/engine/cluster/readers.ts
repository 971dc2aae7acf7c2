import type { Cluster } from './cluster.ts';
import { fields } from './read-objects.ts';
import { referencesOf } from './references.ts';

/** The workloads that read a ConfigMap or Secret. */
export interface Readers {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  /** Names of services: what their components are called. */
  readonly services: readonly string[];
}

/** Names that every namespace has, or that many workloads read for their own sake: they tell none apart. */
const SHARED = /^(?:kube-root-ca\.crt|registry|regcred|default-token.*)$/;

const cache = new WeakMap<Cluster, readonly Readers[]>();

/** Who reads which ConfigMap and Secret, by the pod templates of the cluster. */
export function readersIn(cluster: Cluster): readonly Readers[] {
  const known = cache.get(cluster);
  if (known !== undefined) return known;
  const found = new Map<string, { kind: Readers['kind']; name: string; services: Set<string> }>();
  for (const workload of cluster.workloads) {
    const template = fields(fields(workload.object.spec).template);
    const spec = Object.keys(fields(template.spec)).length > 0 ? fields(template.spec) : fields(workload.object.spec);
    for (const { kind, name } of referencesOf(spec)) {
      if (SHARED.test(name)) continue;
      const key = `${kind}/${name}`;
      const readers = found.get(key) ?? { kind, name, services: new Set<string>() };
      readers.services.add(workload.component.slice(workload.component.indexOf('/') + 1));
      found.set(key, readers);
    }
  }
  const readers = [...found.values()].map((one) => ({ ...one, services: [...one.services] }));
  cache.set(cluster, readers);
  return readers;
}
