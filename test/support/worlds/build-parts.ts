import type { Call, Engine, Part, Runtime } from './part.ts';

const GIB = 2 ** 30;
const MIB = 2 ** 20;

interface Named {
  readonly role: string;
  readonly name: string;
  readonly namespace: string;
}

type Options = Partial<Omit<Part, 'role' | 'name' | 'namespace' | 'kind'>>;

const PORTS: Readonly<Record<Engine, number>> = {
  postgresql: 5432,
  mysql: 3306,
  redis: 6379,
  mongodb: 27017,
  kafka: 9092,
  rabbitmq: 5672,
  nginx: 80,
  haproxy: 443,
  sqs: 443,
  lambda: 443,
  alb: 443,
  external: 443,
};

const IMAGES: Readonly<Record<Engine, string>> = {
  postgresql: 'postgres',
  mysql: 'mysql',
  redis: 'redis',
  mongodb: 'mongo',
  kafka: 'confluentinc/cp-kafka',
  rabbitmq: 'rabbitmq',
  nginx: 'nginx',
  haproxy: 'haproxy',
  sqs: 'none',
  lambda: 'none',
  alb: 'none',
  external: 'none',
};

const VERSIONS: Readonly<Record<Engine, string>> = {
  postgresql: '16.4',
  mysql: '8.0.39',
  redis: '7.2.5',
  mongodb: '7.0.12',
  kafka: '7.6.1',
  rabbitmq: '3.13.6-management',
  nginx: '1.27.1',
  haproxy: '2.9.9',
  sqs: '',
  lambda: '',
  alb: '',
  external: '',
};

const MEMORY: Readonly<Record<Runtime, number>> = {
  jvm: 1536 * MIB,
  go: 256 * MIB,
  node: 512 * MIB,
  python: 512 * MIB,
  celery: 768 * MIB,
};

const DEFAULTS = {
  stateful: false,
  replicas: 2,
  calls: [] as readonly Call[],
  entryRps: 0,
  ownMs: 8,
  baseErrors: 0.001,
  cpuPerRequest: 0.004,
  cpuLimit: 1,
  memoryLimit: GIB,
  memoryShare: 0.55,
  routes: ['/api/v1/items', '/api/v1/items/{id}'] as readonly string[],
  autoscaled: false,
};

/** A service that answers requests. */
export function service(named: Named, runtime: Runtime, options: Options = {}): Part {
  return {
    ...DEFAULTS,
    kind: 'service',
    runtime,
    port: 8080,
    memoryLimit: MEMORY[runtime],
    image: `registry.internal.example/${named.namespace}/${named.name}`,
    version: '1.0.0',
    ...named,
    ...options,
  };
}

/** A service that works off messages of a broker; `options.consumes` names the broker's role. */
export function worker(named: Named, runtime: Runtime, options: Options): Part {
  return { ...service(named, runtime, { ownMs: 35, ...options }), kind: 'worker' };
}

/** A database, cache, broker or proxy run by the team or by the cloud. */
export function engine(named: Named, kind: Part['kind'], product: Engine, options: Options = {}): Part {
  const stateful = ['database', 'cache', 'broker'].includes(kind);
  return {
    ...DEFAULTS,
    kind,
    engine: product,
    stateful,
    replicas: 1,
    port: PORTS[product],
    ownMs: kind === 'cache' ? 0.6 : 3,
    baseErrors: 0,
    cpuPerRequest: kind === 'cache' ? 0.00008 : 0.0012,
    cpuLimit: 2,
    memoryLimit: kind === 'cache' ? GIB : 4 * GIB,
    memoryShare: 0.6,
    image: IMAGES[product],
    version: VERSIONS[product],
    routes: ['/'],
    ...named,
    ...options,
  };
}

/** A system of another company that parts call over the internet; nothing of it can be seen from inside. */
export function external(role: string, name: string, options: Options = {}): Part {
  const named = { role, name, namespace: 'external' };
  return engine(named, 'external', 'external', {
    replicas: 0,
    stateful: false,
    ownMs: 90,
    baseErrors: 0.002,
    ...options,
  });
}

export function call(role: string, perRequest = 1, critical = true, timeoutMs = 3_000): Call {
  return { role, perRequest, critical, timeoutMs };
}
