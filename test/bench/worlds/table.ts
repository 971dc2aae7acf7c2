import { measure } from '../accuracy/measures.ts';
import { markdown } from '../accuracy/table.ts';
import type { JudgedWorld } from './judge.ts';

/** Right answers of worlds by one property of theirs, a row each, the weakest first. */
export function breakdown(
  heading: string,
  judged: readonly JudgedWorld[],
  nameOf: (one: JudgedWorld) => string,
): string {
  const groups = new Map<string, JudgedWorld[]>();
  for (const one of judged) {
    const group = groups.get(nameOf(one));
    if (group === undefined) groups.set(nameOf(one), [one]);
    else group.push(one);
  }
  const rows = [...groups]
    .map(([name, worlds]) => ({ name, measures: measure(worlds.map(({ judgement }) => judgement)) }))
    .sort((a, b) => a.measures.right - b.measures.right || (a.name < b.name ? -1 : 1))
    .map(({ name, measures: m }) => [
      name,
      String(m.n),
      m.right.toFixed(2),
      m.firstThree.toFixed(2),
      m.component === undefined ? '' : m.component.toFixed(2),
      m.utility.toFixed(2),
      String(m.wrongAndSure),
      m.sureAndRight.join(' of '),
      m.rightAndSure.join(' of '),
    ]);
  const named = ['n', 'right', 'first three', 'component', 'utility', 'wrong at 0.6+'];
  return markdown([heading, ...named, 'right at 0.8+', 'of right: at 0.8+'], rows);
}
