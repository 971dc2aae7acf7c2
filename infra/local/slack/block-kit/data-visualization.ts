import { all, byType, type Check, isObject, list, number, object, text } from './check.ts';
import { limits } from './limits.ts';

const limit = limits.dataVisualization;

const pie = object({
  segments: list(object({ label: text(limit.label, 1), value: number({ above: 0 }) }), { min: 1, max: limit.segments }),
});

const series = object({
  name: text(limit.label, 1),
  data: list(object({ label: text(limit.label, 1), value: number() }), { min: 1, max: limit.points }),
});

const axes = object(
  { categories: list(text(limit.label, 1), { min: 1, max: limit.points }) },
  { x_label: text(limit.axisLabel), y_label: text(limit.axisLabel) },
);

/** Names differ between series, and each series has one point for each category, in any order. */
const consistent: Check = (chart, pointer, problems) => {
  if (!isObject(chart) || !Array.isArray(chart.series) || !isObject(chart.axis_config)) return;
  const categories = Array.isArray(chart.axis_config.categories) ? (chart.axis_config.categories as unknown[]) : [];
  const names = new Set<unknown>();
  for (const [index, one] of (chart.series as unknown[]).entries()) {
    if (!isObject(one) || !Array.isArray(one.data)) continue;
    if (names.has(one.name))
      problems.push({ message: 'series names must be unique', pointer: `${pointer}/series/${index}/name` });
    names.add(one.name);
    const labels = (one.data as unknown[]).map((point) => (isObject(point) ? point.label : undefined));
    if (labels.length !== categories.length || categories.some((category) => !labels.includes(category)))
      problems.push({
        message: 'data labels must match `axis_config.categories`',
        pointer: `${pointer}/series/${index}/data`,
      });
  }
};

const cartesian = all(object({ series: list(series, { min: 1, max: limit.series }), axis_config: axes }), consistent);

/** The `chart` of a `data_visualization` block. */
export const dataVisualization = byType({ pie, bar: cartesian, area: cartesian, line: cartesian });
