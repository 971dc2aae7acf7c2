import { expect, test } from '@jest/globals';
import { errorClass } from '../../../../../bot/engine/analyzers/logs/error-class.ts';
import { resolverUnit } from '../../../../../bot/engine/analyzers/logs/resolver-unit.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { evidenceOf, findingsOf, logsOf, minute, pattern, range } from './log-evidence.ts';

const ended = (unit: string) =>
  pattern('warn', `gw-3 systemd[1]: ${unit}.service: Failed with result 'signal'.`, [10], 1);
const started = (unit: string, at: number) =>
  pattern('info', `gw-3 systemd[1]: Started ${unit}.service - it.`, [at], 1);
const lookups = (from: number) =>
  logsOf('hoist', [
    pattern('error', 'getaddrinfo for tank failed: Temporary failure in name resolution', range(from, 24)),
  ]);
const analyze = (journal: Parameters<typeof logsOf>[1], from = 11) =>
  resolverUnit.analyze(evidenceOf({ logs: [logsOf('gw-3', journal, []), lookups(from)] }), PARAMETERS);

test('a resolver that ended is why lookups fail from that moment on, until it is started again', () => {
  expect(findingsOf(analyze([ended('unbound')]))).toEqual([
    expect.objectContaining({
      component: 'service/unbound',
      cause: 'dns_resolution_failure',
      explains: ['service/hoist'],
      lasts: true,
    }),
  ]);
  const [finding] = findingsOf(analyze([ended('unbound'), started('unbound', 22)]));
  expect(finding!.until?.slice(0, 16)).toBe(minute(22).slice(0, 16));
});

test.each([
  ['a unit that looks up nothing', [ended('nginx')], 11],
  ['lookups that failed before', [ended('unbound')], 5],
  ['lookups that fail much later', [ended('unbound')], 22],
  ['a resolver that was only started', [started('unbound', 10)], 11],
] as const)('is clear for %s', (_, journal, from) => {
  expect(analyze(journal, from).status).toBe('clear');
});

test('what the kernel killed is over when its unit was started again, and not before', () => {
  const killed = pattern('error', 'gw-3 kernel: Out of memory: Killed process 812 (scand) total-vm:2123412kB', [10], 1);
  const find = (...more: Parameters<typeof logsOf>[1]) =>
    findingsOf(
      errorClass.analyze(evidenceOf({ logs: [logsOf('gw-3', [killed, ended('scand'), ...more], [])] }), PARAMETERS),
    );
  expect(find()[0]!.until).toBeUndefined();
  expect(find(started('other', 18))[0]!.until).toBeUndefined();
  expect(find(started('scand', 18))[0]!.until?.slice(0, 16)).toBe(minute(18).slice(0, 16));
});

test('is unknown without logs', () => {
  expect(resolverUnit.analyze(evidenceOf({}), PARAMETERS).status).toBe('unknown');
});
