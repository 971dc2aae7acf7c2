import { inTurns } from '../common/in-turns.ts';
import { type Page, pageAt, pageOffset } from '../common/page.ts';
import { type DetectionWindow, type SeriesSummary, summarizeSeries } from './detection/index.ts';
import type { Series } from './provider.ts';

export interface RankingRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly question: unknown;
  readonly changedOnly: boolean;
}

/** Pages of series, those with the strongest changes first. */
export interface SeriesRanking {
  page(
    items: readonly Series[],
    window: DetectionWindow,
    request: RankingRequest,
    signal: AbortSignal,
  ): Promise<Page<SeriesSummary>>;
}

/** Orders remembered, so that the pages of one question are ranked once. */
const REMEMBERED = 4;

/**
 * Creates a ranking. Of a question with several pages only the order is kept (the summaries of 100,000 series would
 * take hundreds of megabytes): each page is summarised again when it is asked for.
 */
export function createSeriesRanking(): SeriesRanking {
  const orders = new Map<string, { items: readonly Series[]; order: Int32Array }>();
  return {
    page: async (items, window, request, signal) => {
      const offset = pageOffset(request);
      if (items.length <= request.limit && offset === 0) {
        const summaries = await summarizeAll(items, window, signal);
        const kept = summaries.filter(({ changes }) => !request.changedOnly || changes.length > 0);
        kept.sort((a, b) => strengthOf(b) - strengthOf(a));
        return pageAt(kept, kept.length, request, 0);
      }
      const key = JSON.stringify([request.question, window]);
      const known = orders.get(key);
      const fresh = known !== undefined && known.items.length === items.length && known.items[0] === items[0];
      const order = fresh ? known.order : await rank(items, window, request.changedOnly, signal);
      orders.delete(key);
      orders.set(key, { items, order });
      for (const old of orders.keys()) if (orders.size > REMEMBERED) orders.delete(old);
      const wanted = [...order.subarray(offset, offset + request.limit)].map((index) => items[index]!);
      return pageAt(await summarizeAll(wanted, window, signal), order.length, request, offset);
    },
  };
}

async function rank(
  items: readonly Series[],
  window: DetectionWindow,
  changedOnly: boolean,
  signal: AbortSignal,
): Promise<Int32Array> {
  const strengths = new Float64Array(items.length);
  await inTurns(items, signal, (series, index) => {
    const summary = summarizeSeries(series, window);
    strengths[index] = summary.changes.length === 0 ? -1 : strengthOf(summary);
  });
  const order = Int32Array.from(items.keys()).sort((a, b) => strengths[b]! - strengths[a]! || a - b);
  return changedOnly ? order.filter((index) => strengths[index]! >= 0) : order;
}

async function summarizeAll(
  items: readonly Series[],
  window: DetectionWindow,
  signal: AbortSignal,
): Promise<SeriesSummary[]> {
  const summaries: SeriesSummary[] = [];
  await inTurns(items, signal, (series) => summaries.push(summarizeSeries(series, window)));
  return summaries;
}

function strengthOf({ changes }: SeriesSummary): number {
  return changes.reduce((strongest, { score }) => Math.max(strongest, score), 0);
}
