import type { BenchResult } from './bench.ts';

/** The results as Markdown. */
export function benchTable({ healthy, faults }: BenchResult): string {
  const yes = (value: boolean | undefined) => (value === undefined ? '' : value ? 'yes' : '**no**');
  const rows = faults.map(({ name, what, alert, answer, judgement }) => {
    const first = answer?.hypotheses[0];
    const cause = first === undefined ? '' : `${first.cause} (${Math.round(first.confidence * 100)} %)`;
    return [
      name,
      what,
      alert === undefined ? 'none' : `${alert.text}, ${alert.seconds.toFixed(0)} s`,
      answer?.verdict ?? '',
      cause,
      first?.component.replace('service/', '') ?? '',
      yes(judgement?.right),
      yes(judgement?.component),
      yes(judgement?.firstThree),
      answer?.seconds.toFixed(1) ?? '',
    ];
  });
  const head = [
    'fault',
    'place and size',
    'own alert',
    'verdict',
    'first cause',
    'component',
    'right',
    'place right',
    'in first three',
    's',
  ];
  const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const count = (verdict: string) => healthy.filter(({ answer }) => answer.verdict === verdict).length;
  const right = faults.filter(({ judgement }) => judgement?.right === true).length;
  const placed = faults.filter(({ judgement }) => judgement?.component === true).length;
  return [
    ...(faults.length === 0 ? [] : [table, '', `Right: ${right} of ${faults.length}; at the right place: ${placed}.`]),
    ...(healthy.length === 0
      ? []
      : [
          `Healthy, ${healthy.length} questions: ${count('healthy')} healthy, ${count('unknown')} unknown, ` +
            `${count('recovered')} recovered, ${count('fault')} with a fault.`,
        ]),
  ].join('\n');
}
