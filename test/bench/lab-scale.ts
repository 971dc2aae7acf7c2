/**
 * `npm run bench lab-scale`: 97,000 series of 50 services in a real Prometheus, one of which fails 40 % of its requests and
 * is 0.9 s slower. It must be found with at most 10 queries in under 5 s, whether it is named or not.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askLarge, waitUntilScraped } from '../../infra/lab/scale/bench.ts';
import { startScale } from '../../infra/lab/scale/start-scale.ts';

const MOST_QUERIES = 10;
const MOST_SECONDS = 5;
const breakage = { service: 'svc37', errorShare: 0.4, slowerBy: 0.9 };
const folder = mkdtempSync(join(tmpdir(), 'lab-scale-'));
const lab = await startScale({ folder, breakage });
try {
  const series = await waitUntilScraped(lab, breakage);
  console.log(`${series} series\n`);
  console.log('| question | verdict | first cause | component | found | queries | samples | processor s | s |');
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const [question, target] of [
    ['svc37 is slow and fails', 'service/svc37'],
    ['svc37 is slow and fails', undefined],
    ['what is wrong?', undefined],
  ] as const) {
    const { answer, found, queries, samples, processorSeconds } = await askLarge(lab, breakage, question, target);
    const [first] = answer.hypotheses;
    const cells = [
      `${question}${target ? ` (${target})` : ''}`,
      answer.verdict,
      first?.cause ?? '',
      first?.component ?? '',
    ];
    const good = found && queries <= MOST_QUERIES && answer.seconds < MOST_SECONDS;
    console.log(
      `| ${[...cells, found ? 'yes' : '**no**', queries, samples, processorSeconds.toFixed(1), answer.seconds.toFixed(1)].join(' | ')} |`,
    );
    if (!good) process.exitCode = 1;
  }
} finally {
  await lab.stop();
  rmSync(folder, { recursive: true, force: true });
}
