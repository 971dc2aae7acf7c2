import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Answer } from './domain/answer.ts';
import { SreError } from './domain/errors.ts';
import type { InvestigationRequest } from './domain/investigation.ts';
import { parseTarget } from './domain/target.ts';
import { answerAsText } from './investigation/answer-text.ts';
import { examine } from './investigation/investigate.ts';
import { parseSince } from './investigation/since.ts';
import { systemClock } from './ports/clock.ts';
import type { ToolGateway } from './ports/tool-gateway.ts';
import { answerBlocks } from './slack/views/answer.ts';

/** What the command line needs from where it runs. */
export interface CliDeps {
  /** Opens the tools over one snapshot folder. Throws an Error whose message is one line for unusable input. */
  readonly openSnapshot: (dir: string) => Promise<ToolGateway>;
  /**
   * Opens the tools over the running system that a live.yaml describes, a line a problem; absent where only snapshots
   * are looked at.
   */
  readonly openLive?: (file: string) => Promise<ToolGateway>;
  /** The folder that relative paths are relative to: where the person stands. */
  readonly cwd: string;
  readonly write: (text: string) => void;
  readonly complain: (line: string) => void;
}

const USAGE =
  'usage: npm run -s investigate -- --snapshot DIR [--question TEXT] [--target service/NAME] [--since 1h] [--format text|json|slack]\n' +
  '       npm run -s investigate -- --live live.yaml [the same]\n' +
  '       npm run -s investigate -- --snapshots DIR [--format ndjson]';

/** Snapshots opened at the same time with `--snapshots`: reading files overlaps with analysis. */
const SIDE_BY_SIDE = 4;

interface Options {
  readonly snapshot?: string;
  readonly snapshots?: string;
  readonly live?: string;
  readonly format: 'text' | 'json' | 'slack' | 'ndjson';
  readonly question: string;
  readonly target?: InvestigationRequest['target'];
  readonly sinceSeconds: number;
}

/** Runs `investigate`. Returns the exit status: 0 for an answer, 2 for unusable input (one line to `complain`). */
export async function runInvestigate(argv: readonly string[], deps: CliDeps): Promise<number> {
  let options: Options;
  try {
    options = readOptions(argv, deps.cwd);
  } catch (thrown) {
    deps.complain(`${(thrown as Error).message}\n${USAGE}`);
    return 2;
  }
  try {
    if (options.snapshots !== undefined) return await investigateMany(options.snapshots, options, deps);
    const system = (options.live ?? options.snapshot) as string;
    const answer = await (options.live === undefined ? investigateOne : investigateLive)(system, options, deps);
    deps.write(`${render(system, answer, options)}\n`);
    return 0;
  } catch (thrown) {
    deps.complain(`investigate: ${options.live === undefined ? oneLine(thrown) : (thrown as Error).message}`);
    return 2;
  }
}

function readOptions(argv: readonly string[], cwd: string): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      snapshot: { type: 'string' },
      snapshots: { type: 'string' },
      live: { type: 'string' },
      question: { type: 'string', default: '' },
      target: { type: 'string' },
      since: { type: 'string', default: '1h' },
      format: { type: 'string' },
    },
  });
  const systems = [values.snapshot, values.snapshots, values.live].filter((given) => given !== undefined);
  if (systems.length !== 1) throw new Error('give one of --snapshot DIR, --snapshots DIR and --live FILE');
  const format = values.format ?? (values.snapshots === undefined ? 'text' : 'ndjson');
  if (!['text', 'json', 'slack', 'ndjson'].includes(format)) throw new Error(`--format ${format} is not known`);
  const target = values.target === undefined ? undefined : parseTarget(values.target);
  if (values.target !== undefined && target === undefined) {
    throw new Error(`--target ${values.target}: write service/NAME, node/NAME or namespace/NAME`);
  }
  const sinceSeconds = parseSince(values.since);
  if (sinceSeconds === undefined)
    throw new Error(`--since ${values.since}: write a length of time such as 30m, 6h or 2d`);
  const absolute = (dir: string | undefined) => (dir === undefined ? undefined : resolve(cwd, dir));
  return {
    ...values,
    snapshot: absolute(values.snapshot),
    snapshots: absolute(values.snapshots),
    live: absolute(values.live),
    format: format as Options['format'],
    target,
    sinceSeconds,
  };
}

async function investigateMany(dir: string, options: Options, deps: CliDeps): Promise<number> {
  const names = (
    await readdir(dir, { withFileTypes: true }).catch((cause: unknown) => {
      throw new Error(`${dir} cannot be read`, { cause });
    })
  )
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map((entry) => entry.name)
    .sort();
  const lines: (Promise<string> | undefined)[] = [];
  const start = (index: number) => {
    const name = names[index];
    if (name === undefined || lines[index] !== undefined) return;
    const path = join(dir, name);
    lines[index] = investigateOne(path, options, deps).then(
      (answer) => JSON.stringify(answerAsJson(path, answer)),
      (thrown) => JSON.stringify({ snapshot: name, error: oneLine(thrown) }),
    );
  };
  let failed = 0;
  for (let index = 0; index < names.length; index++) {
    for (let ahead = 0; ahead < SIDE_BY_SIDE; ahead++) start(index + ahead);
    const line = (await lines[index]) as string;
    if (line.includes('"error":') && 'error' in JSON.parse(line)) {
      failed++;
      deps.complain(`investigate: ${names[index]}: ${(JSON.parse(line) as { error: string }).error}`);
    }
    deps.write(`${line}\n`);
    lines[index] = Promise.resolve('');
  }
  return failed === 0 ? 0 : 2;
}

async function investigateOne(dir: string, options: Options, deps: CliDeps): Promise<Answer> {
  const found = await stat(dir).catch(() => undefined);
  if (found === undefined || !found.isDirectory()) throw new SreError('invalid-input', `${dir} is not a folder`);
  return investigate(await deps.openSnapshot(dir), dir, options);
}

async function investigateLive(file: string, options: Options, deps: CliDeps): Promise<Answer> {
  if (deps.openLive === undefined) throw new SreError('invalid-input', 'only snapshots can be looked at here');
  return investigate(await deps.openLive(file), file, options);
}

async function investigate(gateway: ToolGateway, system: string, options: Options): Promise<Answer> {
  try {
    const request: InvestigationRequest = {
      id: `cli-${basename(resolve(system))}`,
      question: options.question,
      target: options.target,
      sinceSeconds: options.sinceSeconds,
      askedBy: { teamId: 'local', slackUserId: 'cli' },
      thread: { teamId: 'local', channel: 'cli' },
      askedAt: systemClock.now().toISOString(),
    };
    const silent = { progress: () => {}, findings: () => {} };
    return await examine({ gateway, clock: systemClock }, request, silent, new AbortController().signal);
  } finally {
    await gateway.close();
  }
}

function render(dir: string, answer: Answer, options: Options): string {
  if (options.format === 'text') return answerAsText(answer);
  if (options.format === 'slack') return JSON.stringify(answerBlocks(answer), null, 2);
  return JSON.stringify(answerAsJson(dir, answer), null, options.format === 'json' ? 2 : undefined);
}

function answerAsJson(dir: string, answer: Answer): Record<string, unknown> {
  return { snapshot: basename(resolve(dir)), ...answer };
}

function oneLine(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).split('\n', 1)[0] ?? '';
}
