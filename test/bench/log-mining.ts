/**
 * Speed and memory of log mining: `node test/bench/log-mining.ts [MiB]` (default 1024). Makes its lines itself, without
 * a file, feeds them to the template miner and to the whole reading of records, and prints lines a second of processor
 * time and the greatest resident memory. Exit status 1 when a figure misses its target.
 */
import {
  createLogEntryReader,
  createServiceLogSummarizer,
  createTemplateMiner,
} from '../../backends/logs/patterns/index.ts';

const MEBIBYTE = 1 << 20;
const TARGET_LINES = 200_000;
const TARGET_MEMORY = 512;
const size = Number(process.argv[2] ?? 1024) * MEBIBYTE;

/** A linear congruential generator: the same lines in every run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const WORDS = 'order invoice parcel basket stock ledger refund voucher account tariff depot courier'.split(' ');

function createLineSource(): () => string {
  const random = createRandom(7);
  let time = Date.UTC(2026, 0, 5);
  const word = (): string => WORDS[random(WORDS.length)]!;
  const address = (): string => `10.${random(256)}.${random(256)}.${random(256)}:${1024 + random(60_000)}`;
  const hex = (): string => random(2 ** 31).toString(16);
  const messages: (() => string)[] = [
    () => `level=info msg="${word()} ${random(1e6)} stored in ${random(900)}ms" trace_id=${hex()}${hex()}`,
    () =>
      `{"level":"info","message":"GET /api/${word()}/${random(1e5)} finished","status":200,"took_ms":${random(500)}}`,
    () =>
      `INFO [worker-${random(16)}] took over shelf s_${random(2 ** 31)} with ${random(7e7)} items from /${address()}`,
    () => `WARN [worker-${random(16)}] slow query on ${word()}: ${random(9000)} ms, rows=${random(1e4)}`,
    () => `ERROR connection to ${address()} refused after ${random(9)} attempts (session ${hex()}-${hex()})`,
    () => `INFO user ${word()}${random(1e4)} logged in from ${address()} port ${random(65_536)}`,
    () => `DEBUG cache ${word()} hit ratio ${random(100)}% size ${random(4096)} KB evicted ${random(100)}`,
  ];
  return () => {
    time += random(3);
    return `${new Date(time).toISOString()} ${messages[random(messages.length)]!()}`;
  };
}

/**
 * Makes pieces of a file of about 1 MiB, outside the measured time, then decodes, cuts and feeds them as a reader of
 * files does, until `size` is reached.
 */
function measure(name: string, feed: (line: string) => void): boolean {
  const next = createLineSource();
  let bytes = 0;
  let lines = 0;
  let seconds = 0;
  let memory = 0;
  while (bytes < size) {
    const piece = makePiece(next);
    bytes += piece.length;
    // Processor time of the whole process: what one core would need, whatever else the machine does.
    const before = process.cpuUsage();
    const text = piece.toString('utf8');
    let start = 0;
    for (let feedAt = text.indexOf('\n'); feedAt >= 0; feedAt = text.indexOf('\n', start)) {
      feed(text.slice(start, feedAt));
      start = feedAt + 1;
      lines++;
    }
    const used = process.cpuUsage(before);
    seconds += (used.user + used.system) / 1e6;
    memory = Math.max(memory, process.memoryUsage.rss() / MEBIBYTE);
  }
  const speed = Math.round(lines / seconds);
  const passed = speed >= TARGET_LINES && memory <= TARGET_MEMORY;
  console.log(
    `${name}: ${lines} lines, ${Math.round(bytes / MEBIBYTE)} MiB in ${seconds.toFixed(1)} s = ${speed} lines/s, ` +
      `${Math.round(memory)} MiB resident (targets ${TARGET_LINES} lines/s, ${TARGET_MEMORY} MiB) ${passed ? 'ok' : 'MISSED'}`,
  );
  return passed;
}

function makePiece(next: () => string): Buffer {
  const lines: string[] = [];
  for (let made = 0; made < MEBIBYTE; ) {
    const line = next();
    lines.push(line, '\n');
    made += line.length + 1;
  }
  return Buffer.from(lines.join(''));
}

const miner = createTemplateMiner();
const mined = measure('template miner', (line) => miner.add(line));
console.log(`  ${miner.clusters().length} templates`);

const reader = createLogEntryReader({ recordedAt: new Date(Date.UTC(2026, 11, 31)) });
const summarizer = createServiceLogSummarizer('bench', {
  start: new Date(Date.UTC(2026, 0, 1)),
  end: new Date(Date.UTC(2027, 0, 1)),
});
const read = measure('records, levels and summary', (line) => {
  const entry = reader.push(line);
  if (entry !== undefined) summarizer.add(entry);
});
console.log(`  ${summarizer.summary().patterns.length} patterns`);
process.exitCode = mined && read ? 0 : 1;
