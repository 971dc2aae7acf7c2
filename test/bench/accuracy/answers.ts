import { runInvestigate } from '../../../bot/cli.ts';
import { openInProcessGateway } from '../../../infra/local/in-process-gateway.ts';
import type { NamedAnswer } from './expectation.ts';

/**
 * Investigates every folder of `dir` as `npm run -s investigate -- --snapshots DIR --format ndjson` does, in this
 * process. A folder that cannot be read is an entry with `error` and without hypotheses.
 */
export async function answersFor(dir: string): Promise<ReadonlyMap<string, NamedAnswer>> {
  const answers = new Map<string, NamedAnswer>();
  await runInvestigate(['--snapshots', dir, '--format', 'ndjson'], {
    openSnapshot: openInProcessGateway,
    cwd: process.cwd(),
    write: (line) => {
      const answer = JSON.parse(line) as NamedAnswer;
      answers.set(answer.snapshot, answer);
    },
    complain: (line) => process.stderr.write(`${line}\n`),
  });
  return answers;
}
