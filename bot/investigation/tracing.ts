import type { DurableSteps } from '../ports/durable-steps.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { Tracing } from '../ports/tracing.ts';

/** Steps that are spans when they are done; one that was recorded by an earlier run is not done again, and is none. */
export function withTracedSteps(steps: DurableSteps, tracing: Tracing): DurableSteps {
  return {
    run: (name, work, options) => steps.run(name, (signal) => tracing.span(name, {}, () => work(signal)), options),
  };
}

/** A notifier whose posts are spans; progress is edited so often that it is none. */
export function withTracedPosts(notifier: Notifier, tracing: Tracing): Notifier {
  return {
    ...notifier,
    open: (request) => tracing.span('post open', {}, () => notifier.open(request)),
    findings: (request, threadTs, key, findings) =>
      tracing.span('post findings', { findings: findings.length }, () =>
        notifier.findings(request, threadTs, key, findings),
      ),
    answer: (request, threadTs, answer, remembered) =>
      tracing.span('post answer', { verdict: answer.verdict, hypotheses: answer.hypotheses.length }, () =>
        notifier.answer(request, threadTs, answer, remembered),
      ),
    delayed: (request, threadTs) => tracing.span('post delay', {}, () => notifier.delayed(request, threadTs)),
    again: (request, threadTs, news) =>
      tracing.span('post news', { kind: news.kind }, () => notifier.again(request, threadTs, news)),
    fail: (request, threadTs, wording, how) =>
      tracing.span('post end', { how: how ?? 'failed' }, () => notifier.fail(request, threadTs, wording, how)),
  };
}
