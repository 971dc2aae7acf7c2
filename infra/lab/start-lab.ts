import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { alertSecretFile } from '../local/environment.ts';
import { liveStateDir } from '../local/live/state-dir.ts';
import { takeLock } from '../local/lock.ts';
import { DEFAULT_PORTS } from '../local/parts.ts';
import { freePort } from '../local/ports.ts';
import { openSecrets, writePrivateFile } from '../local/secrets.ts';
import { prepareTls } from '../local/tls.ts';
import { startExporters } from './exporters/start-exporters.ts';
import { clearLeftOvers } from './left-overs.ts';
import { DUTY_YAML, liveYaml } from './live-file.ts';
import { type Load, startLoad } from './load.ts';
import { alertmanagerYaml, type BotAddress, podTargets, prometheusYaml } from './prometheus/config.ts';
import { writeHistory } from './prometheus/history.ts';
import type { ScrapeTarget } from './prometheus/observe.ts';
import { findPrograms } from './prometheus/programs.ts';
import { type Server, startServer } from './prometheus/server.ts';
import { createRandom } from './random.ts';
import { type LabCluster, startCluster } from './start-cluster.ts';
import { CLUSTER, ENTRY, NAMESPACE, NODE, serviceNamed } from './system.ts';

export interface LabOptions {
  /** Emptied at the start. */
  readonly folder: string;
  /** Of the past that is made up; 0 for none. */
  readonly historyHours?: number;
  readonly scrapeSeconds?: number;
  /** Requests a second to the entry service. */
  readonly perSecond?: number;
  readonly seed?: number;
  /** Where alerts go; the bot of `npm start -- --live` with the lab's live.yaml when absent. */
  readonly bot?: BotAddress | 'none';
  readonly say?: (line: string) => void;
}

/** A change as CI records it. */
export interface ChangeRecord {
  readonly timestamp: string;
  readonly kind: 'deploy' | 'commit' | 'config' | 'flag';
  readonly service: string;
  readonly id: string;
  readonly summary: string;
  readonly author?: string;
  readonly files?: readonly string[];
}

export interface Lab {
  readonly folder: string;
  readonly cluster: LabCluster;
  readonly load: Load;
  readonly prometheus: string;
  readonly alertmanager: string;
  /** Names the lab's sources for `--live`. */
  readonly liveFile: string;
  readonly alertmanagerFile: string;
  /** Where Prometheus logs each query; for counting them. */
  readonly queryLog: string;
  recordChange(change: ChangeRecord): void;
  stop(): Promise<void>;
}

const RUNBOOKS = join(import.meta.dirname, 'runbooks');
const RULES = join(import.meta.dirname, 'prometheus', 'rules.yaml');
const LOOK_SECONDS = 15;
const HISTORY_STEP_SECONDS = 60;

/**
 * Starts the whole lab below `folder` and settles when everything is watched and people use it. Throws StartError, with
 * nothing left running, where a program is missing or a part does not start.
 */
export async function startLab(options: LabOptions): Promise<Lab> {
  const programs = findPrograms();
  const { seed = 1, perSecond = 8, scrapeSeconds = 5, historyHours = 6, say = () => undefined } = options;
  const folder = resolve(options.folder);
  const lock = takeLock(`${folder}.lock`);
  const stops: (() => Promise<void> | void)[] = [() => lock.release()];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    await clearLeftOvers(folder);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const podTargetsFile = join(folder, 'pod-targets.json');
    writeFileSync(podTargetsFile, '[]');
    let known = '[]';
    let current: LabCluster | undefined;
    const until = new Date();
    const cluster = await startCluster(join(folder, 'cluster'), () => {
      const targets = podTargets(current?.workloads ?? []);
      if (targets !== known) writeFileSync(podTargetsFile, targets);
      known = targets;
    });
    current = cluster;
    stops.push(() => cluster.stop());
    writeFileSync(podTargetsFile, podTargets(cluster.workloads));
    say(`${cluster.workloads.length} services run, each with its log below ${cluster.logFolder}`);

    const entry = `http://${cluster.serviceAddress(ENTRY)}:${serviceNamed(ENTRY).port}`;
    const load = startLoad({ url: entry, perSecond, random: createRandom(seed) });
    stops.push(() => load.stop());
    const exporters = await startExporters(cluster);
    stops.push(() => exporters.stop());

    const data = join(folder, 'prometheus');
    if (historyHours > 0) {
      say(`makes up a past of ${historyHours} h from what is seen in ${LOOK_SECONDS} s`);
      const targets = historyTargets(cluster, exporters.targets);
      const common = { promtool: programs.promtool, dataFolder: data, workFolder: folder, seed, until };
      await writeHistory({
        ...common,
        targets,
        hours: historyHours,
        stepSeconds: HISTORY_STEP_SECONDS,
        lookSeconds: LOOK_SECONDS,
      });
    }
    const alertmanager = await startAlertmanager(
      programs.alertmanager,
      folder,
      options.bot === 'none' ? undefined : (options.bot ?? (await localBot())),
    );
    stops.push(() => alertmanager.stop());
    const prometheus = await startPrometheus(programs.prometheus, {
      folder,
      data,
      config: (url) =>
        prometheusYaml({
          scrapeSeconds,
          rulesFile: RULES,
          podTargetsFile,
          alertmanager: new URL(url).host,
          exporters: exporters.targets,
        }),
      alertmanager: alertmanager.url,
    });
    stops.push(() => prometheus.stop());

    const changesFile = join(folder, 'changes.ndjson');
    writeFileSync(changesFile, '');
    const dutyFile = join(folder, 'duty.yaml');
    writeFileSync(dutyFile, DUTY_YAML);
    const liveFile = join(folder, 'live.yaml');
    const sources = { api: cluster.api, prometheus: prometheus.url, alertmanager: alertmanager.url };
    writeFileSync(
      liveFile,
      liveYaml({ ...sources, logFolder: cluster.logFolder, runbooks: RUNBOOKS, changesFile, dutyFile }),
    );
    return {
      folder,
      cluster,
      load,
      prometheus: prometheus.url,
      alertmanager: alertmanager.url,
      liveFile,
      alertmanagerFile: join(folder, 'alertmanager.yml'),
      queryLog: join(folder, 'queries.log'),
      recordChange: (change) => appendFileSync(changesFile, `${JSON.stringify(change)}\n`),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * The bot that `npm start -- --live` starts with this lab's live.yaml. Its secret and certificate are made here where it
 * has not run yet: Alertmanager reads the certificate as it starts.
 */
async function localBot(): Promise<BotAddress> {
  const state = liveStateDir(CLUSTER);
  const { alertSecret } = openSecrets(join(state, 'secrets.json'));
  writePrivateFile(alertSecretFile(state), alertSecret);
  const { caFile } = await prepareTls(join(state, 'tls'));
  return { url: `https://127.0.0.1:${DEFAULT_PORTS.bot}`, secretFile: alertSecretFile(state), caFile };
}

async function startAlertmanager(program: string, folder: string, bot: BotAddress | undefined): Promise<Server> {
  const file = join(folder, 'alertmanager.yml');
  writeFileSync(file, alertmanagerYaml(bot));
  const url = `http://127.0.0.1:${await freePort()}`;
  const command = [
    program,
    `--config.file=${file}`,
    `--storage.path=${join(folder, 'alertmanager')}`,
    `--web.listen-address=${new URL(url).host}`,
    '--cluster.listen-address=',
    '--log.level=warn',
  ];
  return startServer({ command, url, logFile: join(folder, 'alertmanager.log') });
}

async function startPrometheus(
  program: string,
  options: { folder: string; data: string; config: (alertmanager: string) => string; alertmanager: string },
): Promise<Server> {
  const { folder, data } = options;
  const file = join(folder, 'prometheus.yml');
  const queryLog = `\n  query_log_file: ${JSON.stringify(join(folder, 'queries.log'))}`;
  writeFileSync(file, options.config(options.alertmanager).replace('global:', `global:${queryLog}`));
  const url = `http://127.0.0.1:${await freePort()}`;
  const command = [
    program,
    `--config.file=${file}`,
    `--storage.tsdb.path=${data}`,
    '--storage.tsdb.retention.time=3d',
    '--rules.alert.resend-delay=5s',
    `--web.listen-address=${new URL(url).host}`,
    '--log.level=warn',
  ];
  return startServer({ command, url, logFile: join(folder, 'prometheus.log') });
}

/** What is scraped, with the labels that prometheus.yml gives it. */
function historyTargets(
  cluster: LabCluster,
  exporters: Awaited<ReturnType<typeof startExporters>>['targets'],
): ScrapeTarget[] {
  const pods = cluster.workloads
    .filter(({ spec }) => spec.kind === 'program')
    .flatMap(({ spec, pods }) =>
      pods.map((pod) => ({
        url: `http://${pod.ip}:9090/metrics`,
        labels: { job: spec.name, namespace: NAMESPACE, service: spec.name, pod: pod.name, container: spec.name },
      })),
    );
  const of = (job: string, target: string, labels: Record<string, string> = {}) => ({
    url: `http://${target}/metrics`,
    labels: { job, ...labels },
  });
  return [
    ...pods,
    of('kube-state-metrics', exporters.kubeStateMetrics),
    of('kubelet-cadvisor', exporters.cadvisor),
    of('kubelet', exporters.kubelet),
    of('node-exporter', exporters.node, { instance: NODE }),
    of('postgres-exporter', exporters.postgres, { namespace: NAMESPACE, service: 'db', pod: 'db-0' }),
    of('blackbox', exporters.blackbox, { namespace: NAMESPACE, service: 'payments', instance: 'payments:8443' }),
  ];
}
