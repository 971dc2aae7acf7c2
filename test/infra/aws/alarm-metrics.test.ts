import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import selfsigned from 'selfsigned';
import { resources, synthesize, ZONE } from './synthesis.ts';

const INSTANCE = join(import.meta.dirname, '..', '..', '..', 'infra', 'aws', 'instance');
const folder = mkdtempSync(join(tmpdir(), 'metrics-'));
let bot: ChildProcess;
let published: ReadonlySet<string>;

/** What AWS's own services tell of the resources that alarms watch. */
const OF_AWS = [
  'AWS/EC2 StatusCheckFailed',
  'AWS/RDS CPUUtilization',
  'AWS/RDS DatabaseConnections',
  'AWS/Lambda Errors',
];

/** What the agent's own configuration makes it tell: the measurement, with its section's name before it. */
function namesOfAgent(): string[] {
  const { metrics } = JSON.parse(readFileSync(join(INSTANCE, 'cloudwatch-agent.json'), 'utf8')) as {
    metrics: { metrics_collected: Record<string, { measurement: string[] } | { measurement: string[] }[]> };
  };
  return Object.entries(metrics.metrics_collected).flatMap(([section, found]) =>
    [found].flat().flatMap(({ measurement }) =>
      measurement.map((name) => {
        if (section === 'procstat' && name === 'pid_count') return 'procstat_lookup_pid_count';
        return name.startsWith(`${section}_`) ? name : `${section}_${name}`;
      }),
    ),
  );
}

/** Runs the script that the timer runs, against the bot's own server and a stand-in for the agent's socket. */
async function namesOfScript(): Promise<string[]> {
  const certificate = join(folder, 'cert.pem');
  const { cert, private: key } = await selfsigned.generate([{ name: 'commonName', value: 'oncall.example.com' }]);
  writeFileSync(certificate, cert);
  writeFileSync(join(folder, 'key.pem'), key);
  bot = spawn(
    process.execPath,
    [join(import.meta.dirname, 'instance/bot-server.ts'), certificate, join(folder, 'key.pem')],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [told] = (await once(bot.stdout!, 'data')) as [Buffer];
  let line = '';
  const agent = createServer((socket) => {
    socket.on('data', (piece) => {
      line += piece.toString();
    });
  }).listen(0, '127.0.0.1');
  await once(agent, 'listening');
  await promisify(execFile)(process.execPath, [join(INSTANCE, 'publish-metrics.ts')], {
    env: {
      METRICS_URL: `https://127.0.0.1:${told.toString().trim()}/metrics`,
      CERTIFICATE_FILE: certificate,
      NAME: 'oncall',
      STATE_DIRECTORY: folder,
      AGENT_PORT: String((agent.address() as AddressInfo).port),
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      NODE_NO_WARNINGS: '1',
    },
  });
  agent.close();
  const { _aws } = JSON.parse(line) as { _aws: { CloudWatchMetrics: [{ Metrics: { Name: string }[] }] } };
  return _aws.CloudWatchMetrics[0].Metrics.map(({ Name }) => Name);
}

beforeAll(async () => {
  published = new Set([...OF_AWS, ...[...namesOfAgent(), ...(await namesOfScript())].map((name) => `oncall ${name}`)]);
});

afterAll(async () => {
  bot.kill('SIGKILL');
  await once(bot, 'exit');
  rmSync(folder, { recursive: true, force: true });
});

interface Named {
  readonly Namespace?: string;
  readonly MetricName?: string;
}

test.each([[{}], [{ ...ZONE, growth: true }]])('every alarm watches what somebody tells: %j', (options) => {
  const alarms = resources(synthesize(options).monitoring, 'AWS::CloudWatch::Alarm');
  const watched = alarms.flatMap(([, alarm]) => {
    const several = (alarm.Metrics ?? []) as { MetricStat?: { Metric: Named } }[];
    const metrics = [alarm as Named, ...several.map(({ MetricStat }) => MetricStat?.Metric ?? {})];
    return metrics
      .filter(({ MetricName }) => MetricName !== undefined)
      .map((one) => `${one.Namespace} ${one.MetricName}`);
  });
  expect(watched.length).toBeGreaterThanOrEqual(alarms.length);
  expect(watched.filter((name) => !published.has(name))).toEqual([]);
});

test('every line of the dashboard shows what somebody tells', () => {
  const [, dashboard] = resources(synthesize().monitoring, 'AWS::CloudWatch::Dashboard')[0]!;
  const shown = [...JSON.stringify(dashboard.DashboardBody).matchAll(/\[\\+"(oncall|AWS\/\w+)\\+",\\+"(\w+)\\+"/g)];
  expect(shown.length).toBeGreaterThan(8);
  expect(shown.map(([, space, name]) => `${space} ${name}`).filter((name) => !published.has(name))).toEqual([]);
});
