import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, type LabAnswer } from '../bench/ask.ts';
import type { Breakage } from './exposition.ts';
import type { ScaleLab } from './start-scale.ts';

/** One question to the large system. */
export interface ScaleResult {
  readonly question: string;
  readonly answer: LabAnswer;
  /** The first cause is at the service that is broken. */
  readonly found: boolean;
  /** Queries that Prometheus ran for it. */
  readonly queries: number;
  /** Samples that Prometheus looked at for them. */
  readonly samples: number;
  /** Processor seconds of this process, which holds the bot and its backends. */
  readonly processorSeconds: number;
}

const SCRAPED_MS = 300_000;
/** Of one pod, before anybody asks: two minutes of scrapes, after the gap in which Prometheus started. */
const SCRAPES = 24;

/** Waits until Prometheus has all series and shows the fault over the last minute. Returns how many series it holds. */
export async function waitUntilScraped({ prometheus }: ScaleLab, { service, errorShare }: Breakage): Promise<number> {
  const value = async (query: string): Promise<number> => {
    const response = await fetch(`${prometheus}/api/v1/query`, {
      method: 'POST',
      body: new URLSearchParams({ query }),
    });
    const { data } = (await response.json()) as { data: { result: { value: [number, string] }[] } };
    return Number(data.result[0]?.value[1] ?? 0);
  };
  const of = (matchers: string) => `sum(rate(http_requests_total{service="${service}"${matchers}}[1m]))`;
  for (const deadline = Date.now() + SCRAPED_MS; ; await sleep(1000)) {
    const series = await value('count({__name__!=""})');
    const share = await value(`${of(',code="500"')} / ${of('')}`);
    const span = await value(`count_over_time(up{service="${service}",pod=~".*b.*"}[3m])`);
    if (series > 90_000 && span >= SCRAPES && share > errorShare * 0.9) return series;
    if (Date.now() > deadline) throw new Error(`Prometheus holds ${series} series and shows a share of ${share}`);
  }
}

/** Asks one question and counts what Prometheus did for it. */
export async function askLarge(
  lab: ScaleLab,
  breakage: Breakage,
  question: string,
  target?: string,
): Promise<ScaleResult> {
  const before = queriesIn(lab.queryLog).length;
  const used = process.cpuUsage();
  const answer = await ask(lab.liveFile, question, { target, since: '15m' });
  const { user, system } = process.cpuUsage(used);
  const made = queriesIn(lab.queryLog).slice(before);
  const claimed = answer.verdict === 'fault' || answer.verdict === 'recovered';
  return {
    question,
    answer,
    found: claimed && answer.hypotheses[0]?.component === `service/${breakage.service}`,
    queries: made.length,
    processorSeconds: (user + system) / 1e6,
    samples: made.reduce((sum, { stats }) => sum + (stats?.samples?.totalQueryableSamples ?? 0), 0),
  };
}

interface LoggedQuery {
  readonly stats?: { readonly samples?: { readonly totalQueryableSamples?: number } };
}

function queriesIn(file: string): LoggedQuery[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LoggedQuery);
}
