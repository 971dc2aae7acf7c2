/**
 * Compares answers with the set's truth: `node test/support/blind/score.ts OUTDIR ANSWERS.ndjson`, the latter written by
 * `npm run -s investigate -- --snapshots OUTDIR --format ndjson`. Right: the verdict, and of a fault the component and the
 * cause of the first hypothesis. Wrong and sure: wrong at a confidence of 0.6 or more.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Truth {
  readonly verdicts: readonly string[];
  readonly components: readonly string[];
  readonly causes: readonly string[];
  readonly what: string;
}
interface Answered {
  readonly snapshot: string;
  readonly verdict: string;
  readonly hypotheses: readonly { readonly component: string; readonly cause: string; readonly confidence: number }[];
}

const SURE = 0.6;
const [folder = '', file = ''] = process.argv.slice(2);
const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Record<string, Truth>;
const answers = new Map(
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Answered)
    .map((answer) => [answer.snapshot, answer]),
);

const table = new Map<string, { n: number; right: number; sureAndWrong: number; missed: string[] }>();
for (const [name, { verdicts, components, causes, what }] of Object.entries(truth)) {
  const kind = verdicts[0] ?? '';
  const row = table.get(kind) ?? { n: 0, right: 0, sureAndWrong: 0, missed: [] };
  table.set(kind, row);
  const answer = answers.get(name);
  const [first] = answer?.hypotheses ?? [];
  const named = first !== undefined && components.includes(first.component) && causes.includes(first.cause);
  const isRight = verdicts.includes(answer?.verdict ?? '') && (kind === 'healthy' || named);
  row.n += 1;
  if (isRight) row.right += 1;
  else {
    if ((first?.confidence ?? 0) >= SURE) row.sureAndWrong += 1;
    const got = first === undefined ? '' : ` ${first.component} ${first.cause} ${first.confidence}`;
    row.missed.push(`${name} ${what} -> ${answer?.verdict ?? 'no answer'}${got}`);
  }
}
for (const [kind, { n, right, sureAndWrong, missed }] of table) {
  console.log(`${kind}: ${right} of ${n} right, ${sureAndWrong} wrong and sure`);
  for (const line of missed) console.log(`  ${line}`);
}
