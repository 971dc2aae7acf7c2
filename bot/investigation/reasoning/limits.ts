import type { ReasoningEnd, ReasoningUsage } from '../../domain/explanation.ts';

/** Bounds of one reasoning and of a day. Money in millionths of a US dollar, time in milliseconds. */
export interface ReasoningLimits {
  readonly turns: number;
  readonly toolCalls: number;
  /** Input and output together. */
  readonly tokens: number;
  readonly microDollars: number;
  readonly microDollarsPerDay: number;
  readonly ms: number;
}

/** Prices of the model in US dollars for a million tokens, which are also millionths of a dollar for one. */
export interface TokenPrices {
  readonly input: number;
  readonly output: number;
}

export const DEFAULT_LIMITS: ReasoningLimits = {
  turns: 8,
  toolCalls: 24,
  tokens: 200_000,
  microDollars: 500_000,
  microDollarsPerDay: 20_000_000,
  ms: 90_000,
};

export function priceOf(tokens: Pick<ReasoningUsage, 'inputTokens' | 'outputTokens'>, prices: TokenPrices): number {
  return Math.ceil(tokens.inputTokens * prices.input + tokens.outputTokens * prices.output);
}

/** Which limit is reached, or undefined while there is room for another turn. */
export function limitReached(usage: ReasoningUsage, limits: ReasoningLimits): ReasoningEnd | undefined {
  if (usage.turns >= limits.turns || usage.toolCalls >= limits.toolCalls) return 'turns';
  if (usage.inputTokens + usage.outputTokens >= limits.tokens) return 'tokens';
  if (usage.microDollars >= limits.microDollars) return 'money';
  if (usage.durationMs >= limits.ms) return 'time';
  return undefined;
}
