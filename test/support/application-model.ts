/**
 * Makes up a distributed application, its traffic and one fault, and computes the metrics that its services would report:
 * the waiting of a service is its own work plus the calls it makes, failures of callees become its own. For judging the
 * search for causes against a known truth, on systems that nobody tuned it for.
 */
import { createRandomSource, type RandomSource } from './random-source.ts';

export type FaultKind = 'latency' | 'availability' | 'cpu' | 'memory' | 'traffic';

export interface ModelOptions {
  readonly seed: number;
  readonly fault?: FaultKind;
  /** Distance between points in seconds, and points before the incident. */
  readonly step?: number;
  readonly past?: number;
}

export interface ModelSeries {
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly timestamps: number[];
  readonly values: number[];
}

export interface ModelledIncident {
  readonly series: readonly ModelSeries[];
  readonly topology: Record<string, string[]>;
  readonly alert: { readonly name: string; readonly service: string; readonly startsAt: number };
  readonly end: number;
  readonly root: string;
  readonly fault: FaultKind;
  /** Calls between the alerting service and the root. */
  readonly depth: number;
  /** The alert's excess over its usual noise: below about 3 no alert would have fired. */
  readonly visibility: number;
}

interface Call {
  readonly callee: number;
  readonly perRequest: number;
  /** The caller waits for it; false for what is only handed over. */
  readonly waits: boolean;
}

interface Service {
  readonly name: string;
  readonly work: number;
  readonly noise: number;
  readonly calls: Call[];
  readonly depth: number;
  readonly measured: boolean;
  readonly resources: boolean;
  readonly baseErrors: number;
}

const INCIDENT_POINTS = 5;

export function modelIncident(options: ModelOptions): ModelledIncident {
  const random = createRandomSource(options.seed);
  const services = makeServices(random);
  const fault =
    options.fault ??
    random.pick<FaultKind>(['latency', 'latency', 'availability', 'availability', 'cpu', 'memory', 'traffic']);
  const step = options.step ?? random.pick([60, 300]);
  const past = options.past ?? (step === 300 ? 288 : 240);
  const length = step === 300 ? INCIDENT_POINTS : random.whole(10, 20);
  const reachable = waitedFor(services);
  const root = fault === 'traffic' ? 0 : random.pick(reachable.filter((service) => services[service]!.measured));
  const strength = random.between(0.5, 1);
  const shape = pulse(random, length, step);
  const rate = random.between(1, 6) * step;
  const end = 1_700_000_000 + past * step;
  const steps = unrelatedSteps(random, services, root);
  const errorKind = fault === 'availability';
  const share = requestsPerEntry(services)[root]!;
  // Strong enough to be seen at the entry: a fault that nobody notices is nobody's incident.
  const own = services[root]!;
  const addedLatency = Math.max(
    own.work * random.between(2, 8),
    (entryWork(services) * random.between(0.4, 1.2)) / Math.max(share, 0.2),
  );
  const addedErrors = Math.min(0.8, random.between(0.02, 0.15) / Math.max(0.15, Math.min(share, 1)));
  const surge = random.between(1, 2.5);
  const diurnal = random.chance(0.4) ? random.between(0.05, 0.25) : 0;

  const rows = services.map(() => ({
    latency: [] as number[],
    errors: [] as number[],
    requests: [] as number[],
    p95: [] as number[],
    cpu: [] as number[],
    memory: [] as number[],
  }));
  const times: number[] = [];
  for (let i = 0; i < past + length; i++) {
    times.push(end - (past + length - 1 - i) * step);
    const force = i < past ? 0 : shape[i - past]! * strength;
    const wave = 1 + diurnal * Math.sin((times[i]! / 86_400) * 2 * Math.PI);
    const entry = random.poisson(rate * wave * (1 + (fault === 'traffic' ? surge * force : 0)));
    const state = services.map(() => ({ latency: 0, errors: 0, requests: 0 }));
    state[0]!.requests = entry;
    for (let s = 0; s < services.length; s++) {
      for (const call of services[s]!.calls) {
        state[call.callee]!.requests += random.poisson(state[s]!.requests * call.perRequest);
      }
    }
    for (let s = services.length - 1; s >= 0; s--) {
      const service = services[s]!;
      const here = s === root ? force : 0;
      const load = fault === 'traffic' ? 1 + force * surge * service.noise * 2 : 1;
      const shifted = steps.get(s) !== undefined && i >= past - 1 ? steps.get(s)! : 1;
      const sampling = service.noise / Math.sqrt(Math.max(1, state[s]!.requests / 20));
      let latency = service.work * load * shifted * Math.max(0.2, 1 + sampling * random.normal());
      if (fault === 'latency' || fault === 'cpu' || fault === 'memory') latency += here * addedLatency;
      let alive = 1 - service.baseErrors - (errorKind ? here * addedErrors : 0);
      for (const call of service.calls) {
        if (!call.waits) continue;
        const callee = state[call.callee]!;
        latency += callee.latency * call.perRequest;
        alive *= (1 - callee.errors) ** Math.min(1, call.perRequest);
      }
      state[s]!.latency = latency;
      const failures = random.poisson(state[s]!.requests * Math.max(0, 1 - alive));
      state[s]!.errors = state[s]!.requests > 0 ? Math.min(1, failures / state[s]!.requests) : 0;
      const row = rows[s]!;
      row.latency.push(latency);
      row.p95.push(latency * random.between(2.2, 3.2));
      row.errors.push(state[s]!.errors);
      row.requests.push(state[s]!.requests);
      row.cpu.push(
        0.1 * (state[s]!.requests / Math.max(1, rate)) * random.between(0.9, 1.1) +
          (fault === 'cpu' ? here * 0.9 : 0) +
          0.02,
      );
      row.memory.push(2e8 * random.between(0.98, 1.02) + (fault === 'memory' ? here * 6e8 : 0));
    }
  }

  const series = services.flatMap((service, s) => (service.measured ? toSeries(service, rows[s]!, times, random) : []));
  const entrySeries = errorKind ? rows[0]!.errors : rows[0]!.latency;
  const first = past + shape.findIndex((value) => value > 0.3);
  const during = Math.max(...entrySeries.slice(first));
  return {
    series,
    topology: Object.fromEntries(
      services.map((service) => [service.name, service.calls.map((call) => services[call.callee]!.name)]),
    ),
    alert: {
      name: errorKind ? 'AvailabilityLow' : 'LatencyHigh',
      service: services[0]!.name,
      startsAt: times[first]! + random.between(-0.3, 0.3) * step,
    },
    end,
    root: services[root]!.name,
    fault,
    depth: services[root]!.depth,
    visibility: (during - mean(entrySeries.slice(0, past))) / Math.max(1e-9, deviation(entrySeries.slice(0, past))),
  };
}

function makeServices(random: RandomSource): Service[] {
  const count = random.whole(8, 26);
  const parents: number[][] = [[]];
  for (let s = 1; s < count; s++) {
    const first = random.whole(Math.max(0, s - 8), s - 1);
    parents.push(random.chance(0.25) && s > 2 ? [...new Set([first, random.whole(0, s - 1)])] : [first]);
  }
  const services: Service[] = parents.map((above, s) => ({
    name: `svc-${s}`,
    work: 10 ** random.between(-2.6, -1),
    noise: random.between(0.1, 0.6),
    calls: [],
    depth: above.length === 0 ? 0 : 1 + Math.min(...above.map((parent) => depthOf(parents, parent))),
    measured: s === 0 || random.chance(0.92),
    resources: random.chance(0.3),
    baseErrors: random.chance(0.2) ? random.between(0.001, 0.01) : 0,
  }));
  parents.forEach((above, s) => {
    for (const parent of above) {
      const perRequest = random.chance(0.2) ? random.between(0.02, 0.2) : random.between(0.3, 1.6);
      services[parent]!.calls.push({ callee: s, perRequest, waits: random.chance(0.88) });
    }
  });
  return services;
}

function depthOf(parents: readonly number[][], service: number): number {
  const above = parents[service]!;
  return above.length === 0 ? 0 : 1 + Math.min(...above.map((parent) => depthOf(parents, parent)));
}

/** Services that the entry waits for, itself included. */
function waitedFor(services: readonly Service[]): number[] {
  const found = new Set([0]);
  services.forEach((service, s) => {
    if (found.has(s)) for (const call of service.calls) if (call.waits) found.add(call.callee);
  });
  return [...found];
}

function requestsPerEntry(services: readonly Service[]): number[] {
  const requests = services.map((_, s) => (s === 0 ? 1 : 0));
  services.forEach((service, s) => {
    for (const call of service.calls) if (call.waits) requests[call.callee]! += requests[s]! * call.perRequest;
  });
  return requests;
}

function entryWork(services: readonly Service[]): number {
  const requests = requestsPerEntry(services);
  return services.reduce((sum, service, s) => sum + service.work * requests[s]!, 0);
}

function pulse(random: RandomSource, length: number, step: number): number[] {
  if (step === 300) {
    return random.pick([
      [0, 0.9, 1, 0.3, 0],
      [0, 0.4, 1, 0.8, 0],
      [0, 1, 1, 1, 1],
      [0, 0.2, 1, 1, 0.2],
      [0, 1, 0.6, 0.2, 0],
    ]);
  }
  const quiet = random.whole(1, 3);
  const lasts = random.chance(0.6) ? length : random.whole(4, length - quiet);
  return Array.from({ length }, (_, i) =>
    i < quiet || i >= quiet + lasts ? 0 : Math.min(1, (i - quiet + 1) / random.whole(1, 3)),
  );
}

/** Innocent services that took a new level shortly before, as after a deploy that changed nothing for users. */
function unrelatedSteps(random: RandomSource, services: readonly Service[], root: number): Map<number, number> {
  const steps = new Map<number, number>();
  services.forEach((service, s) => {
    const offPath = s !== 0 && s !== root && service.work < entryWork(services) * 0.15;
    if (offPath && random.chance(0.2)) steps.set(s, random.between(0.4, 2.5));
  });
  return steps;
}

function toSeries(
  service: Service,
  row: { latency: number[]; errors: number[]; requests: number[]; p95: number[]; cpu: number[]; memory: number[] },
  times: readonly number[],
  random: RandomSource,
): ModelSeries[] {
  const used = times.flatMap((_, i) => (row.requests[i]! > 0 && !random.chance(0.005) ? [i] : []));
  const make = (
    name: string,
    stat: string | undefined,
    values: readonly number[],
    at: readonly number[],
  ): ModelSeries => ({
    name,
    labels: stat === undefined ? { service: service.name } : { service: service.name, stat },
    timestamps: at.map((i) => times[i]!),
    values: at.map((i) => values[i]!),
  });
  const all = times.map((_, i) => i);
  const availability = row.errors.map((errors) => 100 * (1 - errors));
  return [
    make('request_latency_seconds', 'Average', row.latency, used),
    make('request_latency_seconds', 'p95', row.p95, used),
    make('request_availability_percent', 'Average', availability, used),
    make('requests', 'Sum', row.requests, all),
    ...(service.resources
      ? [
          make('container_cpu_usage_cores', undefined, row.cpu, all),
          make('container_memory_working_set_bytes', undefined, row.memory, all),
        ]
      : []),
  ];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}
