import { BackendError } from '../../../common/backend-error.ts';
import type { HttpSource } from '../../../common/live/http-source.ts';
import { asArray, asLabels, asRecord, asText } from '../../../common/snapshot/json-shape.ts';
import { declarationOf, type FamilyDeclaration } from '../../../common/snapshot/series-builder.ts';

/** A span on the server's clock, in unix seconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One series of a range answer, ascending in time. */
export interface RangeSeries {
  readonly labels: Record<string, string>;
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
}

/** The part of Prometheus's HTTP API that is read; VictoriaMetrics, Mimir, Thanos and Cortex answer it too. */
export interface PrometheusApi {
  /** Metric names with a sample in the span; `matchers` are written as in PromQL, without braces. */
  metricNames(span: Span, matchers: string, signal: AbortSignal): Promise<string[]>;
  /** The present value of each series that a query gives. */
  instant(
    query: string,
    time: number,
    signal: AbortSignal,
  ): Promise<{ labels: Record<string, string>; value: number }[]>;
  range(query: string, span: Span, step: number, signal: AbortSignal): Promise<RangeSeries[]>;
  /** Types and units by family; empty where the server keeps none. */
  metadata(signal: AbortSignal): Promise<Map<string, FamilyDeclaration>>;
  /** Alerts that rules of this server fire. */
  firingAlerts(signal: AbortSignal): Promise<{ labels: unknown; annotations: unknown; startsAt: unknown }[]>;
}

/** What PromQL remarks about a query itself; whatever else warns was not read to the end. */
const REMARK = /^PromQL (?:info|warning):/;
/** The server's own limit on samples, series or bytes of one query was met. */
const TOO_MUCH = 422;

/**
 * Wraps a Prometheus address. Answers of another shape are `bad-upstream`. `partial` is told when an answer is not whole, as
 * Thanos, Mimir and VictoriaMetrics say where a part of them is away.
 */
export function createPrometheusApi(
  source: HttpSource,
  partial: (reason: string) => void = () => undefined,
): PrometheusApi {
  const ask = async (
    path: string,
    parameters: Record<string, string>,
    signal: AbortSignal,
    post = false,
  ): Promise<unknown> => {
    // Queries that name many metrics are longer than an address may be, so they go as a form.
    const request = { ...(post ? { form: parameters } : { query: parameters }), signal, expect: [TOO_MUCH] };
    const body = asRecord(await source.json(`/api/v1/${path}`, request));
    const warnings = asArray(body.warnings).filter((text) => typeof text === 'string' && !REMARK.test(text));
    if (warnings.length > 0 || body.isPartial === true)
      partial(`${source.name} could read only a part of what it holds`);
    if (body.status === 'error' && body.errorType === 'execution')
      throw new BackendError('bad-upstream', `${source.name} refuses to read so much at once.`, {
        cause: new Error(String(body.error).slice(0, 300)),
      });
    if (body.status !== 'success')
      throw new BackendError('bad-upstream', `${source.name} did not answer as Prometheus does.`, {
        cause: new Error(`status ${String(body.status)}: ${asText(body.error) ?? ''}`.slice(0, 300)),
      });
    return body.data;
  };
  return {
    metricNames: async ({ start, end }, matchers, signal) => {
      const match: Record<string, string> = matchers === '' ? {} : { 'match[]': `{${matchers}}` };
      const names = await ask('label/__name__/values', { start: String(start), end: String(end), ...match }, signal);
      return asArray(names).filter((name): name is string => typeof name === 'string');
    },
    instant: async (query, time, signal) => {
      const data = asRecord(await ask('query', { query, time: String(time) }, signal, true));
      return asArray(data.result).map((item) => ({
        labels: asLabels(asRecord(item).metric),
        value: numberOf(asArray(asRecord(item).value)[1]),
      }));
    },
    range: async (query, { start, end }, step, signal) => {
      const parameters = { query, start: String(start), end: String(end), step: String(step) };
      const data = asRecord(await ask('query_range', parameters, signal, true));
      return asArray(data.result).map((item) => {
        const points = asArray(asRecord(item).values);
        const timestamps = new Float64Array(points.length);
        const values = new Float64Array(points.length);
        for (const [index, point] of points.entries()) {
          const [time, value] = asArray(point);
          timestamps[index] = Number(time);
          values[index] = numberOf(value);
        }
        return { labels: asLabels(asRecord(item).metric), timestamps, values };
      });
    },
    metadata: async (signal) => {
      const families = new Map<string, FamilyDeclaration>();
      for (const [family, declared] of Object.entries(asRecord(await ask('metadata', {}, signal)))) {
        const first = asRecord(asArray(declared)[0]);
        const type = asText(first.type);
        const unit = asText(first.unit);
        families.set(family, { ...(type === undefined ? {} : { type }), ...(unit === undefined ? {} : { unit }) });
      }
      return families;
    },
    firingAlerts: async (signal) => {
      const { alerts } = asRecord(await ask('alerts', {}, signal));
      return asArray(alerts)
        .map(asRecord)
        .filter(({ state }) => state === 'firing')
        .map(({ labels, annotations, activeAt }) => ({ labels, annotations, startsAt: activeAt }));
    },
  };
}

/** A selector of series by exact names, safe whatever the names hold. */
export function selectorOf(names: readonly string[], matchers: string): string {
  return `{__name__=~${alternatives(names)}${matchers === '' ? '' : `,${matchers}`}}`;
}

/** Texts as one quoted pattern that fits any of them, each followed by `suffix`, a pattern. */
export function alternatives(texts: readonly string[], suffix = ''): string {
  const plain = texts.map((text) => text.replaceAll(/[.*+?()|[\]{}^$\\]/g, String.raw`\$&`));
  return JSON.stringify(suffix === '' ? plain.join('|') : `(?:${plain.join('|')})${suffix}`);
}

/** Whether a metric counts up, by its declared type or its name. */
export function isCounted(name: string, declared: ReadonlyMap<string, FamilyDeclaration>): boolean {
  return declarationOf(name, declared).type === 'counter' || /_(?:total|count|sum|bucket)$/.test(name);
}

/** Prometheus writes numbers as text, and infinities with a sign. */
function numberOf(text: unknown): number {
  if (text === '+Inf' || text === 'Inf') return Number.POSITIVE_INFINITY;
  return text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text);
}
