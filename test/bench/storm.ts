/**
 * What becomes of an alert storm: 10,000 alerts of 700 services in a minute, as Alertmanager's webhook brings them, to two
 * bots behind a balancer over one PostgreSQL, with their stand-ins and the local workspace; what is refused comes again as
 * Alertmanager's does. Meanwhile a person types four commands a second. Measured: the share that was accepted within the
 * minute, when the first message stood, how long commands waited for their acknowledgement, the largest memory of a bot.
 * Run: `npm run bench storm -- --alerts 10000 --seconds 60`. Exits with 1 unless all limits are met.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../../infra/local/ports.ts';
import { startSlackWorkspace } from '../../infra/local/slack/index.ts';
import { startLocal } from '../../infra/local/start-local.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PARTS = ['postgres', 'cognito', 's3', 'gateway', 'memory', 'kubernetes', 'logs', 'metrics', 'runbooks'] as const;
const SERVICES = 700;
const LIMITS = { acceptedShare: 0.95, firstMessageMs: 5_000, acknowledgedP99Ms: 1_000, peakMegabytes: 600 };
const PERSON = 'U0ADAOKA01';
const COMMANDS = ['status', 'oncall payments', 'help', 'whoami', 'history checkout'];

const option = (name: string, otherwise: number) => {
  const given = process.argv.indexOf(`--${name}`);
  return given < 0 ? otherwise : Number(process.argv[given + 1]);
};

/** One notification of Alertmanager's: the alerts of one service, grouped by it. */
function notification(service: number, count: number, from: number): string {
  const name = `svc-${service}`;
  const labels = {
    namespace: `team-${service % 12}`,
    service: name,
    cluster: 'prod',
    zone: `eu-1${'abc'[service % 3]}`,
  };
  const alerts = Array.from({ length: count }, (_, index) => ({
    status: 'firing',
    labels: {
      ...labels,
      alertname: ['HighErrorRate', 'HighLatency', 'PodNotReady', 'TargetDown'][(from + index) % 4],
      severity: (from + index) % 5 ? 'warning' : 'critical',
      pod: `${name}-6d5f7c9b8-${String(from + index).padStart(5, '0')}`,
      node: `worker-${(from + index) % 60}`,
    },
    annotations: {
      summary: `${name} answers with errors`,
      description: `More than 5 % of the requests of ${name} failed in the last five minutes.`,
      runbook_url: 'https://runbooks.example/errors',
    },
    startsAt: new Date().toISOString(),
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: `https://prometheus.example/graph?g0.expr=errors%7Bservice%3D%22${name}%22%7D`,
    fingerprint: `${service}-${from + index}`,
  }));
  return JSON.stringify({
    version: '4',
    groupKey: `{}:{service="${name}"}`,
    groupLabels: { service: name },
    status: 'firing',
    receiver: 'bot',
    externalURL: 'https://alertmanager.example',
    alerts,
  });
}

/** Where answers to commands go: it takes them all. */
async function takeAnswers() {
  const server = createServer((request, response) => void request.resume().on('end', () => response.end('ok')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

/** Seconds of processor time that a process took so far; a hundred ticks are one on Linux. */
function processorSeconds(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function run(total: number, seconds: number) {
  const stateDir = mkdtempSync(join(tmpdir(), 'bench-storm-'));
  const snapshotDir = join(ROOT, 'infra/samples/snapshots/checkout-slow');
  const local = await startLocal({ snapshotDir, stateDir, freePorts: true, parts: PARTS });
  const ports = [await freePort(), await freePort()];
  const workspace = await startSlackWorkspace({
    host: '127.0.0.1',
    port: 0,
    botUrl: `http://127.0.0.1:${ports[0]}`,
    signingSecret: local.env.SLACK_SIGNING_SECRET ?? '',
    botToken: local.env.SLACK_BOT_TOKEN ?? '',
    // As strict as Slack is.
    rateLimits: {},
  });
  const bots = ports.map((port) => ({ port, url: `http://127.0.0.1:${port}`, child: startBot(port) }));
  function startBot(port: number): ChildProcess {
    const env = { HOST: '127.0.0.1', PORT: `${port}`, SLACK_API_URL: workspace.apiUrl, LOG_LEVEL: 'fatal' };
    return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(ROOT, 'bot/main.ts')], {
      env: { ...process.env, ...local.env, ...env },
      stdio: 'ignore',
    });
  }
  for (const { url } of bots) {
    for (let tries = 0; !(await fetch(`${url}/ready`).catch(() => undefined))?.ok; tries += 1) {
      if (tries > 1_200) throw new Error('a bot did not get ready');
      await sleep(100);
    }
  }

  const answers = await takeAnswers();
  let accepted = 0;
  let refused = 0;
  let end = Number.POSITIVE_INFINITY;
  const before = bots.map(({ child }) => processorSeconds(child.pid));
  const began = performance.now();
  const waited: number[] = [];
  let firstMessageMs: number | undefined;

  /** Sends one notification until it is accepted, with Alertmanager's growing pauses. */
  async function send(body: string, alerts: number, to: string): Promise<void> {
    for (let pause = 500; ; pause = Math.min(10_000, pause * 1.5)) {
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer ${local.env.ALERT_SECRET_ALERTMANAGER}`,
      };
      const answer = await fetch(`${to}/alerts/alertmanager`, { method: 'POST', headers, body }).catch(() => undefined);
      if (answer?.ok) {
        if (performance.now() <= end) accepted += alerts;
        return;
      }
      refused += 1;
      if (answer !== undefined && answer.status < 500) throw new Error(`refused with ${answer.status}: lost`);
      await sleep(pause);
    }
  }

  /** One signed command, and how long its acknowledgement took. */
  async function command(index: number): Promise<void> {
    const form = new URLSearchParams({
      command: '/sre',
      text: COMMANDS[index % COMMANDS.length]!,
      team_id: 'T0LOCALOPS',
      user_id: PERSON,
      channel_id: 'C0INCIDENT',
      trigger_id: `${index}.storm.${Date.now()}`,
      response_url: answers.url,
    }).toString();
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const secret = local.env.SLACK_SIGNING_SECRET ?? '';
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${form}`).digest('hex')}`;
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-signature': signature,
      'x-slack-request-timestamp': timestamp,
    };
    const from = performance.now();
    const answer = await fetch(`${bots[index % 2]!.url}/slack/commands`, { method: 'POST', headers, body: form });
    await answer.text();
    if (answer.status === 200) waited.push(performance.now() - from);
    else waited.push(Number.POSITIVE_INFINITY);
  }

  end = began + seconds * 1_000;
  const sending: Promise<void>[] = [];
  const typing = (async () => {
    for (let index = 0; performance.now() < end; index += 1) {
      void command(index).catch(() => waited.push(Number.POSITIVE_INFINITY));
      await sleep(250);
    }
  })();
  const looking = (async () => {
    while (firstMessageMs === undefined && performance.now() < end) {
      if (workspace.messages('#incidents').length > 0) firstMessageMs = performance.now() - began;
      await sleep(50);
    }
  })();
  let sent = 0;
  for (let service = 0; service < SERVICES; service += 1) {
    const count = Math.floor(total / SERVICES) + (service < total % SERVICES ? 1 : 0);
    sending.push(send(notification(service, count, sent), count, bots[service % 2]!.url));
    sent += count;
    const due = began + (seconds * 1_000 * 0.95 * sent) / total;
    if (due > performance.now()) await sleep(due - performance.now());
  }
  await Promise.all([typing, looking]);
  const acceptedInTime = accepted;
  await Promise.all(sending);

  // The message catches up with the last alerts.
  const figure = total.toLocaleString('en-US');
  const text = () => JSON.stringify(workspace.messages('#incidents'));
  for (let tries = 0; tries < 300 && !text().includes(`${figure} alerts`); tries += 1) await sleep(200);
  const settledMs = Math.round(performance.now() - began);
  const pool = new pg.Pool({ connectionString: local.urls.postgres });
  const kept = await pool.query('select count(*)::int as alerts from sre.alert_inbox');
  const looked = await pool.query('select count(*)::int as investigations from sre.investigations');
  await pool.end();
  const peak = bots.map(({ child }) =>
    Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1_024),
  );
  waited.sort((a, b) => a - b);
  const at = (share: number) => Math.round(waited[Math.min(waited.length - 1, Math.floor(waited.length * share))] ?? 0);
  const messages = workspace.messages('#incidents');
  const result = {
    bench: 'storm',
    alerts: total,
    services: SERVICES,
    seconds,
    acceptedShare: acceptedInTime / total,
    kept: kept.rows[0].alerts,
    refusedAndRepeated: refused,
    firstMessageMs: Math.round(firstMessageMs ?? Number.POSITIVE_INFINITY),
    wholeMessageMs: settledMs,
    messagesInChannel: messages.length,
    investigations: looked.rows[0].investigations,
    commands: waited.length,
    acknowledgedP50Ms: at(0.5),
    acknowledgedP99Ms: at(0.99),
    processorSeconds: bots.map(({ child }, index) => Math.round(processorSeconds(child.pid) - before[index]!)),
    peakMegabytes: peak,
    // Above the number of processors others worked on them too, and the times are not the bot's own.
    machineLoad: loadavg().map((load) => Math.round(load)),
    says: messages[0]?.text,
    limits: LIMITS,
  };
  for (const { child } of bots) child.kill('SIGKILL');
  answers.close();
  await workspace.stop();
  await local.stop();
  rmSync(stateDir, { recursive: true, force: true });
  return result;
}

const result = await run(option('alerts', 10_000), option('seconds', 60));
const met =
  result.acceptedShare >= LIMITS.acceptedShare &&
  result.kept === result.alerts &&
  result.firstMessageMs <= LIMITS.firstMessageMs &&
  result.acknowledgedP99Ms <= LIMITS.acknowledgedP99Ms &&
  Math.max(...result.peakMegabytes) <= LIMITS.peakMegabytes;
console.log(JSON.stringify({ ...result, met }));
process.exit(met ? 0 : 1);
