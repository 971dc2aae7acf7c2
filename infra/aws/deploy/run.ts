import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { InvalidOptions, OPTION_NAMES, readOptions } from '../options.ts';
import { slackManifest } from './manifest.ts';
import { type CallAws, checkPrerequisites, type Finding } from './prerequisites.ts';
import { whatRemains } from './remains.ts';

/** `npm run deploy|destroy|synth -- --domain oncall.example.com …`: every option of `options.ts`, as `--<name> <value>`. */
export interface CommandLine {
  readonly action: 'deploy' | 'destroy' | 'synth';
  readonly manifest: boolean;
  readonly options: Readonly<Record<string, string>>;
}

/** Reads the arguments. Throws InvalidOptions naming the ones that are not known or lack a value. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const [action, ...rest] = args;
  if (action !== 'deploy' && action !== 'destroy' && action !== 'synth') {
    throw new InvalidOptions('say deploy, destroy or synth');
  }
  const options: Record<string, string> = {};
  const problems: string[] = [];
  let manifest = false;
  for (let index = 0; index < rest.length; index += 1) {
    const [name = '', attached] = (rest[index] ?? '').replace(/^--/, '').split(/=(.*)/s);
    if (name === 'manifest') manifest = true;
    else if (!(OPTION_NAMES as readonly string[]).includes(name)) problems.push(`${rest[index]} is not known`);
    else {
      const next = rest[index + 1];
      const isFlag = attached === undefined && (next === undefined || next.startsWith('--'));
      if (attached === undefined && !isFlag) index += 1;
      options[name] = attached ?? (isFlag ? 'true' : (next ?? ''));
    }
  }
  if (problems.length > 0) throw new InvalidOptions(`${problems.join('\n')}\nknown are ${OPTION_NAMES.join(', ')}`);
  return { action, manifest, options };
}

/** What is there and what is not, a line each. */
export function tell(findings: readonly Finding[]): string {
  return findings.map(({ what, ok, words }) => `${ok ? 'ok     ' : 'MISSING'}  ${what}: ${words}`).join('\n');
}

const callAws: CallAws = async (args) => {
  const { stdout } = await promisify(execFile)('aws', [...args, '--output', 'json']).catch((error) => {
    const said = String((error as { stderr?: string }).stderr ?? '') || (error as Error).message;
    throw new Error(said, { cause: error });
  });
  return JSON.parse(stdout || '{}');
};

const callDocker = () => promisify(execFile)('docker', ['info']);

function runCdk(command: readonly string[], options: Readonly<Record<string, string>>): Promise<number> {
  const context = Object.entries(options).flatMap(([name, value]) => ['--context', `oncall:${name}=${value}`]);
  const child = spawn('cdk', ['--app', 'node infra/aws/app.ts', ...command, ...context], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('exit', (code) => resolve(code ?? 1));
  });
}

/** Runs the command line; the exit code. */
export async function main(args: readonly string[], write: (text: string) => void): Promise<number> {
  const { action, manifest, options: given } = readCommandLine(args);
  const options = readOptions((key) => given[key.replace('oncall:', '')]);
  if (manifest) {
    write(slackManifest(options.domain));
    return 0;
  }
  if (action === 'synth') return runCdk(['synth', '--quiet'], given);
  if (action === 'destroy') {
    const code = await runCdk(['destroy', '--all'], given);
    write(whatRemains(options));
    return code;
  }
  const findings = await checkPrerequisites(options, callAws, callDocker);
  write(tell(findings));
  if (findings.some(({ ok }) => !ok)) {
    write('\nNothing was deployed. Mend what is missing, then run it again.');
    return 2;
  }
  const code = await runCdk(['deploy', '--all', '--require-approval', 'broadening'], given);
  if (code === 0) {
    write(`\nSlack reaches the bot at https://${options.domain}. The manifest of the app, filled in:`);
    write(slackManifest(options.domain));
    if (!options.hostedZone)
      write(`\nMake an A record of ${options.domain} with the output Address; the certificate follows by itself.`);
  }
  return code;
}

if (import.meta.main) {
  main(process.argv.slice(2), (text) => process.stdout.write(`${text}\n`)).then(
    (code) => {
      process.exitCode = code;
    },
    (error) => {
      process.stderr.write(`${error instanceof InvalidOptions ? error.message : error}\n`);
      process.exitCode = 2;
    },
  );
}
