import type { LogPattern, MetricSeries, ServiceLogs } from '../../../domain/signals.ts';
import type { LookupKind, LookupRows } from '../../../ports/lookups.ts';
import { changeInWords, measured, sparkline, unitOf } from '../numbers.ts';
import type { Cell, Column } from '../table.ts';
import { spanInWords } from '../wording.ts';

/** How one kind of look is drawn as a table. */
export interface Drawing<Row> {
  /** `Logs`, as a heading. */
  readonly title: string;
  /** What one row is, and several: for counts. */
  readonly nouns: readonly [string, string];
  readonly columns: readonly Column[];
  /** One row may become several of the table. */
  readonly cells: (row: Row) => readonly (readonly Cell[])[];
  /** Where rows of several sources mix: how the table's rows are ordered. Absent keeps their order. */
  readonly order?: (a: readonly Cell[], b: readonly Cell[]) => number;
  /** True for what only has a table; others have details behind a button. */
  readonly noDetails?: boolean;
}

const LEVELS: readonly string[] = ['fatal', 'error', 'warn', 'info', 'debug'];
const level = (cells: readonly Cell[]): number => LEVELS.indexOf(String(cells[1]));

/** A series' name without what its labels say anyway: `http_request_duration_seconds` and `seats, 0.5`. */
export function seriesOf(series: Pick<MetricSeries, 'labels'>): string {
  const place = placeOf(series);
  return [...(place === undefined ? [] : [place]), ...othersOf(series)].join(', ');
}

/** What is measured, without its unit, which the values show, and with the labels that tell two of a name apart. */
function metricOf(series: Pick<MetricSeries, 'name' | 'labels'>): string {
  const name = series.name
    .replace(/_(?:seconds|milliseconds|bytes|ratio|total)\b/g, '')
    .replace(/[_.:]+/g, ' ')
    .trim();
  return [name, ...othersOf(series)].join(', ');
}

function placeOf({ labels: { service, job, pod, node } }: Pick<MetricSeries, 'labels'>): string | undefined {
  return service ?? pod ?? node ?? job;
}

function othersOf({ labels }: Pick<MetricSeries, 'labels'>): readonly string[] {
  const { service: _service, job: _job, pod: _pod, node: _node, namespace: _namespace, ...rest } = labels;
  return Object.entries(rest)
    .slice(0, 3)
    .map(([key, value]) => `${key}=${value}`);
}

function patternCells(logs: ServiceLogs, pattern: LogPattern): readonly Cell[] {
  // What differs from line to line is of no interest here.
  const text = pattern.template.replaceAll('<*>', '…');
  return [text, pattern.level, pattern.count, logs.service, sparkline(pattern.buckets ?? [], 8)];
}

/** The table of each kind. */
export const DRAWINGS: { readonly [Kind in LookupKind]: Drawing<LookupRows[Kind]> } = {
  logs: {
    title: 'Logs',
    nouns: ['service', 'services'],
    columns: [
      { title: 'What they say', wrap: true, most: 110 },
      { title: 'Level' },
      { title: 'Lines', align: 'right' },
      { title: 'Service', wrap: true, most: 40 },
      { title: 'When' },
    ],
    cells: (logs) => logs.patterns.map((pattern) => patternCells(logs, pattern)),
    order: (a, b) => level(a) - level(b) || Number(b[2]) - Number(a[2]),
  },
  metrics: {
    title: 'Metrics that changed',
    nouns: ['series', 'series'],
    columns: [
      // A narrow screen cuts the last columns: what changed, and how much, come first.
      { title: 'Metric', wrap: true, most: 60 },
      { title: 'Before → now', wrap: true },
      { title: 'Change' },
      { title: 'Since' },
      { title: 'Of', wrap: true, most: 60 },
    ],
    cells: (series) => {
      const change = [...series.changes].sort((a, b) => b.score - a.score)[0];
      if (change === undefined) return [];
      const unit = unitOf(series);
      const values = `${measured(change.before, unit)} → ${measured(change.during, unit)}`;
      return [
        [
          metricOf(series),
          values,
          changeInWords(change.before, change.during),
          { at: change.onset },
          placeOf(series) ?? '',
        ],
      ];
    },
  },
  pods: {
    title: 'Pods',
    nouns: ['pod', 'pods'],
    columns: [
      { title: 'Pod', wrap: true, most: 60 },
      { title: 'Ready', align: 'right' },
      { title: 'State', wrap: true },
      { title: 'Restarts', align: 'right' },
      { title: 'Age', align: 'right' },
      { title: 'Node', most: 50 },
    ],
    cells: (pod) => [
      [
        pod.name,
        `${pod.ready}/${pod.containers}`,
        pod.reason ?? pod.phase,
        pod.restarts,
        pod.ageSeconds === undefined ? '' : spanInWords(pod.ageSeconds).split(' ').slice(0, 2).join(' '),
        pod.node ?? '',
      ],
    ],
    noDetails: true,
  },
  events: {
    title: 'Events',
    nouns: ['event', 'events'],
    columns: [
      { title: 'Last seen', wrap: true },
      { title: 'Reason' },
      { title: 'Message', wrap: true, most: 110 },
      { title: 'Times', align: 'right' },
      { title: 'Object', most: 60 },
    ],
    cells: (event) => [[{ at: event.lastSeen }, event.reason, event.message, event.count, event.object]],
  },
  changes: {
    title: 'Changes',
    nouns: ['change', 'changes'],
    columns: [
      { title: 'When', wrap: true },
      { title: 'Where', wrap: true, most: 40 },
      { title: 'Summary', wrap: true, most: 110 },
      { title: 'What' },
      { title: 'Id' },
    ],
    cells: (change) => [
      [{ at: change.timestamp }, change.service ?? '', change.summary, change.kind, { code: change.id.slice(0, 12) }],
    ],
  },
  runbook: {
    title: 'Runbooks',
    nouns: ['runbook', 'runbooks'],
    columns: [
      { title: 'Runbook', wrap: true, most: 80 },
      { title: 'Step', wrap: true, most: 140 },
    ],
    cells: (match) => [[match.title, match.step ?? match.excerpt]],
  },
  yesterday: {
    title: 'Compared with yesterday',
    nouns: ['series', 'series'],
    columns: [
      { title: 'Metric', wrap: true, most: 60 },
      { title: 'Yesterday', align: 'right' },
      { title: 'Now', align: 'right' },
      { title: 'Change' },
      { title: 'Of', wrap: true, most: 60 },
    ],
    cells: (row) => {
      const unit = unitOf(row);
      const before = row.before === undefined ? 'not kept' : measured(row.before, unit);
      const change = row.before === undefined ? '' : changeInWords(row.before, row.now);
      return [[metricOf(row), before, measured(row.now, unit), change, placeOf(row) ?? '']];
    },
    noDetails: true,
  },
};
