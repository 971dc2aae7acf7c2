/**
 * What becomes of accepted work while things break: two bots on one PostgreSQL behind a balancer, the local workspace, and
 * one fault after the other: kill -9 of a bot, every connection of the database cut, Slack answering 429 or 500, not
 * at all, or losing its answer, and the gateway away. Messages are read back from the workspace to know doubled ones.
 * Run: `npm run bench faults -- --count 30`. Exits with 1 unless all figures are zero.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../../infra/local/ports.ts';
import { startSlackWorkspace } from '../../infra/local/slack/index.ts';
import { startLocal } from '../../infra/local/start-local.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PARTS = ['postgres', 'cognito', 's3', 'gateway', 'memory', 'kubernetes', 'logs', 'metrics', 'runbooks'] as const;
const FAULTS = [
  'kill',
  'database',
  'slack 429',
  'slack 500',
  'slack hangs',
  'slack loses',
  'gateway',
  'kill both',
] as const;
const DEADLINE_S = 90;
const PERSON = 'U0ADAOKA01';

type Spoil = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Passes requests on to `target`, unless `spoil` answers them itself. */
async function passOn(target: () => string | undefined, spoil: Spoil = () => false, lose: () => boolean = () => false) {
  const server = createServer((incoming, outgoing) => {
    const to = target();
    if (spoil(incoming, outgoing)) return;
    if (to === undefined) return void outgoing.writeHead(502).end();
    const { hostname: host, port } = new URL(to);
    const { method, url: path, headers } = incoming;
    const onward = httpRequest({ host, port, method, path, headers }, (answer) => {
      if (lose()) return void outgoing.destroy();
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.closeAllConnections(),
  };
}

async function run(count: number) {
  const stateDir = mkdtempSync(join(tmpdir(), 'bench-faults-'));
  const snapshotDir = join(ROOT, 'infra/samples/snapshots/checkout-slow');
  const local = await startLocal({ snapshotDir, stateDir, freePorts: true, parts: PARTS });
  const bots: { readonly url: string; readonly port: number; child?: ChildProcess }[] = [];
  for (const port of [await freePort(), await freePort()]) bots.push({ port, url: `http://127.0.0.1:${port}` });
  let turn = 0;
  const balancer = await passOn(() => bots[turn++ % bots.length]?.url);
  let spoiled: { kind: string; left: number } = { kind: '', left: 0 };
  const taken = (kind: string) => spoiled.kind === kind && spoiled.left-- > 0;
  const workspace = await startSlackWorkspace({
    host: '127.0.0.1',
    port: 0,
    botUrl: balancer.url,
    signingSecret: local.env.SLACK_SIGNING_SECRET ?? '',
    botToken: local.env.SLACK_BOT_TOKEN ?? '',
    rateLimits: false,
  });
  const slack = await passOn(
    () => workspace.url,
    (_request, response) => {
      if (taken('slack 429')) return Boolean(response.writeHead(429, { 'retry-after': '1' }).end('{"ok":false}'));
      if (taken('slack 500')) return Boolean(response.writeHead(500).end());
      return taken('slack hangs');
    },
    () => taken('slack loses'),
  );
  const startBot = (index: number) => {
    const bot = bots[index]!;
    bot.child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(ROOT, 'bot/main.ts')], {
      env: {
        ...process.env,
        ...local.env,
        HOST: '127.0.0.1',
        PORT: `${bot.port}`,
        SLACK_API_URL: `${slack.url}/api/`,
        LOG_LEVEL: 'error',
      },
      stdio: 'ignore',
    });
  };
  const readyAgain = async () => {
    for (let tries = 0; tries < 600; tries += 1) {
      const answers = await Promise.all(bots.map(({ url }) => fetch(`${url}/health`).catch(() => undefined)));
      if (answers.every((answer) => answer?.ok)) return;
      await sleep(100);
    }
    throw new Error('a bot did not come up again');
  };
  for (const index of bots.keys()) startBot(index);
  await readyAgain();
  const pool = new pg.Pool({ connectionString: local.urls.postgres });
  pool.on('error', () => undefined);

  async function breakSomething(kind: (typeof FAULTS)[number], index: number): Promise<void> {
    if (kind === 'kill' || kind === 'kill both') {
      const killed = kind === 'kill' ? [index % bots.length] : [0, 1];
      for (const one of killed) bots[one]!.child?.kill('SIGKILL');
      for (const one of killed) startBot(one);
      await readyAgain();
    } else if (kind === 'database') {
      await pool.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'sre-bot%'");
    } else if (kind === 'gateway') {
      const body = JSON.stringify({ kind: 'fail', count: 6 });
      const headers = { 'content-type': 'application/json' };
      await fetch(`${local.urls.gateway}/_faults`, { method: 'POST', headers, body });
    } else spoiled = { kind, left: kind === 'slack hangs' ? 1 : 3 };
  }

  const refused: string[] = [];
  const asked: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const question = `checkout is slow, case ${index}`;
    const before = workspace.ephemerals(PERSON).length;
    const asking = workspace.command(PERSON, '#incidents', `/sre ${question}`);
    await sleep(Math.random() * 1_500);
    await breakSomething(FAULTS[index % FAULTS.length]!, index);
    await asking.catch(() => undefined);
    const told = workspace.ephemerals(PERSON).slice(before);
    (JSON.stringify(told).match(/could not take|failed/) ? refused : asked).push(question);
    await sleep(500);
  }
  const status = async () =>
    (
      await pool.query(
        `select request->>'question' as question, status, extract(epoch from ended_at - started_at) as took from sre.investigations`,
      )
    ).rows as { question: string; status: string; took: string | null }[];
  for (let waited = 0; waited < 180; waited += 1) {
    const rows = await status().catch(() => []);
    const ended = new Set(rows.filter((row) => row.status !== 'running').map((row) => row.question));
    if (asked.every((question) => ended.has(question))) break;
    await sleep(1_000);
  }
  const rows = await status();
  const keys = workspace
    .messages('#incidents')
    .flatMap((message) => workspace.replies('#incidents', message.ts))
    .flatMap(({ metadata }) => {
      const payload = (metadata as { event_payload?: { investigation?: string; keys?: string } } | undefined)
        ?.event_payload;
      return (payload?.keys ?? '')
        .split(' ')
        .flatMap((key) => (key === '' ? [] : [`${payload?.investigation} ${key}`]));
    });
  const open = asked.filter((question) => !rows.some((row) => row.question === question && row.status !== 'running'));
  // Slack may have been away when the asker was to be known: then they were told so, in words of their own.
  const toldLater = workspace.ephemerals(PERSON).filter((one) => JSON.stringify(one).includes('Nothing was started'));
  const result = {
    bench: 'faults',
    faults: count,
    accepted: asked.length,
    refusedInWords: refused.length,
    answered: rows.filter((row) => row.status === 'answered').length,
    toldInWords: toldLater.length,
    unanswered: Math.max(0, open.length - toldLater.length),
    open,
    doubledMessages: keys.length - new Set(keys).size,
    doubledInvestigations: rows.length - new Set(rows.map((row) => row.question)).size,
    past90s: rows.filter(({ took }) => Number(took ?? 0) > DEADLINE_S).length,
  };
  for (const { child } of bots) child?.kill('SIGKILL');
  await pool.end();
  slack.close();
  balancer.close();
  await workspace.stop();
  await local.stop();
  rmSync(stateDir, { recursive: true, force: true });
  return result;
}

const given = process.argv.indexOf('--count');
const result = await run(given < 0 ? 30 : Number(process.argv[given + 1]));
console.log(JSON.stringify(result));
const { unanswered, doubledMessages, doubledInvestigations, past90s } = result;
process.exit(unanswered + doubledMessages + doubledInvestigations + past90s === 0 ? 0 : 1);
