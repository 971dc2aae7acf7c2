import type { Scenario, Service } from './model.ts';
import type { Span } from './span.ts';

interface Made {
  service: string;
  span: object;
}

/** Some requests of before the fault and of during it, as OTLP JSON. */
export function tracesOf(scenario: Scenario, span: Span): object {
  const { services } = scenario.system;
  const r = span.random;
  const callees = new Set(services.flatMap((s) => s.calls ?? []));
  const entry =
    services.find((s) => s.rps !== undefined && (s.calls?.length ?? 0) > 0 && !callees.has(s.name)) ?? services[0]!;
  const made: Made[] = [];
  const nanos = (at: number): string => `${BigInt(Math.round(at * 1e6)) * 1000n}`;
  const walk = (
    service: Service,
    at: number,
    trace: string,
    parent: string,
    depth: number,
  ): [end: number, failed: boolean] => {
    const effect = scenario.effects?.[service.name] ?? {};
    const share = effect.ramp ? span.grown(at) : span.share(at);
    const id = r.hex(16);
    const own = ((service.ms ?? 6) / 1000) * (1 + share * ((effect.slow ?? 1) - 1)) * r.around(0.3);
    let cursor = at + Math.min(own * 0.2, 0.004);
    const failed = r.next() < share * (effect.down ? 1 : (effect.errors ?? 0));
    let inner = false;
    if (depth < 6 && !effect.down) {
      for (const name of service.calls ?? []) {
        const callee = services.find((s) => s.name === name)!;
        if (callee.ms === undefined && callee.speaks === 'none') continue;
        const [end, bad] = walk(callee, cursor, trace, id, depth + 1);
        cursor = end + 0.0005;
        inner ||= bad;
      }
    }
    const end = Math.max(at + (effect.down && share ? 0.002 : own), cursor + 0.001);
    const code = failed ? (effect.code ?? 500) : 200;
    if (!(effect.down && share > 0)) {
      made.push({
        service: service.name,
        span: spanOf(service, trace, id, parent, nanos(at), nanos(end), failed, code),
      });
    }
    return [end, failed || inner];
  };
  for (let i = 0; i < 40; i++) {
    const from = i < 14 ? span.start : span.onset;
    const to = i < 14 ? span.onset - 60 : Math.min(span.end, span.until) - 60;
    walk(entry, from + (to - from) * (i < 14 ? i / 14 : (i - 14) / 26) + r.next(), r.hex(32), '', 0);
  }
  const names = [...new Set(made.map((m) => m.service))];
  return {
    resourceSpans: names.map((name) => ({
      resource: { attributes: [{ key: 'service.name', value: { stringValue: name } }] },
      scopeSpans: [{ scope: { name: 'auto' }, spans: made.filter((m) => m.service === name).map((m) => m.span) }],
    })),
  };
}

function spanOf(
  service: Service,
  traceId: string,
  spanId: string,
  parent: string,
  start: string,
  end: string,
  failed: boolean,
  code: number,
): object {
  return {
    traceId,
    spanId,
    ...(parent ? { parentSpanId: parent } : {}),
    name: service.paths?.[0] ? `GET ${service.paths[0]}` : `${service.name} request`,
    kind: 2,
    startTimeUnixNano: start,
    endTimeUnixNano: end,
    attributes: [{ key: 'http.response.status_code', value: { intValue: `${code}` } }],
    status: failed ? { code: 2 } : {},
  };
}
