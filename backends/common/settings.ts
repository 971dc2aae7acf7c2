import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { readApiKeys } from './api-key.ts';
import type { LiveSource } from './live/live-source.ts';

const schema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535),
  SNAPSHOT_REPLAY: z.enum(['0', '1']).default('0'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** What a backend process reads from its environment, once, at start. */
export interface BackendSettings<P = never> {
  readonly host: string;
  readonly port: number;
  /** Reads the keys that callers may present; more than one during a rotation. From a file: as it is at the time. */
  readonly readApiKeys: () => readonly string[];
  /** Where the backend reads from. */
  readonly source: SnapshotChoice | LiveChoice<P>;
  readonly logLevel: string;
}

/** A recorded system. `replay` shifts all times so that the recording ends as the process starts. */
export interface SnapshotChoice {
  readonly kind: 'snapshot';
  readonly dir: string;
  readonly replay: boolean;
}

/** A running system. */
export interface LiveChoice<P> {
  readonly kind: 'live';
  readonly provider: string;
  readonly open: () => Promise<P>;
}

/** The environment was not usable; the message names every problem, a line each, and no value. */
export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';
}

/**
 * Reads the environment by schema. PROVIDER names the source; without it the first live source of which a variable is
 * set is taken, else the snapshot folder. Throws InvalidSettings naming every problem together.
 */
export function readSettings<P = never>(
  env: NodeJS.ProcessEnv,
  defaultPort: number,
  sources: readonly LiveSource<P>[] = [],
): Readonly<BackendSettings<P>> {
  const result = schema.safeParse({ ...env, PORT: env.PORT ?? String(defaultPort) });
  const problems = (result.error?.issues ?? []).map((issue) => {
    const name = issue.path.join('.');
    return env[name] === undefined ? `${name} is not set` : `${name}: ${issue.message}`;
  });
  const keys = chooseApiKeys(env, problems);
  const source = chooseSource(env, sources, problems);
  if (!result.success || source === undefined || problems.length > 0) throw new InvalidSettings(problems.join('\n'));
  const value = result.data;
  return Object.freeze({
    host: value.HOST,
    port: value.PORT,
    readApiKeys: keys,
    source,
    logLevel: value.LOG_LEVEL,
  });
}

/** BACKEND_API_KEY holds one key, or several; BACKEND_API_KEY_FILE names a file of them, which may change. */
function chooseApiKeys(env: NodeJS.ProcessEnv, problems: string[]): () => readonly string[] {
  const { BACKEND_API_KEY: given = '', BACKEND_API_KEY_FILE: file = '' } = env;
  const read = () => readApiKeys(file === '' ? given : readFileSync(file, 'utf8'));
  if (given === '' && file === '') problems.push('BACKEND_API_KEY is not set; set it, or BACKEND_API_KEY_FILE');
  else if (given !== '' && file !== '') problems.push('BACKEND_API_KEY and BACKEND_API_KEY_FILE are both set');
  else {
    try {
      read();
    } catch (error) {
      problems.push(`${file === '' ? 'BACKEND_API_KEY' : 'BACKEND_API_KEY_FILE'}: ${(error as Error).message}`);
    }
  }
  return read;
}

function chooseSource<P>(
  env: NodeJS.ProcessEnv,
  sources: readonly LiveSource<P>[],
  problems: string[],
): SnapshotChoice | LiveChoice<P> | undefined {
  const named = env.PROVIDER || undefined;
  const names = ['snapshot', ...sources.map(({ provider }) => provider)];
  if (named !== undefined && !names.includes(named)) {
    problems.push(`PROVIDER: must be one of ${names.join(', ')}`);
    return undefined;
  }
  const live = sources.find(({ provider, chosenBy }) =>
    named === undefined ? chosenBy.some((name) => Boolean(env[name])) : provider === named,
  );
  if (live !== undefined) {
    const read = live.read(env);
    if ('open' in read) return { kind: 'live', provider: live.provider, open: read.open };
    problems.push(...read.problems);
    return undefined;
  }
  const dir = env.SNAPSHOT_DIR || undefined;
  if (dir !== undefined) return { kind: 'snapshot', dir, replay: env.SNAPSHOT_REPLAY === '1' };
  const others = sources.flatMap(({ chosenBy }) => chosenBy);
  const hint = named !== undefined || others.length === 0 ? '' : `; set it, or one of ${others.join(', ')}`;
  problems.push(`SNAPSHOT_DIR is not set${hint}`);
  return undefined;
}
