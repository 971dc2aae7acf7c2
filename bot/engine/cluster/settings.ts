import type { Cluster } from './cluster.ts';
import { fields, pairs, records } from './read-objects.ts';
import type { ContainerSpec, Workload } from './types.ts';
import { holdsRoutes, writtenAddresses } from './written-addresses.ts';

/** A named value that a container is started with, wherever it is written. */
export interface Setting {
  readonly container: ContainerSpec;
  readonly name: string;
  /** Empty where it is written and holds nothing. */
  readonly value: string;
  /** The file (of a ConfigMap that is mounted) or the longer text that holds it; absent where it stands by itself. */
  readonly within?: { readonly text: string; readonly routes: boolean };
}

const OPTION = /^--?([A-Za-z][\w.-]*)(?:=(.*))?$/s;
const cache = new WeakMap<Cluster, Map<Workload, readonly Setting[]>>();

/**
 * What a workload's containers are set to: their environment, the ConfigMaps that it takes values from, the options of
 * their command lines (`--ledger-addr=ledger:80`), and the addresses within the files of ConfigMaps that they mount or
 * within longer values. Values from Secrets, and from ConfigMaps that were not read, are left out.
 */
export function settingsOf(workload: Workload, cluster: Cluster): readonly Setting[] {
  const known = cache.get(cluster) ?? new Map<Workload, readonly Setting[]>();
  cache.set(cluster, known);
  const before = known.get(workload);
  if (before !== undefined) return before;
  const found = [...workload.spec.containers, ...workload.spec.initContainers].flatMap((container) => {
    const plain = [...fromEnvironment(container, workload.namespace, cluster), ...fromArguments(container)];
    const values = new Map(plain.map(({ name, value }) => [name, value]));
    return [
      ...plain,
      ...plain.flatMap((setting) =>
        isText(setting.value) ? within(setting.name, setting.value, container, values) : [],
      ),
      ...fromFiles(container, workload, cluster).flatMap(({ name, text }) => within(name, text, container, values)),
    ];
  });
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

/** A value that holds more than one address or word: JSON, several lines. */
function isText(value: string): boolean {
  return /^\s*[{[]|\n/.test(value) && value.includes('://');
}

function within(
  holder: string,
  text: string,
  container: ContainerSpec,
  values: ReadonlyMap<string, string>,
): readonly Setting[] {
  const routes = holdsRoutes(text);
  return writtenAddresses(text, (name) => values.get(name)).map(({ key, value }) => ({
    container,
    name: key === '' ? holder : `${holder}: ${key}`,
    value,
    within: { text: holder, routes },
  }));
}

/** The files that a container gets from ConfigMaps that were read. */
function fromFiles(container: ContainerSpec, workload: Workload, cluster: Cluster) {
  return container.mounts.flatMap((mount) => {
    const volume = workload.spec.volumes.find(({ name }) => name === mount.name);
    const sources = [volume, ...records(fields(volume?.projected).sources)];
    return sources.flatMap((source) => {
      const name = fields(fields(source).configMap).name;
      const data = typeof name === 'string' ? pairs(cluster.find('ConfigMap', workload.namespace, name)?.data) : {};
      return Object.entries(data).map(([file, text]) => ({ name: file, text }));
    });
  });
}

function fromArguments(container: ContainerSpec): readonly Setting[] {
  return container.args.flatMap((argument, index) => {
    const [, name, value] = OPTION.exec(argument) ?? [];
    const next = container.args[index + 1];
    const read = value ?? (next === undefined || next.startsWith('-') ? undefined : next);
    return name === undefined || read === undefined ? [] : [{ container, name, value: read }];
  });
}
