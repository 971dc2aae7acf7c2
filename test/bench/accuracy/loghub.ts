import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../backends/logs/log-patterns.ts', import.meta.url));

/** One set of log lines and the share of them whose predicted group is exactly the true group. */
export interface GroupingAccuracy {
  readonly set: string;
  readonly accuracy: number;
}

/** Grouping accuracy of `log-patterns` on each `loghub/SET/{content.txt,truth.tsv}`; empty where there are none. */
export function groupingAccuracies(dir: string): readonly GroupingAccuracy[] {
  const root = join(dir, 'loghub');
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((set) => existsSync(join(root, set, 'truth.tsv')))
    .map((set) => {
      const truth = firstFields(readFileSync(join(root, set, 'truth.tsv'), 'utf8'));
      const args = [program, '--file', join(root, set, 'content.txt'), '--format', 'tsv'];
      const found = firstFields(execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 }));
      return { set, accuracy: groupingAccuracy(truth, found) };
    });
}

function groupingAccuracy(truth: readonly string[], found: readonly string[]): number {
  const wanted = linesByGroup(truth);
  let right = 0;
  for (const lines of linesByGroup(found.slice(0, truth.length)).values()) {
    if (String(wanted.get(truth[lines[0]!]!)) === String(lines)) right += lines.length;
  }
  return right / truth.length;
}

function linesByGroup(groups: readonly string[]): Map<string, number[]> {
  const lines = new Map<string, number[]>();
  for (const [line, group] of groups.entries()) {
    const sofar = lines.get(group);
    if (sofar === undefined) lines.set(group, [line]);
    else sofar.push(line);
  }
  return lines;
}

function firstFields(tsv: string): string[] {
  return tsv
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t', 1)[0]!);
}
