import type { Effect, Scenario } from '../core/model.ts';

/** Two faults at the same time in one system: either is a right answer. */
export function both(a: Scenario, b: Scenario, report: string): Scenario {
  const effects: Record<string, Effect> = { ...a.effects };
  for (const [name, effect] of Object.entries(b.effects ?? {})) {
    const other = effects[name];
    effects[name] = other
      ? {
          ...other,
          ...effect,
          errors: Math.min(1, (other.errors ?? 0) + (effect.errors ?? 0)),
          slow: Math.max(other.slow ?? 1, effect.slow ?? 1),
          said: [...(other.said ?? []), ...(effect.said ?? [])],
        }
      : effect;
  }
  return {
    ...a,
    key: `${a.key}-and-${b.key}`,
    report,
    components: [...a.components, ...b.components],
    causes: [...a.causes, ...b.causes],
    what: `Two at once. ${a.what} ${b.what}`,
    quote: `${a.quote}|${b.quote}`,
    elsewhere: a.elsewhere || b.elsewhere,
    effects,
    logs: [...(a.logs ?? []), ...(b.logs ?? [])],
    changes: [...(a.changes ?? []), ...(b.changes ?? [])],
    alerts: [...(a.alerts ?? []), ...(b.alerts ?? [])],
    cluster: (c, span) => {
      a.cluster?.(c, span);
      b.cluster?.(c, span);
    },
    metrics: (m, span, c) => {
      a.metrics?.(m, span, c);
      b.metrics?.(m, span, c);
    },
  };
}

/** The same fault, over some time before the snapshot was taken. */
export function over(scenario: Scenario, report: string, change: Partial<Scenario> = {}): Scenario {
  const { logs = [], ...rest } = change;
  return {
    minutes: 90,
    onset: 47,
    until: 19,
    ...scenario,
    key: `${scenario.key}-over`,
    kind: 'recovered',
    report,
    ...rest,
    logs: [...(scenario.logs ?? []), ...logs],
  };
}
