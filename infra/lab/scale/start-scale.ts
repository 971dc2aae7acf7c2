import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { freePort } from '../../local/ports.ts';
import { samplesIn } from '../prometheus/exposition-samples.ts';
import { findPrograms } from '../prometheus/programs.ts';
import { startServer } from '../prometheus/server.ts';
import { type Breakage, podMetrics, podName, SCALE, serviceName, WITH_PAST } from './exposition.ts';

export interface ScaleOptions {
  /** Emptied at the start. */
  readonly folder: string;
  readonly breakage: Breakage;
  readonly scrapeSeconds?: number;
  /** Of the past in which all is well. */
  readonly pastMinutes?: number;
}

/** A Prometheus with 97,000 series of 50 services, one of them broken since its start. */
export interface ScaleLab {
  readonly prometheus: string;
  readonly liveFile: string;
  /** Prometheus writes each query here, a JSON object a line. */
  readonly queryLog: string;
  stop(): Promise<void>;
}

const NAMESPACE = 'prod';
const PAST_STEP_SECONDS = 60;
const run = promisify(execFile);

interface Target {
  readonly service: string;
  readonly pod: number;
}

/** Starts exporter and Prometheus. Throws StartError where a program is missing. */
export async function startScale(options: ScaleOptions): Promise<ScaleLab> {
  const programs = findPrograms();
  const { breakage, scrapeSeconds = 5, pastMinutes = 30 } = options;
  const folder = resolve(options.folder);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const targets: Target[] = Array.from({ length: SCALE.services * SCALE.pods }, (_, n) => ({
    service: serviceName(Math.floor(n / SCALE.pods)),
    pod: n % SCALE.pods,
  }));
  const data = join(folder, 'prometheus');
  mkdirSync(data);
  const countedSince = await writePast(folder, data, programs.promtool, targets, pastMinutes);

  const broken = Date.now() / 1000;
  const server = createServer((request, response) => {
    const [, , service = '', pod = '0'] = (request.url ?? '').split('/');
    const now = Date.now() / 1000;
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' });
    // Counters go on from where the past ended: nothing has been restarted.
    response.end(podMetrics(service, Number(pod), now - countedSince, { breakage, seconds: now - broken }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };

  const targetsFile = join(folder, 'targets.json');
  const listed = targets.map((target) => ({
    targets: [`127.0.0.1:${port}`],
    labels: { ...labelsOf(target), __metrics_path__: `/metrics/${target.service}/${target.pod}` },
  }));
  writeFileSync(targetsFile, JSON.stringify(listed));
  const queryLog = join(folder, 'queries.log');
  const config = {
    global: { scrape_interval: `${scrapeSeconds}s`, scrape_timeout: `${scrapeSeconds}s`, query_log_file: queryLog },
    scrape_configs: [
      {
        job_name: 'pods',
        file_sd_configs: [{ files: [targetsFile] }],
        relabel_configs: [
          { source_labels: ['pod'], target_label: 'instance' },
          { source_labels: ['service'], target_label: 'job' },
        ],
      },
    ],
  };
  const configFile = join(folder, 'prometheus.yml');
  writeFileSync(configFile, stringify(config));
  const url = `http://127.0.0.1:${await freePort()}`;
  const prometheus = await startServer({
    command: [
      programs.prometheus,
      `--config.file=${configFile}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=${new URL(url).host}`,
      '--log.level=warn',
    ],
    url,
    logFile: join(folder, 'prometheus.log'),
  });
  const liveFile = join(folder, 'live.yaml');
  writeFileSync(liveFile, stringify({ cluster: 'large', prometheus: { url } }));
  return {
    prometheus: url,
    liveFile,
    queryLog,
    stop: async () => {
      await prometheus.stop();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function labelsOf({ service, pod }: Target): Record<string, string> {
  return { namespace: NAMESPACE, service, pod: podName(service, pod), container: service };
}

/** Writes blocks in which all is well, of what tells how a service fares. Returns when its counters began, in unix seconds. */
async function writePast(
  folder: string,
  data: string,
  promtool: string,
  targets: readonly Target[],
  minutes: number,
): Promise<number> {
  const end = Math.floor(Date.now() / 1000 / PAST_STEP_SECONDS) * PAST_STEP_SECONDS;
  const since = end - minutes * 60;
  const times = Array.from({ length: minutes }, (_, n) => end - (minutes - 1 - n) * PAST_STEP_SECONDS);
  const file = join(folder, 'past.om');
  const out = createWriteStream(file);
  for (const family of ['up gauge', 'http_requests counter', 'http_request_duration_seconds unknown']) {
    out.write(`# TYPE ${family}\n`);
    const [name = ''] = family.split(' ');
    for (const target of targets) {
      const labels = { ...labelsOf(target), instance: podName(target.service, target.pod), job: target.service };
      const outer = Object.entries(labels)
        .map(([key, value]) => `${key}="${value}"`)
        .join(',');
      const looks = times.map((time) => [
        { name: 'up', labels: '', value: 1 },
        ...samplesIn(podMetrics(target.service, target.pod, time - since, undefined)),
      ]);
      for (const [index, sample] of (looks[0] ?? []).entries()) {
        if (!WITH_PAST.test(sample.name) || !sample.name.startsWith(name)) continue;
        const inner = sample.labels === '' ? '' : `,${sample.labels.slice(1, -1)}`;
        const lines = times.map((time, n) => `${sample.name}{${outer}${inner}} ${looks[n]?.[index]?.value} ${time}`);
        if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain');
      }
    }
  }
  out.end('# EOF\n');
  await finished(out);
  await run(promtool, ['tsdb', 'create-blocks-from', 'openmetrics', file, data], { maxBuffer: 2 ** 26 });
  rmSync(file);
  return since;
}
