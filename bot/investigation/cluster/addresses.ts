import type { Cluster } from './cluster.ts';
import type { ContainerSpec, EnvironmentVariable, Workload } from './types.ts';

/** An address in a container's environment: a host and perhaps a port that the workload calls. */
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
  /** True where the value can only mean a Service: a bare name, or one within the cluster's domain. */
  readonly inCluster: boolean;
}

const ADDRESS =
  /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:[^@/\s]*@)?([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*)(?::(\d{1,5}))?(?:[/?].*)?$/i;
const ADDRESS_NAME = /(^|_)(ADDR|ADDRESS|URL|URI|HOST|HOSTNAME|ENDPOINT|SERVER|DSN|BROKER|TARGET|UPSTREAM)S?$/i;
const SCHEME_PORTS: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  redis: 6379,
  amqp: 5672,
  postgres: 5432,
  mysql: 3306,
};
const cache = new WeakMap<Cluster, readonly NamedAddress[]>();

/**
 * Addresses that workloads' environments name: `HOST:PORT`, a URL, or a bare host in a variable whose name says that it
 * is one. IP addresses and `localhost` are left out.
 */
export function namedAddresses(cluster: Cluster): readonly NamedAddress[] {
  const known = cache.get(cluster);
  if (known !== undefined) return known;
  const found = cluster.workloads.flatMap((workload) =>
    workload.spec.containers.flatMap((container) =>
      container.env.flatMap((variable) => {
        const address = readAddress(variable, container, workload, cluster);
        return address === undefined ? [] : [address];
      }),
    ),
  );
  cache.set(cluster, found);
  return found;
}

function readAddress(
  variable: EnvironmentVariable,
  container: ContainerSpec,
  workload: Workload,
  cluster: Cluster,
): NamedAddress | undefined {
  if (typeof variable.value !== 'string') return undefined;
  const [, scheme, written, digits] = ADDRESS.exec(variable.value.trim()) ?? [];
  const name = written?.toLowerCase();
  if (name === undefined || /^[\d.]+$/.test(name) || name === 'localhost') return undefined;
  if (digits === undefined && scheme === undefined && !ADDRESS_NAME.test(variable.name)) return undefined;
  const labels = name.split('.');
  const second = labels[1];
  const within = /\.svc(\.|$)|\.cluster\.local$/.test(name) || (labels.length === 2 && isNamespace(second!, cluster));
  const port =
    digits === undefined ? (portBeside(variable.name, container) ?? SCHEME_PORTS[scheme ?? '']) : Number(digits);
  return {
    workload,
    container,
    variable: variable.name,
    value: variable.value,
    host: labels[0]!,
    namespace: within && second !== undefined ? second : workload.namespace,
    ...(port === undefined ? {} : { port }),
    inCluster: labels.length === 1 || within,
  };
}

/** `REDIS_HOST` has its port in `REDIS_PORT`. */
function portBeside(name: string, container: ContainerSpec): number | undefined {
  const sister = name.replace(ADDRESS_NAME, '$1PORT');
  const value = sister === name ? undefined : container.env.find((variable) => variable.name === sister)?.value;
  return value !== undefined && /^\d{1,5}$/.test(value) ? Number(value) : undefined;
}

function isNamespace(name: string, cluster: Cluster): boolean {
  return cluster.find('Namespace', '', name) !== undefined || cluster.namespaces.has(name);
}
