import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StartError } from '../local/ports.ts';
import { alertText, firingAlerts } from './alerts.ts';
import { askLab, type Command, startControl } from './control.ts';
import { FAULTS } from './faults/index.ts';
import { healthyTurbulence } from './healthy.ts';
import { createSession, type Session } from './session.ts';
import { type Lab, startLab } from './start-lab.ts';

// `npm run lab`: a small live system to try the bot on, with faults by command from another terminal.

const DEFAULT_FOLDER = join(import.meta.dirname, '..', '..', '.local', 'lab');
const USAGE = `Usage: npm run lab                            starts it, until Ctrl-C  [--history HOURS] [--rate PER_SECOND] [--folder DIR]
       npm run lab -- fault NAME              [--size 0..1] [--seed N]
       npm run lab -- heal | status | healthy
       npm run lab -- bench                   the same as npm run bench lab
Faults:
${FAULTS.map(({ name, title }) => `  ${name.padEnd(20)} ${title}`).join('\n')}`;

function readArguments() {
  const options = {
    size: { type: 'string' },
    seed: { type: 'string' },
    history: { type: 'string' },
    rate: { type: 'string' },
    folder: { type: 'string', default: DEFAULT_FOLDER },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n${USAGE}`);
  }
}

function numberOf(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isFinite(number) || number < least || number > most)
    throw new StartError(`--${name} ${text}: give a number from ${least} to ${most}.`);
  return number;
}

async function obey(lab: Lab, session: Session, command: Command): Promise<readonly string[]> {
  switch (command.do) {
    case 'fault': {
      const { plan, seed } = await session.fault(command.name, command);
      return [`${command.name} (seed ${seed}): ${plan.what}`];
    }
    case 'heal': {
      lab.load.setFactor(1);
      const healed = await session.heal();
      return healed.length === 0 ? ['nothing was broken'] : healed.map(({ name }) => `healed: ${name}`);
    }
    case 'healthy':
      return healthyTurbulence(lab);
    case 'status': {
      const faults = session.active.map(
        ({ name, plan, since }) => `fault ${name} since ${since.toISOString()}: ${plan.what}`,
      );
      const alerts = (await firingAlerts(lab.alertmanager)).map((alert) => `alert ${alertText(alert)}`);
      const { answered, failed } = lab.load.counts();
      return [
        ...(faults.length === 0 ? ['no fault'] : faults),
        ...alerts,
        `${answered} requests answered, ${failed} failed`,
      ];
    }
  }
}

async function run(options: { folder: string; historyHours?: number; perSecond?: number }): Promise<void> {
  const began = performance.now();
  const lab = await startLab({ ...options, say: (line) => console.log(`  ${line}`) });
  const session = createSession(lab);
  const control = await startControl(lab.folder, (command) => obey(lab, session, command));
  console.log(`
Ready after ${((performance.now() - began) / 1000).toFixed(0)} s.
  Prometheus    ${lab.prometheus}
  Alertmanager  ${lab.alertmanager}   (its alertmanager.yml: ${lab.alertmanagerFile})
  live.yaml     ${lab.liveFile}

In other terminals:
  npm start -- --live ${lab.liveFile}
  npm run -s investigate -- --live ${lab.liveFile} --question 'what is wrong?'
  npm run lab -- fault errors        npm run lab -- status        npm run lab -- heal

Ctrl-C stops everything.`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  console.log('Stopping…');
  await control.stop();
  await lab.stop();
  console.log('Stopped.');
}

async function main(): Promise<void> {
  if (process.argv[2] === 'bench') {
    // The engine is loaded for the bench only.
    const { runLabBench } = await import('./bench/run.ts');
    process.exitCode = await runLabBench(process.argv.slice(3));
    return;
  }
  const { values, positionals } = readArguments();
  const [verb, name] = positionals;
  const folder = resolve(process.env.INIT_CWD ?? '.', values.folder);
  if (values.help) return console.log(USAGE);
  if (verb === undefined) {
    const historyHours = numberOf('history', values.history, 0, 48);
    const perSecond = numberOf('rate', values.rate, 0.1, 200);
    return run({
      folder,
      ...(historyHours !== undefined && { historyHours }),
      ...(perSecond !== undefined && { perSecond }),
    });
  }
  if (verb === 'fault' && name !== undefined) {
    const [seed, size] = [numberOf('seed', values.seed, 0, 2 ** 31), numberOf('size', values.size, 0, 1)];
    const command = {
      do: verb,
      name,
      ...(seed !== undefined && { seed }),
      ...(size !== undefined && { size }),
    } as const;
    return console.log(await askLab(folder, command));
  }
  if (verb === 'heal' || verb === 'status' || verb === 'healthy')
    return console.log(await askLab(folder, { do: verb }));
  throw new StartError(USAGE);
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error instanceof StartError ? error.message : error);
    process.exit(1);
  },
);
