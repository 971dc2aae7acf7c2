import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openLiveGateway } from './live/live-gateway.ts';
import { type LiveSystem, readLive } from './live/read-live.ts';
import { liveStateDir } from './live/state-dir.ts';
import { surveySources, surveyText } from './live/survey.ts';
import { LABELS, type PartName } from './parts.ts';
import { StartError } from './ports.ts';
import { type Local, startLocal } from './start-local.ts';

// `npm start [-- --snapshot DIR]`: everything, on this machine, until Ctrl-C.

const SAMPLES = join(import.meta.dirname, '..', 'samples', 'snapshots');
const DEFAULT_SAMPLE = 'checkout-slow';
const SCRIPTED = `A script stands in for the language model: it quotes the evidence and understands nothing. It shows what
explaining looks like, for example with "@sre when did it begin?" in the thread. No account and no money is used.
`;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const USAGE = `Usage: npm start -- [--snapshot DIR | --sample NAME | --live live.yaml] [--model] [--login]
                   [--port 3000] [--free-ports] [--state DIR]
  --live        reads a running system: its API server, Prometheus, Alertmanager, logs (infra/local/live/README.md)
  --port        the port of the workspace page
  --free-ports  lets the system pick all ports that are not given`;

function samples(): string[] {
  return readdirSync(SAMPLES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function readArguments() {
  const options = {
    snapshot: { type: 'string' },
    sample: { type: 'string' },
    live: { type: 'string' },
    port: { type: 'string' },
    state: { type: 'string' },
    'free-ports': { type: 'boolean' },
    model: { type: 'boolean' },
    login: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

const REPLAYED = 'It is a sample: its times are moved, as if the recording ended now.';
const RECORDED = 'It is a recording: its times are shown as they are.';

/** npm changes into the project's folder; INIT_CWD is where it was called. */
function fromHere(path: string): string {
  return resolve(process.env.INIT_CWD ?? '.', path);
}

function snapshotFolder(given: { snapshot?: string; sample?: string }): string {
  if (given.snapshot !== undefined && given.sample !== undefined) throw new StartError('Give --snapshot or --sample.');
  if (given.snapshot !== undefined) return fromHere(given.snapshot);
  const known = samples();
  const name = given.sample ?? DEFAULT_SAMPLE;
  if (!known.includes(name)) {
    throw new StartError(`There is no sample ${name}; there are: ${known.join(', ')}.`);
  }
  return join(SAMPLES, name);
}

/** The running system to look at, with what it shows said first; undefined when a recorded one is asked for. */
async function liveSystem(given: {
  live?: string;
  snapshot?: string;
  sample?: string;
}): Promise<LiveSystem | undefined> {
  if (given.live === undefined) return undefined;
  if (given.snapshot !== undefined || given.sample !== undefined)
    throw new StartError('Give one of --live, --snapshot and --sample.');
  const live = readLive(fromHere(given.live));
  console.log(`Looking at ${live.cluster}, as ${live.file} says:`);
  const gateway = await openLiveGateway(live);
  console.log(`${surveyText(await surveySources(gateway))}\n`);
  await gateway.close();
  return live;
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new StartError(`${text} is not a port (1 to 65535).`);
  return port;
}

/** What the recorded system's people complained about, else a question that always fits. */
function complaintIn(snapshotDir: string): string {
  const file = join(snapshotDir, 'snapshot.json');
  try {
    const { report } = JSON.parse(existsSync(file) ? readFileSync(file, 'utf8') : '{}') as { report?: unknown };
    if (typeof report === 'string' && report.trim() !== '') return report.trim().split('\n')[0] ?? '';
  } catch {
    // The backends name a damaged file; here any question serves.
  }
  return 'what is wrong?';
}

function sayReady(part: PartName, port: number, restarted: boolean): void {
  console.log(`  ${LABELS[part].padEnd(20)} ${restarted ? 'ready again' : 'ready'} on port ${port}`);
}

/** How alerts come in: the lines of an alertmanager.yml. */
function alertsText({ urls, caFile, alertSecretFile }: Local): string {
  return `For alerts to open threads by themselves, give your Alertmanager this receiver (infra/local/live/README.md):

    webhook_configs:
      - url: ${urls.bot}/alerts/alertmanager
        http_config:
          authorization: { credentials_file: ${alertSecretFile} }
          tls_config: { ca_file: ${caFile} }
`;
}

function waitForEnd(local: Local): Promise<number> {
  return new Promise((done) => {
    let askedAt: number | undefined;
    const end = async (status: number) => {
      if (askedAt !== undefined) {
        // npm passes on what the terminal sent already: only a second request some time later means "at once".
        if (performance.now() - askedAt < 1000) return;
        local.kill();
        process.exit(1);
      }
      askedAt = performance.now();
      console.log('\nStopping…');
      await local.stop();
      console.log('Stopped.');
      done(status);
    };
    for (const signal of SIGNALS) process.on(signal, () => void end(0));
    void local.gaveUp.then((reason) => {
      console.error(`Giving up: ${reason}`);
      void end(1);
    });
  });
}

async function main(): Promise<number> {
  const given = readArguments();
  if (given.help) {
    console.log(`${USAGE}\nSamples: ${samples().join(', ')}`);
    return 0;
  }
  const began = performance.now();
  const live = await liveSystem(given);
  const snapshotDir = live === undefined ? snapshotFolder(given) : undefined;
  const workspace = portOf(given.port);
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  for (const signal of SIGNALS) process.once(signal, interrupt);
  // A sample is made to be played with; the times of somebody's own recording must agree with what else they look at.
  const replay = given.snapshot === undefined;
  console.log(`Starting with ${live?.file ?? snapshotDir}`);
  if (snapshotDir !== undefined) console.log(replay ? REPLAYED : RECORDED);
  const local = await startLocal({
    ...(live === undefined ? { snapshotDir, replay } : { live }),
    freePorts: given['free-ports'] ?? false,
    model: given.model ?? false,
    login: given.login ?? false,
    ports: workspace === undefined ? {} : { workspace },
    ...(given.state !== undefined ? { stateDir: given.state } : live && { stateDir: liveStateDir(live.cluster) }),
    signal: interrupted.signal,
    onReady: sayReady,
    onCrash: (message, tail) => console.error(`${message}\n${tail}`),
  });
  for (const signal of SIGNALS) process.off(signal, interrupt);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`\nReady after ${seconds} s. Open ${local.urls.workspace.replace('127.0.0.1', 'localhost')} and type:`);
  console.log(`\n    /sre ${snapshotDir === undefined ? 'what is wrong?' : complaintIn(snapshotDir)}\n`);
  if (given.model) console.log(SCRIPTED);
  if (live) console.log(alertsText(local));
  console.log('Ctrl-C stops everything.');
  return waitForEnd(local);
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    const { code, path } = error as NodeJS.ErrnoException;
    if (error instanceof StartError) console.error(error.message);
    else if (code === 'EACCES' || code === 'EPERM') console.error(`No permission for ${path}: is it another user's?`);
    else console.error(error);
    process.exit(1);
  },
);
