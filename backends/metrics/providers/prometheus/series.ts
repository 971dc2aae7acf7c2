import { declarationOf, type FamilyDeclaration } from '../../../common/snapshot/series-builder.ts';
import type { Series } from '../../provider.ts';
import { type RangeSeries, selectorOf } from './api.ts';
import { type ChosenNames, type MetricChoice, planReading } from './choice.ts';
import { type ReadingOptions, readMoved } from './moved.ts';

export interface ChosenReading {
  readonly items: readonly Series[];
  /** Metrics of which a part was read, each in words. */
  readonly partly: readonly string[];
  /** Their names: nothing may be summed over them. */
  readonly partOf: ReadonlySet<string>;
  /** Metrics of requests that are too large to be read series by series: their indicators tell of them. */
  readonly indicated: readonly string[];
}

/** Reads the series of chosen names: whole metrics within the limits, of larger ones what moved and what was asked about. */
export async function readChosenSeries(
  options: ReadingOptions & {
    readonly chosen: ChosenNames;
    readonly choice: MetricChoice & { readonly byName: boolean };
  },
  signal: AbortSignal,
): Promise<ChosenReading> {
  const { api, matchers, chosen, choice, declared, extents, span, step } = options;
  const { whole, large, indicated } = planReading(chosen, extents, choice);
  const held = whole.flat().reduce((sum, name) => sum + extents.seriesOf(name), 0);
  const [found, moved] = await Promise.all([
    Promise.all(whole.map((names) => api.range(selectorOf(names, matchers), span, step, signal))),
    readMoved(large, { ...options, seriesLeft: Math.max(0, choice.maxSeries - held) }, signal),
  ]);
  return {
    items: [...found.flat(), ...moved.series].map((one) => seriesOf(one, declared)),
    partly: moved.told,
    partOf: new Set(large.map(([name]) => name)),
    indicated,
  };
}

function seriesOf(
  { labels, timestamps, values }: RangeSeries,
  declared: ReadonlyMap<string, FamilyDeclaration>,
): Series {
  const { __name__: name = '', ...rest } = labels;
  return { name, labels: rest, ...declarationOf(name, declared), timestamps, values };
}
