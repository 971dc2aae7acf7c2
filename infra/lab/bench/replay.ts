import { askAgain, type LabAnswer } from './ask.ts';
import { judge } from './judge.ts';
import { type RecordedQuestion, recordedQuestions } from './recording.ts';

export interface ReplayedQuestion {
  readonly asked: RecordedQuestion;
  readonly answer: LabAnswer;
  /** A fault named rightly, or health where all was well. */
  readonly right: boolean;
}

/** Asks every recorded question of a folder of the engine as it is now. */
export async function replay(folder: string): Promise<readonly ReplayedQuestion[]> {
  const replayed: ReplayedQuestion[] = [];
  for (const { asked, gateway } of recordedQuestions(folder)) {
    const answer = await askAgain(gateway, asked);
    const right = asked.truth === undefined ? answer.verdict === 'healthy' : judge(answer, asked.truth).right;
    replayed.push({ asked, answer, right });
  }
  return replayed;
}

/** A line a question. */
export function replayTable(replayed: readonly ReplayedQuestion[]): string {
  const lines = replayed.map(({ asked, answer, right }) => {
    const [first] = answer.hypotheses;
    const cause = first === undefined ? answer.headline : `${first.component} ${first.cause} ${first.confidence}`;
    return `| ${[asked.name, asked.question, answer.verdict, cause, right ? 'yes' : '**no**'].join(' | ')} |`;
  });
  const right = replayed.filter((one) => one.right).length;
  const head = ['| name | question | verdict | first cause | right |', '| --- | --- | --- | --- | --- |'];
  return [...head, ...lines, '', `Right: ${right} of ${replayed.length}.`].join('\n');
}
