import type { Core } from '../core/core.ts';
import type { Arguments } from './arguments.ts';
import type { Tier } from './rate-limits.ts';

/** One method of the Web API. It answers with its fields, without `ok`, or throws SlackApiError. */
export interface ApiMethod {
  /** As in `chat.postMessage`. */
  readonly name: string;
  readonly tier: Tier;
  /** Where posting counts against the channel's own pace as well. */
  readonly paced?: boolean;
  readonly run: (
    args: Arguments,
    core: Core,
  ) => Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;
}
