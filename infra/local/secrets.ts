import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from './ports.ts';

/** Everything that the local parts share and nobody else may know; made up, and worth nothing outside this machine. */
export interface LocalSecrets {
  readonly awsAccessKeyId: string;
  readonly alertSecret: string;
  readonly awsSecretAccessKey: string;
  readonly backendApiKey: string;
  /** The bot's sign-in at the Kubernetes API. */
  readonly clusterToken: string;
  readonly challengeSecret: string;
  /** Of the owner of PostgreSQL's cluster. */
  readonly postgresPassword: string;
  /** Of the bot's own role in it. */
  readonly postgresBotPassword: string;
  readonly slackBotToken: string;
  readonly slackSigningSecret: string;
}

/** Replaces a file at once, readable by its owner only; its folder is made where absent. */
export function writePrivateFile(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, file);
}

function digits(count: number): string {
  return Array.from(randomBytes(count), (byte) => String(byte % 10)).join('');
}

function makeSecrets(): LocalSecrets {
  const hex = (bytes: number) => randomBytes(bytes).toString('hex');
  return {
    awsAccessKeyId: `AKIA${hex(8).toUpperCase()}`,
    alertSecret: hex(16),
    awsSecretAccessKey: randomBytes(30).toString('base64'),
    backendApiKey: hex(32),
    clusterToken: hex(24),
    challengeSecret: hex(32),
    postgresPassword: hex(24),
    postgresBotPassword: hex(24),
    slackBotToken: `xoxb-${digits(12)}-${digits(12)}-${hex(12)}`,
    slackSigningSecret: hex(16),
  };
}

/** Reads the secrets from `file`, or makes them at the first start. A file that lacks one is completed. */
export function openSecrets(file: string): LocalSecrets {
  let kept: Partial<LocalSecrets> = {};
  if (existsSync(file)) {
    try {
      kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<LocalSecrets>;
    } catch (error) {
      throw new StartError(`${file} is not readable JSON: remove it to begin with new secrets.`, { cause: error });
    }
  }
  const secrets = { ...makeSecrets(), ...kept };
  if (Object.keys(secrets).some((name) => !(name in kept))) {
    writePrivateFile(file, `${JSON.stringify(secrets, undefined, 2)}\n`);
  }
  return secrets;
}
