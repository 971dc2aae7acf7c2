import type { GroupingAccuracy } from './loghub.ts';
import type { Measures, ReliabilityBin } from './measures.ts';

/** One row: a set's name and its measures. */
export interface Row {
  readonly name: string;
  readonly measures: Measures;
}

const HEADINGS = [
  'set',
  'n',
  'right first',
  'first three',
  'component',
  'utility',
  'healthy while broken',
  'well called well',
  'wrong at 0.6+',
  'right at 0.8+',
  'of right: at 0.8+',
];

/** The measures as a Markdown table, a row each. Shares have the precision that score.mjs prints. */
export function accuracyTable(rows: readonly Row[]): string {
  return markdown(HEADINGS, rows.map(accuracyCells));
}

function accuracyCells({ name, measures: m }: Row): string[] {
  return [
    name,
    String(m.n),
    share(m.right),
    share(m.firstThree),
    m.component === undefined ? '' : share(m.component),
    m.utility.toFixed(3),
    m.broken === 0 ? '' : `${m.healthyWhileBroken} of ${m.broken}`,
    m.well === 0 ? '' : `${m.calledWell} of ${m.well}`,
    String(m.wrongAndSure),
    `${m.sureAndRight[0]} of ${m.sureAndRight[1]}`,
    `${m.rightAndSure[0]} of ${m.rightAndSure[1]}`,
  ];
}

/** Reliability in three spans of confidence: right of answers, with Wilson's 95 % bounds. */
export function reliabilityTable(rows: readonly Row[]): string {
  return markdown(
    ['set', 'right below 0.6', '0.6 to 0.8', '0.8 and more'],
    rows.map(({ name, measures }) => [name, ...measures.reliability.map(binCell)]),
  );
}

function binCell({ right, answers, bounds }: ReliabilityBin): string {
  if (answers === 0) return 'none';
  return `${right} of ${answers} (${bounds[0].toFixed(2)}-${bounds[1].toFixed(2)})`;
}

/** Grouping accuracy of log lines by set, and their mean. */
export function groupingTable(groupings: readonly GroupingAccuracy[]): string {
  const mean = groupings.reduce((sum, { accuracy }) => sum + accuracy, 0) / groupings.length;
  const rows = [...groupings, { set: 'mean', accuracy: mean }].map(({ set, accuracy }) => [set, accuracy.toFixed(4)]);
  return markdown(['log lines', 'grouping accuracy'], rows);
}

function share(value: number): string {
  return value.toFixed(3);
}

/** A Markdown table of plain cells. */
export function markdown(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(headings), `|${headings.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}
