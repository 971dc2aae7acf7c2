import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StartError } from '../../local/ports.ts';
import { FAULTS } from '../faults/index.ts';
import { faultNamed } from '../session.ts';
import { startLab } from '../start-lab.ts';
import { benchLab } from './bench.ts';
import { replay, replayTable } from './replay.ts';
import { benchTable } from './table.ts';

const USAGE = `npm run bench lab -- [--faults NAME,NAME] [--seed N] [--questions N] [--healthy-seconds N] [--since 1h] [--json FILE]
npm run bench lab -- --back-to-back   every fault, one as soon as the one before is over; all lie in the hour asked about
npm run bench lab -- --healthy 30     30 minutes in which nothing is wrong, a question a minute
  --record DIR keeps what the tools said to each question; --replay DIR asks the engine again, without a lab.
Starts a lab of its own, asks while all is well, makes each fault, asks as its own alert comes, and prints a table.`;

/** How far before others the lab is served; see setpriority(2). */
const PRIORITY = -10;

/** What else this machine does is none of the shop's business: where it may, the lab goes first. It needs little. */
function preferLab(): void {
  try {
    setPriority(PRIORITY);
  } catch {
    console.error('the lab runs at the usual priority: what else this machine does will show in its figures');
  }
}

/** Runs the bench of the lab with these arguments. Returns the exit status: 0 once the table is printed. */
export async function runLabBench(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      faults: { type: 'string' },
      seed: { type: 'string', default: '1' },
      questions: { type: 'string', default: '6' },
      'healthy-seconds': { type: 'string', default: '60' },
      since: { type: 'string', default: '1h' },
      json: { type: 'string' },
      'back-to-back': { type: 'boolean' },
      healthy: { type: 'string' },
      record: { type: 'string' },
      replay: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const at = (path: string | undefined) => path && resolve(process.env.INIT_CWD ?? '.', path);
  if (values.replay !== undefined) {
    console.log(replayTable(await replay(at(values.replay) ?? '')));
    return 0;
  }
  const minutes = values.healthy === undefined ? undefined : Number(values.healthy);
  const named = minutes === undefined ? values.faults : (values.faults ?? '');
  const faults = named === undefined ? FAULTS : named.split(',').filter(Boolean).map(faultNamed);
  const asked = values['back-to-back'] ? 0 : (minutes ?? Number(values.questions));
  const folder = mkdtempSync(join(tmpdir(), 'lab-'));
  preferLab();
  const say = (line: string) => console.error(line);
  // Alerts are read from Alertmanager itself: nobody is told.
  const lab = await startLab({ folder, bot: 'none', say }).catch((error: unknown) => {
    if (!(error instanceof StartError)) throw error;
    console.error(error.message);
    return undefined;
  });
  if (lab === undefined) return 2;
  const end = async () => {
    await lab.stop();
    rmSync(folder, { recursive: true, force: true });
    rmSync(`${folder}.lock`, { force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void end().finally(() => process.exit(1)));
  try {
    const result = await benchLab(lab, {
      faults,
      seed: Number(values.seed),
      questions: asked,
      healthySeconds: minutes === undefined ? Number(values['healthy-seconds']) : minutes * 60,
      since: values.since,
      record: at(values.record),
      say,
    });
    const file = at(values.json);
    if (file !== undefined) writeFileSync(file, JSON.stringify(result, undefined, 2));
    console.log(benchTable(result));
    return 0;
  } finally {
    await end();
  }
}
