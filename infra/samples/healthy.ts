import { readdirSync, readFileSync } from 'node:fs';
import { kubernetesObjects } from './kubernetes.ts';
import { createRandom, type Random } from './random.ts';
import type { Scenario } from './scenario.ts';
import { SERVICES } from './system.ts';
import { healthyLogs, healthySeries, spansOf } from './telemetry.ts';

/** When every sample was captured, before replay moves it to now. */
const CAPTURED_AT = Date.parse('2026-06-10T02:58:00Z');

/** The ticket shop on an ordinary night: nothing is wrong. */
export function healthyScenario(seed: number): { scenario: Scenario; random: Random } {
  const random = createRandom(seed);
  const now = CAPTURED_AT;
  const day = 86_400_000;
  const iso = (ms: number) => new Date(ms).toISOString();
  const scenario: Scenario = {
    now,
    report: '',
    objects: kubernetesObjects(now, random),
    events: [],
    logs: healthyLogs(now, random),
    series: healthySeries(now, random),
    spans: spansOf(now, random),
    changes: [
      {
        timestamp: iso(now - 3 * day),
        kind: 'deploy',
        service: 'events-catalog',
        id: '4be81f0',
        summary: 'events-catalog 1.14.0',
        author: 'ines',
      },
      {
        timestamp: iso(now - 1.6 * day),
        kind: 'flag',
        service: 'storefront',
        id: 'flag-seat-map',
        summary: 'seat map for everybody',
        author: 'jon',
      },
      {
        timestamp: iso(now - 0.9 * day),
        kind: 'commit',
        service: 'mailer',
        id: 'a90c2d7',
        summary: 'Rename a template variable',
        author: 'mira',
        files: ['templates/receipt.html'],
      },
    ],
    alerts: [],
    topology: Object.fromEntries(SERVICES.map((spec) => [spec.name, [...spec.calls]])),
    runbooks: runbooks(),
  };
  return { scenario, random };
}

function runbooks(): Record<string, string> {
  const folder = new URL('./runbooks/', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));
}
