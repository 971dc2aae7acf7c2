import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPool } from './cognito/state.ts';
import {
  alertSecretFile,
  clusterEnvironment,
  clusterTokenFile,
  type Environment,
  type EnvironmentSource,
  type ObservedSystem,
  ownerDatabaseUrl,
  REGION,
  sharedEnvironment,
} from './environment.ts';
import type { LiveSystem } from './live/read-live.ts';
import { takeLock } from './lock.ts';
import { DEFAULT_PORTS, LABELS, PART_NAMES, type PartName, type Ports, urlOf } from './parts.ts';
import { assertPortFree, freePort, StartError } from './ports.ts';
import { clearLeftOver } from './postgres.ts';
import { openSecrets, writePrivateFile } from './secrets.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';
import { prepareTls } from './tls.ts';

export interface LocalOptions {
  /** The recorded system that the backends serve; this or `live`. */
  readonly snapshotDir?: string;
  /** Moves the recording's times, so that it ends now; true when absent. Answers say so. */
  readonly replay?: boolean;
  /** The running system that the backends read; then there is no stand-in for the cluster. */
  readonly live?: LiveSystem;
  /** Where everything is kept; `.local` of the checkout when absent. */
  readonly stateDir?: string;
  /** Ports that differ from DEFAULT_PORTS. */
  readonly ports?: Partial<Ports>;
  /** Lets the system pick every port that `ports` does not name. */
  readonly freePorts?: boolean;
  /** Starts only these parts; all when absent. The stand-ins of AWS and of the cluster come together. */
  readonly parts?: readonly PartName[];
  /** Gives the bot a language model, which is a script in a stand-in for Bedrock; none when absent. */
  readonly model?: boolean;
  /** Lets people sign in by themselves, at the stand-in's page, before they may do anything; not needed when absent. */
  readonly login?: boolean;
  /** Types of blocks that the Slack workspace does not know, as an older one; it knows all when absent. */
  readonly unknownBlocks?: readonly string[];
  /** pino's level of every part; `info` when absent. */
  readonly logLevel?: string;
  /** Ends a start that is under way: `startLocal` then throws once nothing runs any more. */
  readonly signal?: AbortSignal;
  /** Told as each part gets ready, at the start and after a restart. */
  readonly onReady?: (part: PartName, port: number, restarted: boolean) => void;
  /** Told when a part ended by itself and is started again. */
  readonly onCrash?: (message: string, tail: string) => void;
}

export interface Local {
  /**
   * Address by part, without a slash at the end; that of PostgreSQL is its owner's connection string. Bedrock
   * has one with a model only, the stand-in for the cluster with a snapshot only.
   */
  readonly urls: Readonly<Record<PartName, string>>;
  /** What a program needs in its environment to use the parts: the AWS SDK's endpoints and keys, ids and secrets. */
  readonly env: Environment;
  /** The local authority's certificate, to trust for the bot. */
  readonly caFile: string;
  /** Holds the secret that senders of alerts prove themselves with. */
  readonly alertSecretFile: string;
  /** Settles with the reason when a part cannot be kept up; the rest still runs until `stop`. */
  readonly gaveUp: Promise<string>;
  /** Ends all parts in order: the bot first, PostgreSQL last. */
  stop(): Promise<void>;
  /** Ends all parts at once. */
  kill(): void;
}

const STAND_INS: readonly PartName[] = ['cognito', 's3', 'gateway', 'memory', 'cluster'];

function chooseParts({ parts = PART_NAMES, model = false, live }: LocalOptions): ReadonlySet<PartName> {
  const chosen = new Set(parts);
  if (!model) chosen.delete('bedrock');
  if (STAND_INS.some((part) => chosen.has(part)))
    for (const part of [...STAND_INS, 'postgres' as const]) chosen.add(part);
  if (live !== undefined) chosen.delete('cluster');
  return chosen;
}

async function choosePorts({ ports, freePorts }: LocalOptions): Promise<Ports> {
  if (!freePorts) return { ...DEFAULT_PORTS, ...ports };
  const picked = await Promise.all(PART_NAMES.map(async (part) => [part, await freePort()] as const));
  return { ...(Object.fromEntries(picked) as Ports), ...ports };
}

/** Every port of the chosen parts is free, at once or, while leftovers of an earlier run end, within three seconds. */
async function assertPortsFree(chosen: ReadonlySet<PartName>, ports: Ports, leftOvers: boolean): Promise<void> {
  for (const deadline = Date.now() + (leftOvers ? 3000 : 0); ; await sleep(100)) {
    try {
      for (const part of chosen) await assertPortFree(ports[part], LABELS[part]);
      return;
    } catch (error) {
      if (Date.now() >= deadline) throw error;
    }
  }
}

function assertPortsDiffer(chosen: ReadonlySet<PartName>, ports: Ports): void {
  const byPort = Map.groupBy(chosen, (part) => ports[part]);
  for (const [port, parts] of byPort) {
    const names = parts.map((part) => LABELS[part]).join(' and ');
    if (parts.length > 1) throw new StartError(`Port ${port} is wanted by ${names}: choose another.`);
  }
}

function assertSnapshot(folder: string): void {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new StartError(`There is no snapshot folder ${folder}.`);
}

/** Puts beside the other state what live.yaml holds itself and a part reads from a file. */
function observe({ snapshotDir, replay = true, live }: LocalOptions, stateDir: string): ObservedSystem {
  if (live === undefined) {
    if (snapshotDir === undefined) throw new StartError('There is neither a snapshot nor a live system to look at.');
    return { snapshotDir: resolve(snapshotDir), replay };
  }
  const topologyFile = typeof live.topology === 'object' ? join(stateDir, 'topology.json') : undefined;
  if (topologyFile !== undefined) writePrivateFile(topologyFile, JSON.stringify(live.topology));
  return { live, topologyFile, actionsTokenFile: actionsTokenFile(live, stateDir) };
}

function actionsTokenFile({ actions }: LiveSystem, stateDir: string): string | undefined {
  if (actions === undefined || 'file' in actions.token)
    return actions && 'file' in actions.token ? actions.token.file : undefined;
  writePrivateFile(clusterTokenFile(stateDir), process.env[actions.token.env] ?? '');
  return clusterTokenFile(stateDir);
}

/**
 * Starts the whole system on loopback, or chosen parts of it, and resolves when all are ready. Throws StartError, with
 * nothing left running, for a port in use, a missing snapshot or a part that does not start.
 */
export async function startLocal(options: LocalOptions): Promise<Local> {
  const stateDir = resolve(options.stateDir ?? join(import.meta.dirname, '..', '..', '.local'));
  if (options.snapshotDir !== undefined) assertSnapshot(resolve(options.snapshotDir));
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  // Also a folder that an earlier version made: secrets, tokens and logs are below it.
  chmodSync(stateDir, 0o700);
  const chosen = chooseParts(options);
  const ports = await choosePorts(options);
  assertPortsDiffer(chosen, ports);
  const lock = takeLock(join(stateDir, 'supervisor.lock'));
  let supervisor: Supervisor | undefined;
  try {
    if (chosen.has('postgres')) await clearLeftOver(join(stateDir, 'postgres'));
    await assertPortsFree(chosen, ports, lock.takenOver);
    const secrets = openSecrets(join(stateDir, 'secrets.json'));
    const observed = observe(options, stateDir);
    if ('snapshotDir' in observed) writePrivateFile(clusterTokenFile(stateDir), secrets.clusterToken);
    writePrivateFile(alertSecretFile(stateDir), secrets.alertSecret);
    const tls = await prepareTls(join(stateDir, 'tls'));
    const { poolId, clientId } = openPool(join(stateDir, 'cognito', 'pool.json'), REGION).state;
    const logLevel = options.logLevel ?? 'info';
    const source: EnvironmentSource = {
      ports,
      secrets,
      tls,
      poolId,
      clientId,
      stateDir,
      observed,
      logLevel,
      ...(options.unknownBlocks && { unknownBlocks: options.unknownBlocks }),
      model: chosen.has('bedrock'),
      login: options.login ?? false,
    };
    const running = createSupervisor(source, chosen, {
      ready: (part, restarted) => options.onReady?.(part, ports[part], restarted),
      crashed: (message, tail) => options.onCrash?.(message, tail),
    });
    supervisor = running;
    const interrupt = () => void running.stop();
    options.signal?.addEventListener('abort', interrupt);
    await running.start();
    options.signal?.removeEventListener('abort', interrupt);
    if (options.signal?.aborted) throw new StartError('Stopped while starting.');
    const env = { ...sharedEnvironment(source), ...clusterEnvironment(source) };
    const optional: readonly PartName[] = ['bedrock', 'cluster'];
    const addressed = PART_NAMES.filter((part) => !optional.includes(part) || chosen.has(part));
    const addresses = addressed.map((part) => [
      part,
      part === 'postgres' ? ownerDatabaseUrl(source) : urlOf(part, ports),
    ]);
    return {
      urls: Object.fromEntries(addresses) as Record<PartName, string>,
      env,
      caFile: tls.caFile,
      alertSecretFile: alertSecretFile(stateDir),
      gaveUp: running.gaveUp,
      stop: async () => {
        await running.stop();
        lock.release();
      },
      kill: () => {
        running.kill();
        lock.release();
      },
    };
  } catch (error) {
    await supervisor?.stop();
    lock.release();
    throw error;
  }
}
