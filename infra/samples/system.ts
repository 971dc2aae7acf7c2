/** The ticket shop that all samples are made of. Invented for this project. */
export interface ServiceSpec {
  readonly name: string;
  readonly image: string;
  readonly port: number;
  readonly replicas: number;
  readonly calls: readonly string[];
  /** Milliseconds of its own work, requests a second at its door, MiB of memory in use and as its limit. */
  readonly ownMs: number;
  readonly rps: number;
  readonly memoryMiB: number;
  readonly limitMiB: number;
  readonly database?: boolean;
}

const service = (
  name: string,
  calls: readonly string[],
  rest: Partial<Omit<ServiceSpec, 'name' | 'calls'>> = {},
): ServiceSpec => ({
  name,
  image: `registry.tickets.example/${name}:1.${name.length}.0`,
  port: 8080,
  replicas: 2,
  ownMs: 12,
  rps: 20,
  memoryMiB: 140,
  limitMiB: 384,
  ...rest,
  calls,
});

export const SERVICES: readonly ServiceSpec[] = [
  service('storefront', ['events-catalog', 'basket', 'booking', 'suggestions'], {
    port: 3000,
    replicas: 3,
    ownMs: 18,
    rps: 60,
  }),
  service('events-catalog', ['catalog-db'], { ownMs: 9, rps: 45 }),
  service('basket', ['basket-cache'], { ownMs: 5, rps: 24 }),
  service('booking', ['basket', 'seats', 'payments', 'mailer'], { ownMs: 22, rps: 9 }),
  service('seats', ['seats-db'], { ownMs: 11, rps: 14 }),
  service('payments', ['seats-db'], { ownMs: 35, rps: 8 }),
  service('mailer', [], { ownMs: 7, rps: 8, replicas: 1 }),
  service('suggestions', ['events-catalog'], { ownMs: 16, rps: 30, memoryMiB: 210, limitMiB: 512 }),
  service('basket-cache', [], {
    image: 'redis:7.4-alpine',
    port: 6379,
    replicas: 1,
    ownMs: 1,
    rps: 24,
    memoryMiB: 60,
    limitMiB: 256,
  }),
  service('catalog-db', [], {
    image: 'postgres:17.2',
    port: 5432,
    replicas: 1,
    ownMs: 3,
    rps: 45,
    memoryMiB: 420,
    limitMiB: 1024,
    database: true,
  }),
  service('seats-db', [], {
    image: 'postgres:17.2',
    port: 5432,
    replicas: 1,
    ownMs: 3,
    rps: 22,
    memoryMiB: 460,
    limitMiB: 1024,
    database: true,
  }),
];

export const NODES = ['control-1', 'worker-a', 'worker-b', 'worker-c'] as const;
export const NAMESPACE = 'tickets';
/** Step and length of every series, in seconds. */
export const STEP = 120;
export const LENGTH = 4 * 3600;
/** Seconds before `capturedAt` at which faults begin. */
export const FAULT_AGE = 24 * 60;

export function specOf(name: string): ServiceSpec {
  const found = SERVICES.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the ticket shop has no service ${name}`);
  return found;
}

/** Median response time of a service with everything it calls, in milliseconds. */
export function responseMs(name: string, slower: Readonly<Record<string, number>> = {}): number {
  const spec = specOf(name);
  return spec.ownMs * (slower[name] ?? 1) + spec.calls.reduce((sum, callee) => sum + responseMs(callee, slower), 0);
}

/** The services that call `name`, directly or through others. */
export function callersOf(name: string): string[] {
  const direct = SERVICES.filter((one) => one.calls.includes(name)).map((one) => one.name);
  return [...new Set([...direct, ...direct.flatMap(callersOf)])];
}
