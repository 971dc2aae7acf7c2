import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Verdict } from '../domain/answer.ts';
import type { ErrorKind } from '../domain/errors.ts';
import type { ReasoningUsage } from '../domain/explanation.ts';
import type { InvestigationStatus } from '../domain/investigation.ts';

/** What the bot counts. Labels have few values: no user, channel, target or text. */
export interface Metrics {
  readonly registry: Registry;
  delivery(kind: string, outcome: string, milliseconds: number): void;
  /** An investigation ended; `verdict` when it was answered. */
  ended(status: InvestigationStatus, milliseconds: number, verdict?: Verdict): void;
  error(kind: ErrorKind, where: string): void;
  /** What one turn of a language model cost; money in millionths of a US dollar. */
  spent(turn: Pick<ReasoningUsage, 'inputTokens' | 'outputTokens' | 'microDollars'>): void;
  /** How many investigations are accepted here and have not begun to look. */
  waiting(count: number): void;
  /** The bot gave a sign of life: it can do its work. */
  beat(): void;
}

/** Prometheus metrics of this process, in a registry of their own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const deliveries = new Histogram({
    name: 'sre_slack_delivery_seconds',
    help: 'Time from a Slack delivery to its answer; Slack waits three seconds.',
    labelNames: ['kind', 'outcome'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5],
    registers,
  });
  const investigations = new Counter({
    name: 'sre_investigations_total',
    help: 'Investigations that ended, by status and verdict.',
    labelNames: ['status', 'verdict'],
    registers,
  });
  const durations = new Histogram({
    name: 'sre_investigation_seconds',
    help: 'Time from the start of an investigation in this process to its end.',
    labelNames: ['status'],
    buckets: [0.5, 1, 2, 5, 10, 20, 30, 60, 120],
    registers,
  });
  const errors = new Counter({
    name: 'sre_errors_total',
    help: 'Failures that were handled, by kind and place.',
    labelNames: ['kind', 'where'],
    registers,
  });
  const tokens = new Counter({
    name: 'sre_model_tokens_total',
    help: 'Tokens that language models took in and gave out.',
    labelNames: ['direction'],
    registers,
  });
  const money = new Counter({
    name: 'sre_model_spend_dollars_total',
    help: 'What language models cost, in US dollars at the prices that are set.',
    registers,
  });
  const waiting = new Gauge({
    name: 'sre_investigations_waiting',
    help: 'Investigations that are accepted and wait for their turn to look.',
    registers,
  });
  const beats = new Counter({
    name: 'sre_heartbeats_total',
    help: 'Signs of life, one a minute while the database and Slack can be used.',
    registers,
  });
  return {
    registry,
    delivery: (kind, outcome, milliseconds) => deliveries.observe({ kind, outcome }, milliseconds / 1000),
    ended(status, milliseconds, verdict) {
      investigations.inc({ status, verdict: verdict ?? 'none' });
      durations.observe({ status }, milliseconds / 1000);
    },
    error: (kind, where) => errors.inc({ kind, where }),
    spent({ inputTokens, outputTokens, microDollars }) {
      tokens.inc({ direction: 'input' }, inputTokens);
      tokens.inc({ direction: 'output' }, outputTokens);
      money.inc(microDollars / 1_000_000);
    },
    waiting: (count) => waiting.set(count),
    beat: () => beats.inc(),
  };
}
