import type { Answer, Hypothesis, Verdict } from '../domain/answer.ts';
import { causeInWords } from '../wording/causes.ts';
import { notReadInWords } from '../wording/not-read.ts';
import { recordingInWords } from '../wording/recording.ts';
import { timesForTerminal } from '../wording/times.ts';
import { worthShowing } from '../wording/worth-showing.ts';

const OTHERS_SHOWN = 2;
/** A line to paste stands alone, as it is. */
const COMMAND = '      ';

/** Confidence as people say it. The bounds follow the calibration measured by `npm run bench`. */
export function confidenceInWords(confidence: number): string {
  if (confidence >= 0.85) return 'very likely';
  if (confidence >= 0.6) return 'likely';
  if (confidence >= 0.35) return 'possible';
  return 'a guess';
}

const VERDICTS: Readonly<Record<Exclude<Verdict, 'fault'>, string>> = {
  healthy: 'No fault found.',
  recovered: 'It is over.',
  unknown: 'The cause is unknown.',
};

/** The answer for a terminal: the cause first, then why, then what to do. */
export function answerAsText(answer: Answer): string {
  const lines: string[] = answer.recording === undefined ? [] : [recordingInWords(answer.recording), ''];
  if (answer.verdict !== 'fault') {
    lines.push(VERDICTS[answer.verdict]);
    for (const reason of answer.reasons) lines.push(`  ${reason}`);
  }
  for (const { text } of answer.measured ?? []) lines.push(`  ${text}`);
  const shown = worthShowing(answer.hypotheses, OTHERS_SHOWN);
  for (const hypothesis of shown) lines.push(...hypothesisLines(hypothesis, answer));
  const more = answer.hypotheses.length - shown.length;
  if (more > 0)
    lines.push('', `${more} less likely ${more === 1 ? 'explanation' : 'explanations'}: --format json shows all.`);
  if (answer.runbooks.length > 0) {
    lines.push('', 'Runbooks');
    for (const match of answer.runbooks)
      lines.push(`  ${match.title}${match.step === undefined ? '' : `: ${match.step}`}`);
  }
  const residue = (answer.residue ?? []).slice(0, 6);
  if (residue.length > 0)
    lines.push('', 'Not explained', ...residue.map(({ component, text }) => `  ${component}: ${text}`));
  if (answer.unknown.length > 0) lines.push('', 'Not seen', ...answer.unknown.map((line) => `  ${line}`));
  const notRead = notReadInWords(answer);
  if (notRead !== undefined) lines.push('', notRead);
  return lines
    .map((line) => (line.startsWith(COMMAND) ? line : timesForTerminal(line, dayOf(answer))))
    .join('\n')
    .trim();
}

/** The day that is spoken of: a recording's own, else today. */
function dayOf({ recording }: Answer): string {
  const spoken = recording?.shiftedSeconds === 0 ? recording.capturedAt : new Date().toISOString();
  return spoken.slice(0, 10);
}

/** What the summary says already is not said again. */
const said = (text: string) => text.trim().replace(/\.$/, '');

function hypothesisLines(hypothesis: Hypothesis, answer: Answer): string[] {
  const cited = (ids: readonly string[], sign: string) =>
    ids.slice(0, 5).flatMap((id) => {
      const evidence = answer.evidence.find((one) => one.id === id);
      if (evidence === undefined || said(evidence.text) === said(hypothesis.summary)) return [];
      return [`   ${sign} [${id}] ${evidence.target}: ${evidence.text}`];
    });
  const words = `${confidenceInWords(hypothesis.confidence)}, ${Math.round(hypothesis.confidence * 100)} %`;
  return [
    '',
    `${hypothesis.rank}. ${hypothesis.component}: ${causeInWords(hypothesis.cause)} (${words})`,
    `   ${hypothesis.summary}`,
    ...cited(hypothesis.evidence, '+'),
    ...cited(hypothesis.contradicting, '-'),
    ...(hypothesis.rank === 1 ? hypothesis.nextSteps : []).flatMap(({ kind, text, command }) => [
      `   ${kind}: ${text}`,
      ...(command === undefined ? [] : [`${COMMAND}${command}`]),
    ]),
  ];
}
