/** The size of the large system: 50 services of 5 pods, 20 routes, 3 codes, 12 buckets, 32 metrics of their own: 97,000 series. */
export const SCALE = { services: 50, pods: 5, routes: 20, codes: ['200', '404', '500'], ownMetrics: 32 } as const;

/** What is wrong with one of them. */
export interface Breakage {
  readonly service: string;
  /** Share of its requests that fail, 0 to 1. */
  readonly errorShare: number;
  /** Seconds that each of its requests takes longer. */
  readonly slowerBy: number;
}

const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const SECONDS = 0.04;
const USUAL_ERRORS = 0.002;
const NOT_FOUND = 0.01;

/** `svc07`. */
export function serviceName(n: number): string {
  return `svc${String(n).padStart(2, '0')}`;
}

export function podName(service: string, n: number): string {
  return `${service}-7c9d8f6b5-${'bcdfg'[n % 5]}x2zq`;
}

/** Families that a past is made up for; the others are as large and tell nothing more. */
export const WITH_PAST = /^(http_requests_total|http_request_duration_seconds_(sum|count)|up)$/;

/** What one pod shows after so many seconds, in the text format. `brokenFor` of them its service was broken. */
export function podMetrics(
  service: string,
  pod: number,
  seconds: number,
  broken: { readonly breakage: Breakage; readonly seconds: number } | undefined,
): string {
  const lines: string[] = [];
  const family = (name: string, type: string) => lines.push(`# TYPE ${name} ${type}`);
  const bad = broken?.breakage.service === service ? broken : undefined;
  const routes = Array.from({ length: SCALE.routes }, (_, n) => `/api/v1/resource${n}`);
  // Some routes are called more than others, and some pods.
  const perSecond = (route: number) => (1 + (route % 7)) * (0.2 + 0.05 * pod);
  const requests = (route: number) => perSecond(route) * seconds;
  const failed = (route: number) =>
    USUAL_ERRORS * requests(route) + (bad === undefined ? 0 : bad.breakage.errorShare * perSecond(route) * bad.seconds);
  family('http_requests_total', 'counter');
  for (const [n, route] of routes.entries()) {
    const of: Readonly<Record<string, number>> = {
      '404': NOT_FOUND * requests(n),
      '500': failed(n),
      '200': requests(n) * (1 - NOT_FOUND) - failed(n),
    };
    for (const code of SCALE.codes)
      lines.push(`http_requests_total{method="GET",route="${route}",code="${code}"} ${Math.floor(of[code] ?? 0)}`);
  }
  family('http_request_duration_seconds', 'histogram');
  for (const [n, route] of routes.entries()) {
    const slow = bad === undefined ? 0 : perSecond(n) * bad.seconds;
    const usual = Math.max(0, requests(n) - slow);
    const labels = `method="GET",route="${route}"`;
    const within = (bound: number) =>
      usual * share(bound, SECONDS) + slow * share(bound, SECONDS + (bad?.breakage.slowerBy ?? 0));
    for (const bound of BOUNDS)
      lines.push(`http_request_duration_seconds_bucket{${labels},le="${bound}"} ${Math.floor(within(bound))}`);
    lines.push(`http_request_duration_seconds_bucket{${labels},le="+Inf"} ${Math.floor(requests(n))}`);
    const sum = usual * SECONDS + slow * (SECONDS + (bad?.breakage.slowerBy ?? 0));
    lines.push(`http_request_duration_seconds_sum{${labels}} ${sum.toFixed(3)}`);
    lines.push(`http_request_duration_seconds_count{${labels}} ${Math.floor(requests(n))}`);
  }
  family('http_client_requests_total', 'counter');
  for (const target of ['postgres', 'redis', 'kafka', 'auth'])
    for (const code of SCALE.codes)
      lines.push(
        `http_client_requests_total{target="${target}",code="${code}"} ${Math.floor(code === '200' ? 3 * seconds : 0)}`,
      );
  for (let n = 0; n < SCALE.ownMetrics; n++) {
    family(`app_business_metric_${n}`, 'gauge');
    lines.push(`app_business_metric_${n} ${100 + n + ((seconds / 60 + n) % 5)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The share of requests done within a bound, when they take `typical` on average (exponential). */
function share(bound: number, typical: number): number {
  return 1 - Math.exp(-bound / typical);
}
