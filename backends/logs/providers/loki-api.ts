import { BackendError } from '../../common/backend-error.ts';
import type { HttpSource } from '../../common/live/http-source.ts';
import { asArray, asLabels, asRecord } from '../../common/snapshot/json-shape.ts';

/** One line of one stream. Nanoseconds do not fit a number. */
export interface LokiLine {
  readonly labels: Readonly<Record<string, string>>;
  readonly nanoseconds: bigint;
  readonly text: string;
}

/** From `start` up to but without `end`, in nanoseconds. */
export interface NanoWindow {
  readonly start: bigint;
  readonly end: bigint;
}

/** The part of Loki's HTTP API that is read. */
export interface LokiApi {
  /** Names of labels in the window. */
  labels(window: NanoWindow, signal: AbortSignal): Promise<string[]>;
  /** The label sets of the streams that a selector fits. */
  streams(selector: string, window: NanoWindow, signal: AbortSignal): Promise<Record<string, string>[]>;
  /** At most `limit` lines: the oldest of the window (forward) or the newest (backward), in that order. */
  lines(
    selector: string,
    window: NanoWindow,
    options: { direction: 'forward' | 'backward'; limit: number; signal: AbortSignal },
  ): Promise<LokiLine[]>;
  /** Bytes by the value of a label; empty where this Loki does not tell. */
  volumes(selector: string, label: string, window: NanoWindow, signal: AbortSignal): Promise<Map<string, number>>;
}

/** Wraps a Loki address. */
export function createLokiApi(source: HttpSource): LokiApi {
  const times = ({ start, end }: NanoWindow) => ({ start: String(start), end: String(end) });
  const ask = async (path: string, query: Record<string, string>, signal: AbortSignal): Promise<unknown> => {
    const body = asRecord(await source.json(`/loki/api/v1/${path}`, { query, signal }));
    // Without any label Loki leaves `data` out.
    if (body.status !== 'success')
      throw new BackendError('bad-upstream', `${source.name} did not answer as Loki does.`);
    return body.data;
  };
  return {
    labels: async (window, signal) =>
      asArray(await ask('labels', times(window), signal)).filter((name): name is string => typeof name === 'string'),
    streams: async (selector, window, signal) =>
      asArray(await ask('series', { 'match[]': selector, ...times(window) }, signal)).map(asLabels),
    lines: async (selector, window, { direction, limit, signal }) => {
      const query = { query: selector, limit: String(limit), direction, ...times(window) };
      const data = asRecord(await ask('query_range', query, signal));
      if (data.resultType !== 'streams')
        throw new BackendError('bad-upstream', `${source.name} answered with no lines.`);
      const lines = asArray(data.result).flatMap((item) => {
        const labels = asLabels(asRecord(item).stream);
        return asArray(asRecord(item).values).flatMap((value): LokiLine[] => {
          const [time, text] = asArray(value);
          if (typeof time !== 'string' || !/^\d+$/.test(time) || typeof text !== 'string') return [];
          return [{ labels, nanoseconds: BigInt(time), text }];
        });
      });
      const sign = direction === 'forward' ? 1 : -1;
      return lines.sort((a, b) => sign * (a.nanoseconds < b.nanoseconds ? -1 : a.nanoseconds > b.nanoseconds ? 1 : 0));
    },
    volumes: async (selector, label, window, signal) => {
      const query = { query: selector, targetLabels: label, limit: '5000', ...times(window) };
      const answer = await source.get('/loki/api/v1/index/volume', { query, expect: [400, 404, 500, 501], signal });
      const found = new Map<string, number>();
      if (answer.status !== 200) return found;
      for (const item of asArray(asRecord(asRecord(JSON.parse(answer.text)).data).result)) {
        const value = asLabels(asRecord(item).metric)[label];
        if (value !== undefined) found.set(value, Number(asArray(asRecord(item).value)[1]) || 0);
      }
      return found;
    },
  };
}

/**
 * A stream selector of exact matches with one value or any of several. Values are written as quoted strings, with
 * everything escaped that could end one or mean a pattern: no text of a caller becomes a part of the query.
 */
export function selectorOf(
  matchers: Readonly<Record<string, string | readonly string[]>>,
  fixed: string,
  present: string,
): string {
  const exact = Object.entries(matchers).map(([label, value]) =>
    typeof value === 'string'
      ? `${label}=${JSON.stringify(value)}`
      : `${label}=~${JSON.stringify(value.map((one) => one.replaceAll(/[.*+?()|[\]{}^$\\]/g, String.raw`\$&`)).join('|'))}`,
  );
  // Loki refuses a selector in which nothing must be there.
  const any = Object.hasOwn(matchers, present) ? [] : [`${present}=~".+"`];
  return `{${[...exact, ...any, ...(fixed === '' ? [] : [fixed])].join(',')}}`;
}
