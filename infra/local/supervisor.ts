import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, startChild, tailOf } from './child.ts';
import { type EnvironmentSource, environmentOf } from './environment.ts';
import { BACKENDS } from './live/backend-environment.ts';
import { LABELS, type PartName, urlOf } from './parts.ts';
import { StartError } from './ports.ts';
import { type LocalPostgres, startPostgres } from './postgres.ts';
import { isReady, isReadyOverHttp2 } from './probe.ts';

/** One process and the parts it answers for. */
interface ProcessPlan {
  /** Names the log file. */
  readonly name: string;
  readonly program: string;
  readonly parts: readonly Exclude<PartName, 'postgres'>[];
  /** Bringing down goes from the highest stage to the lowest. */
  readonly stage: number;
}

const ROOT = join(import.meta.dirname, '..', '..');
const backend = (name: 'kubernetes' | 'logs' | 'metrics' | 'runbooks'): ProcessPlan => ({
  name,
  program: join(ROOT, 'backends', name, 'main.ts'),
  parts: [name],
  stage: 1,
});

/** The processes besides PostgreSQL, which is stage 0. */
const PROCESSES: readonly ProcessPlan[] = [
  {
    name: 'stand-ins',
    program: join(import.meta.dirname, 'stand-ins.ts'),
    parts: ['cognito', 's3', 'gateway', 'memory', 'cluster'],
    stage: 1,
  },
  { name: 'bedrock', program: join(import.meta.dirname, 'bedrock', 'main.ts'), parts: ['bedrock'], stage: 1 },
  { name: 'workspace', program: join(import.meta.dirname, 'workspace.ts'), parts: ['workspace'], stage: 2 },
  backend('kubernetes'),
  backend('logs'),
  backend('metrics'),
  backend('runbooks'),
  { name: 'bot', program: join(ROOT, 'bot', 'main.ts'), parts: ['bot'], stage: 3 },
];

const READY_MS = 60_000;
/** Longer than the bot gives its running investigations to finish. */
const GRACE_MS = 12_000;
/** A part that ends by itself is started again this often within the window, then everything stops. */
const RESTARTS = 3;
const WINDOW_MS = 60_000;

export interface SupervisorEvents {
  /** A part answers for the first time, or again after `restarted`. */
  ready(part: PartName, restarted: boolean): void;
  /** A part ended by itself; `tail` is the end of its log. */
  crashed(message: string, tail: string): void;
}

export interface Supervisor {
  /** Starts everything; throws StartError when a part does not get ready. Call `stop` also after a failure. */
  start(): Promise<void>;
  /** Ends everything in order, PostgreSQL last. Safe to call again. */
  stop(): Promise<void>;
  /** Ends everything at once. */
  kill(): void;
  /** Settles when a part has ended too often to be started again. */
  readonly gaveUp: Promise<string>;
}

/** Runs the chosen parts as one tree of processes, watches them, and starts again what ends by itself. */
export function createSupervisor(
  source: EnvironmentSource,
  chosen: ReadonlySet<PartName>,
  events: SupervisorEvents,
): Supervisor {
  const ca = readFileSync(source.tls.caFile, 'utf8');
  const logOf = (name: string) => join(source.stateDir, 'logs', `${name}.log`);
  const children = new Map<ProcessPlan, Child>();
  let postgres: LocalPostgres | undefined;
  let stopping = false;
  let stopped: Promise<void> | undefined;
  let database: Promise<void> = Promise.resolve();
  let giveUp: (reason: string) => void = () => undefined;
  const gaveUp = new Promise<string>((resolve) => {
    giveUp = resolve;
  });

  async function waitReady(plan: ProcessPlan, child: Child, restarted: boolean): Promise<void> {
    const deadline = Date.now() + READY_MS;
    const waitFor = async (part: Exclude<PartName, 'postgres'>) => {
      const url = urlOf(part, source.ports);
      // A live source that is away keeps its backend from being ready, not from running.
      const path = 'live' in source.observed && BACKENDS.some((name) => name === part) ? '/health' : '/ready';
      while (!(await (part === 'bedrock' ? isReadyOverHttp2(url) : isReady(url, ca, path)))) {
        if (stopping) return;
        if (!child.isRunning())
          throw new StartError(`${LABELS[part]} ended while it started:\n${tailOf(logOf(plan.name))}`);
        if (Date.now() > deadline) {
          throw new StartError(`${LABELS[part]} is not ready after ${READY_MS / 1000} s:\n${tailOf(logOf(plan.name))}`);
        }
        await sleep(50);
      }
      events.ready(part, restarted);
    };
    await Promise.all(plan.parts.filter((part) => chosen.has(part)).map(waitFor));
  }

  async function again(
    what: string,
    ended: number[],
    log: string,
    reason: string,
    start: () => Promise<void>,
  ): Promise<void> {
    if (stopping) return;
    const now = Date.now();
    ended.push(now);
    const recent = ended.filter((time) => now - time < WINDOW_MS).length;
    events.crashed(`${what} stopped by itself (${reason}). The end of ${log}:`, tailOf(log));
    if (recent > RESTARTS) return giveUp(`${what} stopped ${recent} times within a minute.`);
    await sleep(500 * 2 ** (recent - 1));
    if (stopping) return;
    await start().catch((error: unknown) => giveUp(error instanceof Error ? error.message : String(error)));
  }

  async function run(plan: ProcessPlan, ended: number[] = []): Promise<void> {
    const [part] = plan.parts;
    if (part === undefined || stopping) return;
    const logFile = logOf(plan.name);
    const freshLog = ended.length === 0;
    const child = startChild({ program: plan.program, env: environmentOf(part, source), logFile, freshLog });
    children.set(plan, child);
    await waitReady(plan, child, !freshLog);
    const label = plan.parts.map((one) => LABELS[one]).join(', ');
    void child.exited.then((reason) => again(label, ended, logFile, reason, () => run(plan, ended)));
  }

  async function runPostgres(ended: number[] = []): Promise<void> {
    const { ports, secrets, stateDir } = source;
    const logFile = logOf('postgres');
    const folder = join(stateDir, 'postgres');
    const { postgresPassword: password, postgresBotPassword: botPassword } = secrets;
    postgres = await startPostgres({ folder, port: ports.postgres, password, botPassword, logFile });
    events.ready('postgres', ended.length > 0);
    const restart = () => runPostgres(ended);
    void postgres.exited.then(() => again(LABELS.postgres, ended, logFile, 'see its log', restart));
  }

  async function stopStage(stage: number): Promise<void> {
    const those = [...children].filter(([plan]) => plan.stage === stage);
    await Promise.all(those.map(([, child]) => child.stop(GRACE_MS)));
  }

  return {
    gaveUp,
    start: async () => {
      const plans = PROCESSES.filter((plan) => plan.parts.some((part) => chosen.has(part)));
      if (chosen.has('postgres')) database = runPostgres();
      const started = new Map<string, Promise<void>>();
      for (const plan of plans) {
        // The bot opens its database and greets Slack as it starts; everything else it first needs for a question.
        const first = plan.name === 'bot' ? [database, started.get('workspace')] : [];
        started.set(
          plan.name,
          Promise.all(first).then(() => run(plan)),
        );
      }
      await Promise.all([database, ...started.values()]);
    },
    stop: () => {
      stopping = true;
      stopped ??= (async () => {
        for (const stage of [3, 2, 1]) await stopStage(stage);
        await database.catch(() => undefined); // A server that is still starting is waited for, then ended.
        await postgres?.stop();
      })();
      return stopped;
    },
    kill: () => {
      stopping = true;
      for (const child of children.values()) child.kill();
      if (postgres) process.kill(postgres.pid, 'SIGQUIT');
    },
  };
}
