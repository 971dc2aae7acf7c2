import type { Problem } from '../block-kit/check.ts';

/** An answer `{ok: false, error}` of the Web API. `error` is Slack's own name for what is wrong. */
export class SlackApiError extends Error {
  readonly error: string;
  /** For `response_metadata.messages`, without the `[ERROR]` mark. */
  readonly details: readonly string[];

  constructor(error: string, details: readonly string[] = []) {
    super(error);
    this.name = 'SlackApiError';
    this.error = error;
    this.details = details;
  }
}

/** Throws what a Block Kit judgement refused. */
export function refuse(refusal: { error: string; problems: readonly Problem[] }): never {
  throw new SlackApiError(
    refusal.error,
    refusal.problems.map((problem) => `${problem.message} [json-pointer:${problem.pointer}]`),
  );
}
