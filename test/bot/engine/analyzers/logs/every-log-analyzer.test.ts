import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { logAnalyzers } from '../../../../../bot/engine/analyzers/logs/index.ts';
import { application, evidenceOf, logsOf, pattern, range } from './log-evidence.ts';

const ids = logAnalyzers.map(({ id }) => id);
const every = logAnalyzers.map((analyzer) => [analyzer.id, analyzer] as const);

test('no two log analyzers have one id', () => {
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(every)('%s is unknown without logs, and clear in a system that is well', (_, analyzer) => {
  expect(analyzer.analyze(evidenceOf({ objects: application({ name: 'till' }) })).status).toBe('unknown');
  const well = evidenceOf({
    objects: [...application({ name: 'till' }), ...application({ name: 'desk', ip: '10.96.0.2', podIp: '10.1.0.2' })],
    logs: [
      logsOf('till', [
        pattern('info', 'listening on :8080', [0], 1),
        pattern('warn', 'DeprecationWarning: url.parse() behaves oddly', [0], 1),
        pattern('info', 'GET /basket 404 in 2 ms', range(0, 30), 1),
        pattern('warn', 'retrying once: connection reset by peer', [12], 1),
      ]),
      logsOf('desk', [pattern('error', 'request aborted by client', [9, 21], 1)]),
    ],
    topology: { till: ['desk'], desk: [] },
  });
  expect(analyzer.analyze(well).status).toBe('clear');
});

test.each(ids)('%s has tests of what it finds and of what it must not find', (id) => {
  const text = readFileSync(new URL(`${id}.test.ts`, import.meta.url), 'utf8');
  expect(text).toMatch(/findingsOf\(|status\)\.toBe\('found'\)/);
  expect(text).toMatch(/toBe\('clear'\)/);
  expect(text).toMatch(/toBe\('unknown'\)|'unknown',/);
});
