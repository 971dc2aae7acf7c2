import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { targetFrom } from '../../../bot/alerts/facts.ts';
import { alertText, type FiringAlert, firingAlerts, rulesThatHold } from '../alerts.ts';
import type { Fault } from '../faults/fault.ts';
import { healthyTurbulence } from '../healthy.ts';
import { isServing } from '../kubelet/pod.ts';
import { createSession } from '../session.ts';
import type { Lab } from '../start-lab.ts';
import { ask, type LabAnswer } from './ask.ts';
import { type Judgement, judge } from './judge.ts';
import type { RecordedQuestion } from './recording.ts';

export interface BenchOptions {
  readonly faults: readonly Fault[];
  readonly seed: number;
  /** Questions asked while nothing is wrong. */
  readonly questions: number;
  /** Over how long they are asked. */
  readonly healthySeconds: number;
  readonly since: string;
  /** Where to keep what the tools said to each question; nothing is kept when absent. */
  readonly record?: string | undefined;
  readonly say: (line: string) => void;
}

/** One fault and the answer to it. */
export interface FaultResult {
  readonly name: string;
  readonly what: string;
  /** The alert that asked, and how long after the fault it came; absent when none came in time. */
  readonly alert?: { readonly text: string; readonly seconds: number };
  readonly answer?: LabAnswer;
  readonly judgement?: Judgement;
}

export interface HealthyResult {
  readonly question: string;
  readonly answer: LabAnswer;
}

export interface BenchResult {
  readonly healthy: readonly HealthyResult[];
  readonly faults: readonly FaultResult[];
}

const QUESTIONS: readonly (readonly [question: string, target?: string])[] = [
  ['what is wrong?'],
  ['checkout is slow', 'service/checkout'],
  ['web answers with errors', 'service/web'],
  ['payments slow', 'service/payments'],
  ['is the database all right?', 'service/db'],
  ['customers see 502s'],
  ['product pages are slow', 'service/catalog'],
  ['orders fail', 'service/checkout'],
  ['accounts hangs', 'service/accounts'],
  ['did the last deploy break anything?', 'service/checkout'],
];
/** The slowest own alert is that of a leak, which must first fill memory. */
const ALERT_MS = 240_000;
const QUIET_MS = 480_000;
/** Until what is really scraped fills the ranges over which rules and the bot take rates: the past is made up. */
const WARM_UP_MS = 150_000;

/** Asks while all is well, then makes each fault, asks as its own alert comes, heals it, and waits until all is quiet. */
export async function benchLab(lab: Lab, options: BenchOptions): Promise<BenchResult> {
  await sleep(WARM_UP_MS);
  const healthy = options.questions > 0 ? await askWhileHealthy(lab, options) : [];
  const faults: FaultResult[] = [];
  for (const [index, fault] of options.faults.entries()) {
    const result = await tryFault(lab, fault, options.seed + index, options).catch((error: Error) => ({
      name: fault.name,
      what: `could not be tried: ${error.message}`,
    }));
    const { answer, alert, judgement }: FaultResult = result;
    options.say(
      `${fault.name}: ${result.what}; ${alert === undefined ? 'no alert' : `${alert.text} after ${alert.seconds.toFixed(0)} s`}` +
        (answer === undefined
          ? ''
          : `; ${judgement?.right ? 'right' : 'wrong'}: ${answer.verdict}, ${answer.headline}`),
    );
    faults.push(result);
  }
  return { healthy, faults };
}

async function askWhileHealthy(lab: Lab, options: BenchOptions): Promise<HealthyResult[]> {
  const results: HealthyResult[] = [];
  await waitUntilQuiet(lab);
  for (let n = 0; n < options.questions; n++) {
    // A third of the way in, something happens that is none of anybody's business; a third later fewer people come again.
    if (n === Math.floor(options.questions / 3)) for (const line of await healthyTurbulence(lab)) options.say(line);
    if (n === Math.floor((options.questions * 2) / 3)) lab.load.setFactor(1);
    const [question, target] = QUESTIONS[n % QUESTIONS.length] ?? ['what is wrong?'];
    const { since, record } = options;
    const asked = { name: `healthy-${String(n).padStart(2, '0')}`, question, target, since };
    const answer = await ask(lab.liveFile, question, { target, since, record: recordOf(record, asked) });
    options.say(`healthy, "${question}": ${answer.verdict} ${answer.headline}`);
    results.push({ question, answer });
    await sleep((options.healthySeconds * 1000) / options.questions);
  }
  lab.load.setFactor(1);
  return results;
}

async function tryFault(
  lab: Lab,
  fault: Fault,
  seed: number,
  { since, record }: Pick<BenchOptions, 'since' | 'record'>,
): Promise<FaultResult> {
  await waitUntilQuiet(lab);
  const session = createSession(lab);
  const began = performance.now();
  const { plan } = await session.fault(fault.name, { seed });
  try {
    const alert = await ownAlert(lab, fault);
    if (alert === undefined) return { name: fault.name, what: plan.what };
    const seconds = (performance.now() - began) / 1000;
    // As the bot asks when an alert opens a thread.
    const question = `${alert.labels.alertname} fires`;
    const about = targetFrom(alert.labels);
    const target = about && `${about.kind}/${about.name}`;
    const asked = { name: fault.name, question, target, since, truth: plan.truth };
    const answer = await ask(lab.liveFile, question, { target, since, record: recordOf(record, asked) });
    const told = { text: alertText(alert), seconds };
    return { name: fault.name, what: plan.what, alert: told, answer, judgement: judge(answer, plan.truth) };
  } finally {
    await session.heal();
  }
}

function recordOf(folder: string | undefined, asked: RecordedQuestion) {
  return folder === undefined ? undefined : { file: join(folder, `${asked.name}.json.gz`), asked };
}

async function ownAlert(lab: Lab, fault: Fault): Promise<FiringAlert | undefined> {
  for (const deadline = Date.now() + ALERT_MS; Date.now() < deadline; await sleep(500)) {
    const found = (await firingAlerts(lab.alertmanager)).find(({ labels }) =>
      fault.alerts.includes(labels.alertname ?? ''),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** No alert but Watchdog fires or is about to, and every pod serves. */
export async function waitUntilQuiet(lab: Lab): Promise<void> {
  const isWhole = () =>
    lab.cluster.workloads.every(({ pods, replicas }) => pods.length === replicas && pods.every(isServing));
  for (const deadline = Date.now() + QUIET_MS; ; await sleep(500)) {
    const alerts = await firingAlerts(lab.alertmanager);
    // A rule that still holds for the fault before would fire as if it were the next one's alert.
    const holding = await rulesThatHold(lab.prometheus);
    if (alerts.length === 0 && holding.length === 0 && isWhole()) return;
    if (Date.now() > deadline)
      throw new Error(
        `the lab is not quiet: ${[...alerts.map(alertText), ...holding].join(', ') || 'a pod is not ready'}`,
      );
  }
}
