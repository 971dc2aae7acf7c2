import { accessLine, formats, ip, journalTime } from './formats.ts';
import type { Dialect, Effect, Language, Say, Scenario, Service } from './model.ts';
import type { Random } from './random.ts';
import { iso, type Span } from './span.ts';
import { usualLines } from './usual.ts';

export interface Entry {
  at: number;
  text: string;
  level: string;
}

const tokens = (text: string, r: Random, at: number): string =>
  text.replace(/\{(n|hex|ip|ms|id|uuid|iso)\}/g, (_, kind: string) => {
    if (kind === 'iso') return iso(at, 6);
    if (kind === 'n') return `${r.int(1000, 64999)}`;
    if (kind === 'id') return `${r.int(100, 999)}`;
    if (kind === 'ms') return `${r.int(1000, 5000)}`;
    if (kind === 'ip') return ip(r);
    return kind === 'hex' ? r.hex(12) : r.uid();
  });

const silentKinds: Language[] = ['postgres', 'mysql', 'redis', 'kafka', 'rabbitmq', 'mssql', 'klog', 'none'];

/** All that the services and the hosts write, by service or host. */
export function writeLogs(scenario: Scenario, span: Span): Map<string, Entry[]> {
  const { system } = scenario;
  const r = span.random;
  const out = new Map<string, Entry[]>();
  const put = (name: string, at: number, text: string, level = 'info'): void => {
    if (at < span.start || at > span.end) return;
    const list = out.get(name) ?? [];
    out.set(name, list);
    list.push({ at, text, level });
  };
  for (const service of system.services) {
    if (service.speaks === 'none' && !service.dialect) continue;
    const effect = scenario.effects?.[service.name] ?? {};
    if (service.dialect ? !service.dialect.access : silentKinds.includes(service.speaks))
      background(service, effect, span, put);
    else requests(service, effect, span, put);
  }
  for (const say of [...(system.usual ?? []).map((s) => ({ ...s, always: true })), ...(scenario.logs ?? [])])
    speak(say, scenario, span, put);
  for (const name of scenario.lost ?? []) out.delete(name);
  for (const list of out.values()) list.sort((a, b) => a.at - b.at);
  return new Map([...out].map(([name, list]) => [name, list.map((e) => ({ ...e, text: tokens(e.text, r, e.at) }))]));
}

const lineOf = (service: Service): Dialect['line'] => service.dialect?.line ?? formats[service.speaks];

type Put = (name: string, at: number, text: string, level?: string) => void;

function background(service: Service, effect: Effect, span: Span, put: Put): void {
  const r = span.random;
  for (let at = span.start + r.int(5, 60); at < span.end; at += r.int(60, 240)) {
    if (effect.down && span.on(at)) continue;
    const text = service.dialect ? (service.dialect.usual?.(r) ?? '') : usualLines(service.speaks, r);
    const moment = at + r.next();
    const line = { at: moment, level: 'info' as const, service: service.name, text };
    if (text) put(service.name, moment, lineOf(service)(line, r));
  }
}

function requests(service: Service, effect: Effect, span: Span, put: Put): void {
  const r = span.random;
  const paths = service.paths ?? [`/${service.name.split('-')[0]}`, `/${service.name.split('-')[0]}/{n}`, '/healthz'];
  const gap = 12;
  for (let at = span.start + r.int(1, 10); at < span.end; at += Math.max(1, Math.round(gap * r.around(0.6)))) {
    const share = effect.ramp ? span.grown(at) : span.share(at);
    if (effect.down && share > 0) continue;
    const bad = r.next() < share * (effect.errors ?? 0) + 0.0008;
    const slow = 1 + share * ((effect.slow ?? 1) - 1);
    const ms = Math.max(1, Math.round((service.ms ?? 20) * slow * r.around(0.5)));
    const status = bad ? (effect.code ?? 500) : r.next() < 0.02 ? 404 : r.pick([200, 200, 200, 200, 200, 201]);
    const moment = at + r.next();
    put(
      service.name,
      moment,
      service.dialect
        ? service.dialect.access!(moment, service.name, r.pick(paths), status, ms, r)
        : accessLine(service.speaks, moment, service.name, r.pick(paths), status, ms, r),
      bad ? 'error' : 'info',
    );
    if (bad && share > 0 && effect.said?.length) {
      const text = r.pick(effect.said);
      const line = lineOf(service)({ at: moment - 0.004, level: 'error', service: service.name, text }, r);
      put(service.name, moment - 0.004, line, 'error');
    }
  }
}

function speak(say: Say, scenario: Scenario, span: Span, put: Put): void {
  const r = span.random;
  const service = scenario.system.services.find((s) => s.name === say.in);
  const level = say.level ?? (say.always ? 'info' : 'error');
  const from = say.always ? span.start + r.int(1, 300) : span.minutesAfter(say.after ?? 0) + r.int(1, 9);
  const last = say.until === undefined ? span.end : span.minutesAfter(say.until);
  const to = say.always || !say.every ? span.end : Math.min(last, span.until);
  const texts = typeof say.say === 'string' ? [say.say] : say.say;
  let turn = 0;
  for (let at = Math.max(from, span.start); at <= to; at += Math.max(1, Math.round((say.every ?? 1) * r.around(0.4)))) {
    const moment = at + r.next();
    const text = say.every ? r.pick(texts) : texts[turn]!;
    put(
      say.in,
      moment,
      service
        ? (say.raw ? formats.none : lineOf(service))({ at: moment, level, service: service.name, text }, r)
        : journal(say, moment, text),
      level,
    );
    turn += 1;
    if (!say.every && turn >= texts.length) break;
  }
}

const journal = (say: Say, at: number, text: string): string =>
  say.raw ? text : `${journalTime(at)} ${say.in} ${text}`;

/** As lines of an exporter of logs. */
export const asRecord = (entry: Entry, service: string, pod: string): string =>
  JSON.stringify({ timestamp: iso(entry.at, 3), service, pod, level: entry.level, message: entry.text });
