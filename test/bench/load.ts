/**
 * What the bot's own process bears, over the local stand-ins and with its real database: how long 200 commands at once wait for
 * their acknowledgement, idle and with 24 investigations running; the processor time of an investigation; memory while as many
 * run as may; and how long 1 GiB of logs takes. The calibration says how fast the machine was just then: the milliseconds of
 * SHA-256 over 256 MiB, before and after.
 * Run: `npm run bench load -- [--minutes 10] [--investigations 24] [--logs-mib 1024]`. Exits with 1 where a limit is passed.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { processorMs } from '../support/processor-time.ts';
import { startWholeBot, type WholeBot } from '../support/whole-bot.ts';
import { readLargeLogs } from './load/large-logs.ts';
import { sendCommand } from './load/send-command.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '0' },
    investigations: { type: 'string', default: '24' },
    'logs-mib': { type: 'string', default: '0' },
  },
});
const LIMITS = { idleP99Ms: 1_000, busyP99Ms: 1_500, processorMs: 150, growthPercent: 20, logsSeconds: 25 };
const COMMANDS = 200;
const PEOPLE = ['U0ADAOKA01', 'U0BENRUI02'];
const CHANNELS = ['#incidents', '#checkout', '#general'];
/** Asked by one person in a minute. */
const MOST_A_MINUTE = 24;
let asked = 0;

/** Milliseconds of processor time and of the clock's: the second is larger where others work on the machine. */
async function calibrate() {
  const block = Buffer.alloc(1024 * 1024, 'x');
  const began = performance.now();
  const own = await processorMs(() => {
    for (let times = 0; times < 256; times += 1) createHash('sha256').update(block).digest();
  });
  return { processorMs: Math.round(own), clockMs: Math.round(performance.now() - began) };
}

async function metric(bot: WholeBot, pattern: RegExp): Promise<number> {
  const text = await (await fetch(`${bot.bot.url}/metrics`)).text();
  return [...text.matchAll(pattern)].reduce((sum, [, value]) => sum + Number(value), 0);
}
const usedMs = (bot: WholeBot) => metric(bot, /^process_cpu_seconds_total (\S+)/gm).then((s) => s * 1_000);
const memoryMib = (bot: WholeBot) =>
  metric(bot, /^process_resident_memory_bytes (\S+)/gm).then((bytes) => Math.round(bytes / 1_048_576));
const ended = (bot: WholeBot) => metric(bot, /^sre_investigations_total\{[^}]*\} (\S+)/gm);

async function ask(bot: WholeBot): Promise<void> {
  asked += 1;
  const person = PEOPLE[asked % PEOPLE.length] ?? '';
  await bot.workspace.command(person, CHANNELS[asked % CHANNELS.length] ?? '', '/sre payments is slow');
}

async function investigate(bot: WholeBot, count: number): Promise<void> {
  const before = await ended(bot);
  for (let times = 0; times < count; times += 1) await ask(bot);
  while ((await ended(bot)) < before + count) await sleep(250);
}

async function acknowledgements(bot: WholeBot, from: number) {
  const port = Number(new URL(bot.bot.url).port);
  const secret = bot.local.env.SLACK_SIGNING_SECRET ?? '';
  const text = 'payments is slow';
  const sent = Array.from({ length: COMMANDS }, (_, index) => sendCommand(port, secret, text, from + index));
  const took = (await Promise.all(sent)).sort((a, b) => a - b);
  const at = (share: number) => Math.round(took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0);
  return { p50Ms: at(0.5), p99Ms: at(0.99), worstMs: at(1) };
}

/** The processor time of one, without what the process costs while it does nothing. */
async function costOfOne(bot: WholeBot, count: number) {
  await investigate(bot, 4);
  const quiet = { at: performance.now(), used: await usedMs(bot) };
  await sleep(10_000);
  const idle = ((await usedMs(bot)) - quiet.used) / (performance.now() - quiet.at);
  const began = { at: performance.now(), used: await usedMs(bot) };
  await investigate(bot, count);
  const used = (await usedMs(bot)) - began.used;
  const own = used - idle * (performance.now() - began.at);
  return { investigations: count, processorMs: Math.round(own / count), idleMsASecond: Math.round(idle * 1_000) };
}

/** Medians of the first and the last third: what is kept for every investigation would make the last one larger. */
async function memory(bot: WholeBot, minutes: number) {
  const seen: number[] = [];
  for (const end = performance.now() + minutes * 60_000; performance.now() < end; ) {
    const round = performance.now();
    await investigate(bot, MOST_A_MINUTE * PEOPLE.length);
    seen.push(await memoryMib(bot));
    await sleep(Math.max(0, 60_000 - (performance.now() - round)));
  }
  const third = Math.max(1, Math.floor(seen.length / 3));
  const median = (those: readonly number[]) => those.toSorted((a, b) => a - b)[Math.floor(those.length / 2)] ?? 0;
  const [first, last] = [median(seen.slice(0, third)), median(seen.slice(-third))];
  return { minutes, firstMib: first, lastMib: last, growthPercent: Math.round((last / first - 1) * 100) };
}

const before = await calibrate();
const bot = await startWholeBot({ sample: 'payments-leak' });
try {
  const cost = await costOfOne(bot, Number(values.investigations));
  const idle = await acknowledgements(bot, 0);
  await sleep(60_000);
  for (let times = 0; times < 24; times += 1) await ask(bot);
  const busy = await acknowledgements(bot, COMMANDS);
  const minutes = Number(values.minutes);
  const held = minutes > 0 ? await memory(bot, minutes) : undefined;
  const mib = Number(values['logs-mib']);
  const logs = mib > 0 ? [await readLargeLogs('log', mib), await readLargeLogs('ndjson', mib)] : [];
  const met =
    idle.p99Ms < LIMITS.idleP99Ms &&
    busy.p99Ms < LIMITS.busyP99Ms &&
    cost.processorMs <= LIMITS.processorMs &&
    (held?.growthPercent ?? 0) <= LIMITS.growthPercent &&
    logs.every(({ seconds, unknown }) => seconds < LIMITS.logsSeconds && unknown === 0);
  console.log(
    JSON.stringify({ bench: 'load', calibration: [before, await calibrate()], met, cost, idle, busy, held, logs }),
  );
  process.exitCode = met ? 0 : 1;
} finally {
  await bot.stop();
}
