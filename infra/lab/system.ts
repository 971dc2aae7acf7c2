/** What runs in the lab: six small programs and a database, as a team would declare them. */
export interface ServiceSpec {
  readonly name: string;
  /** Programs are below `services/`; the database is none of them. */
  readonly kind: 'program' | 'database';
  readonly replicas: number;
  readonly port: number;
  readonly calls: readonly string[];
  /** Bytes; a program that holds more is killed as a kubelet would. */
  readonly memoryLimit: number;
  /** Cores. */
  readonly cpuLimit: number;
}

const MIB = 2 ** 20;

export const NAMESPACE = 'shop';
export const CLUSTER = 'lab';
export const NODE = 'lab-node-1';
export const DATABASE = 'db';
/** The service that people call, and that the load goes to. */
export const ENTRY = 'web';
/** Serves TLS with a certificate of its own. */
export const TLS_SERVICE = 'payments';

const program = (name: string, replicas: number, calls: readonly string[]): ServiceSpec => ({
  name,
  kind: 'program',
  replicas,
  port: name === TLS_SERVICE ? 8443 : 8080,
  calls,
  memoryLimit: 192 * MIB,
  cpuLimit: 0.5,
});

export const SERVICES: readonly ServiceSpec[] = [
  program('web', 2, ['checkout', 'catalog', 'accounts']),
  program('checkout', 2, ['payments', 'inventory']),
  program('payments', 1, ['db']),
  program('inventory', 1, ['db']),
  program('catalog', 1, ['inventory', 'db']),
  program('accounts', 1, ['db']),
  { name: DATABASE, kind: 'database', replicas: 1, port: 5432, calls: [], memoryLimit: 1024 * MIB, cpuLimit: 1 },
];

/** The service of that name; throws for any other name. */
export function serviceNamed(name: string): ServiceSpec {
  const found = SERVICES.find((service) => service.name === name);
  if (found === undefined) throw new Error(`the lab has no service ${name}`);
  return found;
}

/** caller -> callees, as a team would write it down. */
export const TOPOLOGY: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  SERVICES.filter(({ calls }) => calls.length > 0).map(({ name, calls }) => [name, calls]),
);
