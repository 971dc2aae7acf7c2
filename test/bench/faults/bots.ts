import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const CLOCK = join(import.meta.dirname, 'skewed-clock.ts');
const READY = '"msg":"ready"';

export interface Bot {
  readonly url: string;
  /** Ends it as a crash of the machine does. */
  kill(): void;
  /** Starts it again, if it was killed; resolves when it is ready. Throws when it ends by itself. */
  up(): Promise<void>;
  /** Sets its wall clock this far off. */
  skew(ms: number): void;
}

export interface BotOptions {
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Told when it ended and nobody had killed it. */
  readonly onCrash: (reason: string) => void;
}

/** The bot's own program in a process of its own, to be killed and started again. */
export function createBot({ port, env, logFile, onCrash }: BotOptions): Bot {
  let child: ChildProcess | undefined;
  let ready: Promise<void> = Promise.resolve();

  function start(): void {
    const log = openSync(logFile, 'a');
    const flags = ['--disable-warning=ExperimentalWarning', '--import', CLOCK];
    const started = spawn(process.execPath, [...flags, join(ROOT, 'bot', 'main.ts')], {
      env: { ...env, HOST: '127.0.0.1', PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child = started;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    for (const stream of [started.stdout, started.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        writeSync(log, chunk);
        if (chunk.includes(READY)) resolve();
      });
    }
    started.once('exit', (code, signal) => {
      closeSync(log);
      if (child !== started) return resolve();
      child = undefined;
      onCrash(`ended with ${code ?? signal}; see ${logFile}`);
      reject(new Error(`a bot ended with ${code ?? signal}`));
    });
    ready = promise;
    ready.catch(() => undefined);
  }

  return {
    url: `http://127.0.0.1:${port}`,
    kill() {
      const killed = child;
      child = undefined;
      killed?.kill('SIGKILL');
    },
    up() {
      if (child === undefined) start();
      return ready;
    },
    skew(ms) {
      child?.send({ skewMs: ms });
    },
  };
}
