import type { Answer, Hypothesis } from './answer.ts';
import type { CauseCode } from './cause.ts';
import type { Component } from './target.ts';

/** What a person said of an explanation: that it is not it, or that it may be after all. */
export interface Ruling {
  /** A component, or a group of causes by the word a person used, such as `database`. */
  readonly subject: string;
  readonly out: boolean;
  /** The Slack user who said so. */
  readonly by: string;
  /** RFC 3339. */
  readonly at: string;
}

/** Words for groups of causes that people rule out as one. */
const GROUPS: readonly (readonly [word: RegExp, causes: RegExp])[] = [
  [
    /^(?:the )?(?:database|db|postgres(?:ql)?|mysql|sql)$/,
    /^(?:database_|slow_query|lock_contention|replication_lag|checkpoint_storm|connection_pool_exhausted)/,
  ],
  [/^(?:the )?(?:network|networking)$/, /network|dns|kube_proxy|upstream/],
  [/^dns$/, /dns/],
  [
    /^(?:the |a |that )?(?:deploy|deployment|release|rollout|change)$/,
    /^(?:bad_deploy|bad_config_change|feature_flag_change)$/,
  ],
  [/^(?:the )?(?:memory|oom|out of memory)$/, /memory|oom/],
  [/^(?:the )?cpu$/, /cpu/],
  [/^(?:the |a )?(?:nodes?|machines?)$/, /^(?:node_|kubelet|containerd|insufficient_node)/],
  [/^(?:the )?(?:disk|storage|volumes?)$/, /disk|storage|pvc|volume/],
  [/^(?:the |a )?(?:config|configuration|config ?map|secrets?)$/, /config|secret|env_var/],
  [/^(?:the )?(?:traffic|load)$/, /traffic|hpa|cpu_overload/],
];

/** True when `subject` names a group of causes. */
export function isCauseGroup(subject: string): boolean {
  return GROUPS.some(([word]) => word.test(subject.toLowerCase()));
}

/** True when a ruling on `subject` is about this explanation. */
export function isAbout(subject: string, hypothesis: { component: Component; cause: CauseCode }): boolean {
  const wanted = subject.toLowerCase();
  if (hypothesis.component.toLowerCase() === wanted) return true;
  if (hypothesis.cause.replaceAll('_', ' ') === wanted.replaceAll('_', ' ')) return true;
  const group = GROUPS.find(([word]) => word.test(wanted));
  return group !== undefined && (group[1].test(hypothesis.cause) || isDatabaseName(wanted, hypothesis.component));
}

/** `orders-db: dependency unavailable` is the database too. */
function isDatabaseName(wanted: string, component: Component): boolean {
  return GROUPS[0]![0].test(wanted) && /(?:^|[/-])(?:db|database|postgres(?:ql)?|mysql)(?:$|-)/.test(component);
}

/** An answer after rulings: what is left, ranked anew, and what was dropped. */
export interface RuledAnswer {
  readonly answer: Answer;
  readonly dropped: readonly { readonly hypothesis: Hypothesis; readonly ruling: Ruling }[];
}

/**
 * Drops the explanations that were ruled out and shares their belief among the rest, since one of them is now more
 * likely to be it. With nothing left the verdict is `unknown`, and the reasons say what was ruled out.
 */
export function applyRulings(answer: Answer, rulings: readonly Ruling[]): RuledAnswer {
  const out = rulings.filter((ruling) => ruling.out);
  const dropped = answer.hypotheses.flatMap((hypothesis) => {
    const ruling = out.find(({ subject }) => isAbout(subject, hypothesis));
    return ruling === undefined ? [] : [{ hypothesis, ruling }];
  });
  if (dropped.length === 0) return { answer, dropped };
  const kept = answer.hypotheses.filter((one) => !dropped.some(({ hypothesis }) => hypothesis === one));
  const freed = dropped.reduce((sum, { hypothesis }) => sum + hypothesis.confidence, 0);
  const held = kept.reduce((sum, { confidence }) => sum + confidence, 0);
  const hypotheses = kept.map((hypothesis, index) => {
    // At most half of what was freed moves: a person's "no" says less of which other one it is.
    const gained = held === 0 ? 0 : (hypothesis.confidence / held) * freed * 0.5;
    const confidence = Math.min(0.95, hypothesis.confidence + gained);
    return { ...hypothesis, rank: index + 1, confidence };
  });
  const ruledOut = dropped.map(({ hypothesis }) => `${hypothesis.component}: ${hypothesis.cause.replaceAll('_', ' ')}`);
  // The charts belong to what stood first.
  const charts = hypotheses[0]?.component === answer.hypotheses[0]?.component ? answer.charts : undefined;
  if (hypotheses.length > 0) return { answer: { ...answer, hypotheses, ruledOut, charts }, dropped };
  const reasons = ['Every explanation that I had was ruled out in this thread.', ...answer.reasons];
  return { answer: { ...answer, verdict: 'unknown', hypotheses, reasons, ruledOut, charts }, dropped };
}
