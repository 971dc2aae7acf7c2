import { z } from 'zod';

const schema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535),
  BACKEND_API_KEY: z.string().min(8, 'must be set, with 8 characters or more'),
  SNAPSHOT_DIR: z.string().min(1, 'must name a snapshot folder'),
  SNAPSHOT_REPLAY: z.enum(['0', '1']).default('0'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** What a backend process reads from its environment, once, at start. */
export interface BackendSettings {
  readonly host: string;
  readonly port: number;
  readonly apiKey: string;
  readonly snapshotDir: string;
  /** True when all times are shifted so that the recording ends as the process starts. */
  readonly replay: boolean;
  readonly logLevel: string;
}

/** The environment was not usable; the message names every problem, a line each, and no value. */
export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';
}

/** Reads the environment by schema. Throws InvalidSettings naming every problem together. */
export function readSettings(env: NodeJS.ProcessEnv, defaultPort: number): Readonly<BackendSettings> {
  const result = schema.safeParse({ ...env, PORT: env.PORT ?? String(defaultPort) });
  if (!result.success) {
    const lines = result.error.issues.map((issue) => {
      const name = issue.path.join('.');
      return env[name] === undefined ? `${name} is not set` : `${name}: ${issue.message}`;
    });
    throw new InvalidSettings(lines.join('\n'));
  }
  const value = result.data;
  return Object.freeze({
    host: value.HOST,
    port: value.PORT,
    apiKey: value.BACKEND_API_KEY,
    snapshotDir: value.SNAPSHOT_DIR,
    replay: value.SNAPSHOT_REPLAY === '1',
    logLevel: value.LOG_LEVEL,
  });
}
