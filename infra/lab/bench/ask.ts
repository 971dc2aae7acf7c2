import { runInvestigate } from '../../../bot/cli.ts';
import { openInProcessGateway } from '../../local/in-process-gateway.ts';
import { openLiveGateway } from '../../local/live/live-gateway.ts';
import { readLive } from '../../local/live/read-live.ts';

/** One cause of an answer, as far as it is compared. */
export interface NamedCause {
  readonly component: string;
  readonly cause: string;
  readonly confidence: number;
  readonly change?: string;
}

/** An answer of the command line, as far as it is compared. */
export interface LabAnswer {
  readonly verdict: 'fault' | 'recovered' | 'healthy' | 'unknown';
  readonly hypotheses: readonly NamedCause[];
  /** Of the answer in words: its first line. */
  readonly headline: string;
  /** From the question to the answer. */
  readonly seconds: number;
}

/** Asks as a person at the terminal would: `investigate --live FILE --question … --target … --since …`. */
export async function ask(
  liveFile: string,
  question: string,
  options: { readonly target?: string | undefined; readonly since: string },
): Promise<LabAnswer> {
  const written: string[] = [];
  const complaints: string[] = [];
  const began = performance.now();
  const { target, since } = options;
  const args = ['--live', liveFile, '--question', question, '--since', since, '--format', 'json'];
  const status = await runInvestigate(target === undefined ? args : [...args, '--target', target], {
    openSnapshot: openInProcessGateway,
    openLive: (file) => openLiveGateway(readLive(file)),
    cwd: process.cwd(),
    write: (text) => written.push(text),
    complain: (line) => complaints.push(line),
  });
  const seconds = (performance.now() - began) / 1000;
  if (status !== 0) throw new Error(complaints.join('\n'));
  const answer = JSON.parse(written.join('')) as Omit<LabAnswer, 'headline' | 'seconds'> & {
    readonly hypotheses: readonly (NamedCause & { readonly summary?: string })[];
  };
  const headline = answer.hypotheses[0]?.summary ?? '';
  return { verdict: answer.verdict, hypotheses: answer.hypotheses, headline, seconds };
}
