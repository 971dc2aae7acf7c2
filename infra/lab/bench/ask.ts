import { runInvestigate } from '../../../bot/cli.ts';
import type { ToolGateway } from '../../../bot/ports/tool-gateway.ts';
import { openInProcessGateway } from '../../local/in-process-gateway.ts';
import { openLiveGateway } from '../../local/live/live-gateway.ts';
import { readLive } from '../../local/live/read-live.ts';
import { type RecordedQuestion, recordingGateway } from './recording.ts';

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
  /** Of the answer in words: its first line, or why there is no cause. */
  readonly headline: string;
  /** How many figures are given for health. */
  readonly measured: number;
  /** From the question to the answer. */
  readonly seconds: number;
}

interface Written extends Omit<LabAnswer, 'headline' | 'seconds' | 'measured'> {
  readonly hypotheses: readonly (NamedCause & { readonly summary?: string })[];
  readonly reasons?: readonly string[];
  readonly measured?: readonly unknown[];
}

/** Asks as a person at the terminal would: `investigate --live FILE --question … --target … --since …`. */
export async function ask(
  liveFile: string,
  question: string,
  options: {
    readonly target?: string | undefined;
    readonly since: string;
    /** Where to keep what the tools said, and what is right. */
    readonly record?: { readonly file: string; readonly asked: RecordedQuestion } | undefined;
  },
): Promise<LabAnswer> {
  const { record } = options;
  if (record === undefined) return askThrough((file) => openLiveGateway(readLive(file)), liveFile, question, options);
  let save: ReturnType<typeof recordingGateway>['save'] | undefined;
  const open = async (file: string): Promise<ToolGateway> => {
    const recording = recordingGateway(await openLiveGateway(readLive(file)));
    save = recording.save;
    return recording.gateway;
  };
  const answer = await askThrough(open, liveFile, question, options);
  save?.(record.file, record.asked);
  return answer;
}

/** Asks a recorded question of the engine as it is now. */
export function askAgain(gateway: ToolGateway, { question, target, since }: RecordedQuestion): Promise<LabAnswer> {
  return askThrough(async () => gateway, 'recorded', question, { target, since });
}

async function askThrough(
  openLive: (file: string) => Promise<ToolGateway>,
  liveFile: string,
  question: string,
  { target, since }: { readonly target?: string | undefined; readonly since: string },
): Promise<LabAnswer> {
  const written: string[] = [];
  const complaints: string[] = [];
  const began = performance.now();
  const args = ['--live', liveFile, '--question', question, '--since', since, '--format', 'json'];
  const status = await runInvestigate(target === undefined ? args : [...args, '--target', target], {
    openSnapshot: openInProcessGateway,
    openLive,
    cwd: process.cwd(),
    write: (text) => written.push(text),
    complain: (line) => complaints.push(line),
  });
  const seconds = (performance.now() - began) / 1000;
  if (status !== 0) throw new Error(complaints.join('\n'));
  const { verdict, hypotheses, reasons = [], measured = [] } = JSON.parse(written.join('')) as Written;
  return {
    verdict,
    hypotheses,
    headline: hypotheses[0]?.summary ?? reasons.join(' '),
    measured: measured.length,
    seconds,
  };
}
