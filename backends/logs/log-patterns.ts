/**
 * `log-patterns FILE [--format text|tsv|json]`: the templates of a log file.
 * text: a line `count  template` per template, most lines first. tsv: a line `cluster<TAB>template` per input line, in
 * order. json: the templates with their counts, most lines first.
 * Exit status 0 for an answer, 2 for unusable input, with one line on stderr.
 */
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readLineBatches } from '../common/snapshot/index.ts';
import { isPlain, packingOf } from '../common/snapshot/packed.ts';
import { createLineGrouper } from './patterns/index.ts';

const USAGE = `usage: npm run -s log-patterns -- FILE [--format text|tsv|json]

Finds the templates of a log file, plain or compressed with gzip or zstd, in UTF-8 or UTF-16.
  text  how many lines each template has, most first (the default)
  tsv   the number and the template of each line, in order
  json  the templates with their numbers and counts, most lines first
`;
const FORMATS = ['text', 'tsv', 'json'] as const;

/** Input that cannot be used; the message is one line. */
class Unusable extends Error {}

interface Options {
  readonly file: string;
  readonly format: (typeof FORMATS)[number];
}

/** The options, or undefined when only the usage is asked for. */
function readOptions(argv: readonly string[]): Options | undefined {
  let parsed: { values: { file?: string; format?: string; help?: boolean }; positionals: string[] };
  try {
    parsed = parseArgs({
      args: [...argv],
      options: { file: { type: 'string' }, format: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new Unusable((error as Error).message.split('\n', 1)[0]);
  }
  const { values, positionals } = parsed;
  if (values.help === true) return undefined;
  const files = [...(values.file === undefined ? [] : [values.file]), ...positionals];
  const format = FORMATS.find((known) => known === (values.format ?? 'text'));
  if (format === undefined) throw new Unusable(`--format ${values.format} is not known: text, tsv or json`);
  if (files.length !== 1) throw new Unusable(files.length === 0 ? 'which file?' : 'give one file');
  // npm changes into the project's folder; INIT_CWD is where it was called.
  return { file: resolve(process.env.INIT_CWD ?? '.', files[0]!), format };
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const status = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new Unusable(`${file} ${error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${error.code})`}`);
  });
  if (status.isDirectory()) throw new Unusable(`${file} is a folder: give a file`);
  try {
    const packing = await packingOf(file);
    if (packing.foreign !== undefined) throw new Unusable(`${file} ${packing.foreign}`);
    for await (const lines of readLineBatches(file, undefined, 0, isPlain(packing) ? undefined : packing))
      for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  } catch (error) {
    if (error instanceof Unusable) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new Unusable(`${file} ${code === 'Z_BUF_ERROR' ? 'is cut off' : `cannot be read (${code})`}`);
  }
}

async function run({ file, format }: Options): Promise<void> {
  const grouper = createLineGrouper();
  let shapeOfLine = new Int32Array(1024);
  let lines = 0;
  for await (const line of linesOf(file)) {
    if (lines === shapeOfLine.length) {
      const larger = new Int32Array(lines * 2);
      larger.set(shapeOfLine);
      shapeOfLine = larger;
    }
    shapeOfLine[lines++] = grouper.add(line);
  }
  const groups = grouper.groups();
  if (format === 'tsv') {
    let chunk = '';
    for (let line = 0; line < lines; line++) {
      const group = groups.groupOf(shapeOfLine[line]!);
      chunk += `${group + 1}\t${groups.template(group)}\n`;
      if (chunk.length > 65_536) {
        await write(chunk);
        chunk = '';
      }
    }
    return write(chunk);
  }
  const counts = new Array<number>(groups.count).fill(0);
  for (let line = 0; line < lines; line++) counts[groups.groupOf(shapeOfLine[line]!)]! += 1;
  const patterns = counts
    .map((count, cluster) => ({ cluster: cluster + 1, count, template: groups.template(cluster) }))
    .sort((a, b) => b.count - a.count);
  if (format === 'json') return write(`${JSON.stringify(patterns, undefined, 2)}\n`);
  const width = String(patterns[0]?.count ?? 0).length;
  for (const { count, template } of patterns)
    await write(`${String(count).padStart(width)}  ${template === '' ? '(empty)' : template}\n`);
}

async function write(text: string): Promise<void> {
  if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Who reads has seen enough: `| head`.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) await write(USAGE);
  else await run(options);
} catch (error) {
  if (!(error instanceof Unusable)) throw error;
  process.stderr.write(`log-patterns: ${error.message}\n`);
  process.exitCode = 2;
}
