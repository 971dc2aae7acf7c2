import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answersFor } from './answers.ts';
import { type Expectation, type Judgement, judge } from './expectation.ts';

/** A set of recorded systems with the answers that are right. */
export interface RecordedSet {
  readonly name: string;
  readonly expectations: Readonly<Record<string, Expectation>>;
  /** The folder of snapshots, or the archive that holds them. */
  readonly folder?: string;
  readonly archive?: string;
}

/**
 * The sets in a folder: `NAME.truth.json` (`{id: {component, cause?}}`) or `NAME.expect.json` (`{id: Expectation}`),
 * each beside `NAME/` or `NAME.tar.gz` or `NAME.tar.xz`. Throws an Error that names the set whose snapshots are missing.
 */
export function recordedSets(dir: string): readonly RecordedSet[] {
  return readdirSync(dir)
    .map((file) => /^(.+)\.(truth|expect)\.json$/.exec(file))
    .filter((match) => match !== null)
    .map(([file, name, form]) => {
      const read = JSON.parse(readFileSync(join(dir, file), 'utf8'));
      const expectations = form === 'truth' ? expectationsOfTruth(read) : read;
      const folder = [join(dir, name!)].find(existsSync);
      const archive = [`${name}.tar.gz`, `${name}.tar.xz`].map((one) => join(dir, one)).find(existsSync);
      if (folder === undefined && archive === undefined) throw new Error(`${dir}: ${file} has no snapshots beside it`);
      return { name: name!, expectations, folder, archive };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function expectationsOfTruth(
  truth: Record<string, { component: string; cause?: string }>,
): Record<string, Expectation> {
  return Object.fromEntries(
    Object.entries(truth).map(([id, { component, cause }]) => [
      id,
      { components: [component], causes: cause === undefined ? undefined : [cause] },
    ]),
  );
}

/** Investigates a set and judges every system of it; an archive is unpacked for as long as that takes. */
export async function judgeSet({ expectations, folder, archive }: RecordedSet): Promise<readonly Judgement[]> {
  const unpacked = folder === undefined ? mkdtempSync(join(tmpdir(), 'bench-')) : undefined;
  try {
    if (unpacked !== undefined) execFileSync('tar', ['-xf', archive!, '-C', unpacked]);
    const answers = await answersFor(folder ?? unpacked!);
    return Object.entries(expectations).map(([id, expected]) => judge(id, expected, answers.get(id)));
  } finally {
    if (unpacked !== undefined) rmSync(unpacked, { recursive: true, force: true });
  }
}
