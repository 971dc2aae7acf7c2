import type { Cluster } from './cluster.ts';
import { pairs } from './read-objects.ts';
import type { ContainerSpec, Workload } from './types.ts';

/** A named value that a container is started with, wherever it is written. */
export interface Setting {
  readonly container: ContainerSpec;
  readonly name: string;
  /** Empty where it is written and holds nothing. */
  readonly value: string;
}

const OPTION = /^--?([A-Za-z][\w.-]*)(?:=(.*))?$/s;
const cache = new WeakMap<Cluster, Map<Workload, readonly Setting[]>>();

/**
 * What a workload's containers are set to: their environment, the ConfigMaps that it takes values from, and the options
 * of their command lines (`--ledger-addr=ledger:80`). Values from Secrets, and from ConfigMaps that were not read, are
 * left out.
 */
export function settingsOf(workload: Workload, cluster: Cluster): readonly Setting[] {
  const known = cache.get(cluster) ?? new Map<Workload, readonly Setting[]>();
  cache.set(cluster, known);
  const before = known.get(workload);
  if (before !== undefined) return before;
  const found = [...workload.spec.containers, ...workload.spec.initContainers].flatMap((container) => [
    ...fromEnvironment(container, workload.namespace, cluster),
    ...fromArguments(container),
  ]);
  known.set(workload, found);
  return found;
}

function fromEnvironment(container: ContainerSpec, namespace: string, cluster: Cluster): readonly Setting[] {
  const map = (name: string) => pairs(cluster.find('ConfigMap', namespace, name)?.data);
  const listed = container.env.flatMap(({ name, value, configMap }) => {
    const read = configMap === undefined ? value : map(configMap.name)[configMap.key];
    return read === undefined ? [] : [{ container, name, value: read }];
  });
  const own = new Set(container.env.map(({ name }) => name));
  const taken = container.envFrom.flatMap(({ configMap, prefix }) =>
    Object.entries(map(configMap)).map(([key, value]) => ({ container, name: `${prefix}${key}`, value })),
  );
  return [...listed, ...taken.filter(({ name }) => !own.has(name))];
}

function fromArguments(container: ContainerSpec): readonly Setting[] {
  return container.args.flatMap((argument, index) => {
    const [, name, value] = OPTION.exec(argument) ?? [];
    const next = container.args[index + 1];
    const read = value ?? (next === undefined || next.startsWith('-') ? undefined : next);
    return name === undefined || read === undefined ? [] : [{ container, name, value: read }];
  });
}
