/**
 * `log-patterns --file FILE [--format tsv|json]`: the templates of a log file.
 * tsv: a line `cluster<TAB>template` per input line, in order. json: the templates with their counts, most lines first.
 * Exit status 0 for an answer, 2 for unusable input, with one line on stderr.
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { createLineGrouper, readLines } from './patterns/index.ts';

const { values } = parseArgs({
  options: { file: { type: 'string' }, format: { type: 'string', default: 'tsv' } },
});
if (values.file === undefined || (values.format !== 'tsv' && values.format !== 'json')) {
  process.stderr.write('usage: log-patterns --file FILE [--format tsv|json]\n');
  process.exit(2);
}

const grouper = createLineGrouper();
let shapeOfLine = new Int32Array(1024);
let lines = 0;
try {
  await readLines(values.file, (line) => {
    if (lines === shapeOfLine.length) {
      const larger = new Int32Array(lines * 2);
      larger.set(shapeOfLine);
      shapeOfLine = larger;
    }
    shapeOfLine[lines++] = grouper.add(line);
  });
} catch (error) {
  process.stderr.write(`cannot read ${values.file}: ${(error as NodeJS.ErrnoException).code ?? String(error)}\n`);
  process.exit(2);
}

const groups = grouper.groups();
if (values.format === 'json') {
  const counts = new Array<number>(groups.count).fill(0);
  for (let line = 0; line < lines; line++) counts[groups.groupOf(shapeOfLine[line]!)]! += 1;
  const patterns = counts
    .map((count, cluster) => ({ cluster: cluster + 1, count, template: groups.template(cluster) }))
    .sort((a, b) => b.count - a.count);
  await write(`${JSON.stringify(patterns, undefined, 2)}\n`);
} else {
  let chunk = '';
  for (let line = 0; line < lines; line++) {
    const group = groups.groupOf(shapeOfLine[line]!);
    chunk += `${group + 1}\t${groups.template(group)}\n`;
    if (chunk.length > 65_536) {
      await write(chunk);
      chunk = '';
    }
  }
  await write(chunk);
}

async function write(text: string): Promise<void> {
  if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
}
