/** Writes a blind set: node test/support/blind/generate.ts OUTDIR [--set second]. The same input gives the same bytes. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFolder } from './core/folder.ts';
import type { Truth } from './core/model.ts';
import { Random } from './core/random.ts';
import { scenarios as first } from './faults/all.ts';
import { scenarios as second } from './second/faults/all.ts';

const [out, flag, set] = process.argv.slice(2);
if (!out || (flag !== undefined && (flag !== '--set' || (set !== 'first' && set !== 'second')))) {
  console.error('usage: node test/support/blind/generate.ts OUTDIR [--set first|second]');
  process.exit(2);
}
const [scenarios, letter] = set === 'second' ? [second, 'd'] : [first, 'b'];
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const truth: Record<string, Truth> = {};
for (const [i, scenario] of new Random('order of the folders').shuffle(scenarios).entries()) {
  const name = `${letter}${`${i + 1}`.padStart(2, '0')}`;
  truth[name] = writeFolder(scenario, join(out, name));
}
writeFileSync(join(out, 'truth.json'), `${JSON.stringify(truth, null, 1)}\n`);
console.log(`${scenarios.length} folders in ${out}`);
