import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StartError } from '../../local/ports.ts';
import { FAULTS } from '../faults/index.ts';
import { faultNamed } from '../session.ts';
import { startLab } from '../start-lab.ts';
import { benchLab } from './bench.ts';
import { benchTable } from './table.ts';

const USAGE = `npm run bench lab -- [--faults NAME,NAME] [--seed N] [--questions N] [--healthy-seconds N] [--since 1h] [--json FILE]
Starts a lab of its own, asks N questions while all is well, makes each fault, asks as its own alert comes, and prints a table.`;

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
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const faults = values.faults === undefined ? FAULTS : values.faults.split(',').filter(Boolean).map(faultNamed);
  const folder = mkdtempSync(join(tmpdir(), 'lab-'));
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
      questions: Number(values.questions),
      healthySeconds: Number(values['healthy-seconds']),
      since: values.since,
      say,
    });
    if (values.json !== undefined)
      writeFileSync(resolve(process.env.INIT_CWD ?? '.', values.json), JSON.stringify(result, undefined, 2));
    console.log(benchTable(result));
    return 0;
  } finally {
    await end();
  }
}
