import { SCHEME_PORTS } from '../knowledge/ports.ts';
import type { Cluster } from './cluster.ts';
import { type Setting, settingsOf } from './settings.ts';
import type { ContainerSpec, Workload } from './types.ts';

/** An address in a container's settings: a host and perhaps a port that the workload calls. */
export interface NamedAddress {
  readonly workload: Workload;
  readonly container: ContainerSpec;
  readonly variable: string;
  readonly value: string;
  /** First label of the host: the Service name, for hosts inside the cluster. */
  readonly host: string;
  /** The namespace meant: the host's second label, else the workload's own. */
  readonly namespace: string;
  readonly port?: number;
  /** It stands in a gateway's own list of routes. */
  readonly route?: boolean;
  /** True where the value can only mean a Service: a bare name, or one within the cluster's domain. */
  readonly inCluster: boolean;
}

const SCHEME = /^((?:jdbc:)?[a-z][a-z0-9+.-]*):\/\/(.*)$/is;
const AUTHORITY = /^(?:[^@/\s]*@)?([^/?\s;]+)(?:[/?;].*)?$/s;
const HOST = /^([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*)(?::(\d{1,5}))?$/i;
const ADDRESS_NAME =
  /(^|[_.-])(ADDR|ADDRESS|ADDRESSES|URL|URI|HOST|HOSTNAME|ENDPOINT|SERVER|DSN|BROKER|TARGET|UPSTREAM|BOOTSTRAP[_.-]?SERVER)S?$/i;
const cache = new WeakMap<Cluster, readonly NamedAddress[]>();

/**
 * Addresses that workloads are set to call: `HOST:PORT`, a URL (also of JDBC), a list of them, or a bare host where the
 * setting's name says that it is one. IP addresses and `localhost` are left out.
 */
export function namedAddresses(cluster: Cluster): readonly NamedAddress[] {
  const known = cache.get(cluster);
  if (known !== undefined) return known;
  const found = cluster.workloads.flatMap((workload) => {
    const settings = settingsOf(workload, cluster);
    return settings.flatMap((setting) => readAddresses(setting, settings, workload, cluster));
  });
  cache.set(cluster, found);
  return found;
}

function readAddresses(
  setting: Setting,
  settings: readonly Setting[],
  workload: Workload,
  cluster: Cluster,
): readonly NamedAddress[] {
  const { container, name: variable, value } = setting;
  const [, written, rest] = SCHEME.exec(value.trim()) ?? [];
  const scheme = written?.toLowerCase().replace(/^jdbc:/, '');
  const authority = AUTHORITY.exec(rest ?? value.trim())?.[1];
  const hosts = (authority ?? '').split(',').map((part) => HOST.exec(part.replace(/^[a-z+]+:\/\//i, '')));
  return hosts.flatMap((match) => {
    const name = match?.[1]?.toLowerCase();
    const digits = match?.[2];
    if (name === undefined || /^[\d.]+$/.test(name) || name === 'localhost') return [];
    if (digits === undefined && scheme === undefined && !ADDRESS_NAME.test(variable)) return [];
    const labels = name.split('.');
    const second = labels[1];
    const within = /\.svc(\.|$)|\.cluster\.local$/.test(name) || (labels.length === 2 && isNamespace(second!, cluster));
    // In a file a port that is not written may be another's matter.
    const usual = setting.within === undefined ? SCHEME_PORTS.get(scheme ?? '') : undefined;
    const port = digits === undefined ? (portBeside(setting, settings) ?? usual) : Number(digits);
    return [
      {
        workload,
        container,
        variable,
        value,
        host: labels[0]!,
        namespace: within && second !== undefined ? second : workload.namespace,
        ...(port === undefined ? {} : { port }),
        ...(setting.within?.routes && { route: true }),
        inCluster: labels.length === 1 || within,
      },
    ];
  });
}

/** `REDIS_HOST` has its port in `REDIS_PORT`. */
function portBeside({ name, container }: Setting, settings: readonly Setting[]): number | undefined {
  const sister = name.replace(ADDRESS_NAME, '$1PORT').toLowerCase();
  if (sister === name.toLowerCase()) return undefined;
  const value = settings.find((one) => one.container === container && one.name.toLowerCase() === sister)?.value;
  return value !== undefined && /^\d{1,5}$/.test(value) ? Number(value) : undefined;
}

function isNamespace(name: string, cluster: Cluster): boolean {
  return cluster.find('Namespace', '', name) !== undefined || cluster.namespaces.has(name);
}
