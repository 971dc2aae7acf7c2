import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { EventRecorder } from '../cluster/events.ts';
import { keepLog, logFileOf } from './log-writer.ts';
import type { Pod, Terminated } from './pod.ts';
import { childrenOf, memoryOf } from './usage.ts';

/** How a container's process is started. */
export interface Launch {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  /** Whether it can be spoken to by `send`. */
  readonly channel: boolean;
  /** How it is asked to end. */
  readonly stopSignal: NodeJS.Signals;
}

export interface KubeletOptions {
  /** Where logs are kept. */
  readonly logFolder: string;
  readonly launch: (pod: Pod) => Launch;
  /** Rejects while the pod is not ready. */
  readonly probe: (pod: Pod) => Promise<void>;
  readonly events: EventRecorder;
  /** Told whenever the state of a pod has changed. */
  readonly changed: () => void;
}

/** Runs containers as processes, restarts what ends, kills what takes too much memory, asks who is ready. */
export interface Kubelet {
  run(pod: Pod): void;
  /** Ends a pod for good; settles when its process is gone. */
  remove(pod: Pod): Promise<void>;
  /** Tells a running process something over its channel. */
  send(pod: Pod, message: object): void;
  signal(pod: Pod, signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

const PROBE_MS = 2_000;
const LAST_WORDS_MS = 2_000;
const MEMORY_MS = 250;
/** Shorter than a kubelet's 10 s to 5 min, in the same steps. */
const FIRST_BACKOFF_MS = 5_000;
const LONGEST_BACKOFF_MS = 40_000;
/** After running this long, the next failure begins with the shortest pause again. */
const FORGIVEN_MS = 60_000;
const GRACE_MS = 3_000;
const PROBE_FAILURES = 3;

export function createKubelet(options: KubeletOptions): Kubelet {
  const children = new Map<Pod, ChildProcess>();
  const timers = new Map<Pod, NodeJS.Timeout>();
  const { events } = options;
  let stopping = false;

  function start(pod: Pod, backoffMs: number): void {
    if (stopping || pod.deleting) return;
    const launch = options.launch(pod);
    const [program = '', ...args] = launch.command;
    const child = spawn(program, args, {
      env: launch.env,
      ...(launch.uid !== undefined && { uid: launch.uid, gid: launch.gid }),
      cwd: '/',
      detached: true,
      stdio: launch.channel ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
    });
    if (child.stdout && child.stderr) {
      keepLog(logFileOf(options.logFolder, pod), { stdout: child.stdout, stderr: child.stderr });
    }
    children.set(pod, child);
    const startedAt = new Date();
    pod.state = { kind: 'running', startedAt };
    if (child.pid !== undefined) pod.pid = child.pid;
    events.record(pod, 'Normal', 'Started', `Started container ${pod.service.name}`);
    options.changed();
    let outOfMemory = false;
    const memory = setInterval(() => {
      if (child.pid === undefined || (memoryOf(child.pid) ?? 0) <= pod.service.memoryLimit) return;
      outOfMemory = true;
      child.kill('SIGKILL');
    }, MEMORY_MS);
    const probing = setInterval(() => void probe(pod, child), PROBE_MS);
    child.once('error', () => undefined);
    child.once('exit', (code, signal) => {
      clearInterval(memory);
      clearInterval(probing);
      children.delete(pod);
      delete pod.pid;
      const number = signal === null ? undefined : constants.signals[signal];
      const exitCode = code ?? 128 + (number ?? 0);
      const reason = outOfMemory ? 'OOMKilled' : exitCode === 0 ? 'Completed' : 'Error';
      const finishedAt = new Date();
      // Its last words may still be on their way; a child of its own may hold the pipe for good.
      let told = false;
      const tell = () => {
        if (!told) ended(pod, { exitCode, reason, startedAt, finishedAt }, backoffMs);
        told = true;
      };
      child.once('close', tell);
      setTimeout(tell, LAST_WORDS_MS).unref();
    });
  }

  function ended(pod: Pod, terminated: Terminated, backoffMs: number): void {
    setReady(pod, false);
    pod.state = { kind: 'terminated', terminated };
    if (pod.deleting || stopping) {
      options.changed();
      return;
    }
    pod.last = terminated;
    const ranFor = terminated.finishedAt.getTime() - terminated.startedAt.getTime();
    const pause = ranFor > FORGIVEN_MS ? FIRST_BACKOFF_MS : backoffMs;
    // The first restart comes at once, later ones after ever longer pauses.
    const isFirst = pod.restarts === 0 || ranFor > FORGIVEN_MS;
    if (!isFirst) {
      const message = `back-off ${Math.round(pause / 1000)}s restarting failed container=${pod.service.name} pod=${pod.name}`;
      pod.state = { kind: 'waiting', reason: 'CrashLoopBackOff', message };
      events.record(
        pod,
        'Warning',
        'BackOff',
        `Back-off restarting failed container ${pod.service.name} in pod ${pod.name}`,
      );
    }
    options.changed();
    const again = () => {
      pod.restarts += 1;
      start(pod, isFirst ? FIRST_BACKOFF_MS : Math.min(pause * 2, LONGEST_BACKOFF_MS));
    };
    timers.set(pod, setTimeout(again, isFirst ? 200 : pause));
  }

  const failures = new Map<Pod, number>();
  async function probe(pod: Pod, child: ChildProcess): Promise<void> {
    const problem = await options.probe(pod).then(
      () => undefined,
      (error: Error) => error.message,
    );
    // A probe that was under way says nothing of a pod that is being removed.
    if (children.get(pod) !== child || pod.deleting) return;
    const failed = problem === undefined ? 0 : (failures.get(pod) ?? 0) + 1;
    failures.set(pod, failed);
    if (problem !== undefined && failed >= PROBE_FAILURES)
      events.record(pod, 'Warning', 'Unhealthy', `Readiness probe failed: ${problem}`);
    if (problem === undefined || failed >= PROBE_FAILURES) setReady(pod, problem === undefined);
  }

  function setReady(pod: Pod, ready: boolean): void {
    if (pod.ready === ready) return;
    pod.ready = ready;
    pod.readyChangedAt = new Date();
    options.changed();
  }

  async function end(pod: Pod): Promise<void> {
    clearTimeout(timers.get(pod));
    const child = children.get(pod);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    for (const pid of childrenOf(child.pid ?? 0)) process.kill(pid, 'SIGCONT');
    child.kill('SIGCONT');
    child.kill(options.launch(pod).stopSignal);
    const force = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    await gone;
    clearTimeout(force);
  }

  return {
    run: (pod) => {
      events.record(pod, 'Normal', 'Pulled', `Container image "${pod.revision.image}" already present on machine`);
      start(pod, FIRST_BACKOFF_MS);
    },
    remove: async (pod) => {
      pod.deleting = true;
      setReady(pod, false);
      options.changed();
      events.record(pod, 'Normal', 'Killing', `Stopping container ${pod.service.name}`);
      await end(pod);
      options.changed();
    },
    send: (pod, message) => {
      const child = children.get(pod);
      if (child?.connected) child.send(message);
    },
    signal: (pod, signal) => {
      const child = children.get(pod);
      if (child?.pid === undefined) return;
      // Those that hang, hang with all they have started.
      const all = signal === 'SIGSTOP' || signal === 'SIGCONT' ? [...childrenOf(child.pid), child.pid] : [child.pid];
      for (const pid of all) process.kill(pid, signal);
    },
    stop: async () => {
      stopping = true;
      for (const pod of [...children.keys()]) pod.deleting = true;
      for (const timer of timers.values()) clearTimeout(timer);
      // Programs first: the database outlives those who use it.
      const running = [...children.keys()];
      await Promise.all(running.filter(({ service }) => service.kind === 'program').map(end));
      await Promise.all(running.filter(({ service }) => service.kind === 'database').map(end));
    },
  };
}
