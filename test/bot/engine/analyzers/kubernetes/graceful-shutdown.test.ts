import { expect, test } from '@jest/globals';
import { gracefulShutdown } from '../../../../../bot/engine/analyzers/kubernetes/graceful-shutdown.ts';
import { logs } from '../../../../support/faults/shapes.ts';
import { ago, event, evidenceOf, find, market } from '../../../../support/kubernetes.ts';

// Four hours of a proxy's log in slices of five minutes; pods of the ledger are stopped again and again in the last one.

const SLICES = 48;
const RESET =
  'recv() failed (104: Connection reset by peer) while reading response header from upstream, upstream: "http://10.0.0.9:8080/ledger/7"';

const REFUSED = 'GET http://ledger:8080/entries failed: dial tcp 10.0.0.9:8080: connect: connection refused';

/** What a client of the ledger writes, whose pods were stopped these seconds ago. */
function analyzeRefused(line: string, stopped: readonly number[], count = 9) {
  const world = market();
  for (const seconds of stopped)
    world.events.push(
      event('Pod', `ledger-0-${seconds}`, 'Killing', 'Stopping container main', {
        type: 'Normal',
        firstTimestamp: ago(seconds),
        lastTimestamp: ago(seconds),
      }),
    );
  const client = logs('storefront', [line], { firstSeen: ago(Math.max(...stopped) - 20), lastSeen: ago(290) });
  world.logs = [{ ...client, patterns: client.patterns.map((one) => ({ ...one, count })) }];
  return gracefulShutdown.analyze(evidenceOf(world)).status;
}

/** What the proxy writes: so many lines in each slice before the first stop, and after. */
function analyze(before: number, after: number) {
  const world = market();
  for (const seconds of [2400, 1500, 300])
    world.events.push(
      event('Pod', `ledger-0-${seconds}`, 'Killing', 'Stopping container main', {
        type: 'Normal',
        firstTimestamp: ago(seconds),
        lastTimestamp: ago(seconds),
      }),
    );
  const seen = { firstSeen: ago(4 * 3600 - 60), lastSeen: ago(120) };
  const proxy = logs('front-proxy', [RESET], seen);
  const buckets = Array.from({ length: SLICES }, (_, slice) => (slice < SLICES - 8 ? before : after));
  const own = logs('ledger', ['received SIGTERM, exiting'], { firstSeen: ago(2400), lastSeen: ago(300) });
  world.logs = [{ ...proxy, patterns: proxy.patterns.map((one) => ({ ...one, buckets })) }, own];
  return gracefulShutdown.analyze(evidenceOf(world));
}

test('calls that are cut off now and then, and far more often since pods are stopped, tell of the stops', () => {
  const analysis = analyze(1, 18);
  expect(analysis).toMatchObject({ status: 'found', findings: [{ component: 'service/ledger' }] });
  const quoted = analysis.status === 'found' ? analysis.findings[0]!.evidence.map(({ text }) => text).join() : '';
  expect(quoted).toContain('received SIGTERM, exiting');
});

test('calls that are cut off as often as before tell of something else', () => {
  expect(analyze(15, 18).status).not.toBe('found');
});

test('calls by name that are refused while one pod after the other is stopped are lost with them', () => {
  expect(analyzeRefused(REFUSED, [1500, 900, 300])).toBe('found');
});

test('one call that was on its way as a pod was replaced is no trouble', () => {
  expect(analyzeRefused(REFUSED, [1500, 900, 300], 1)).not.toBe('found');
});

test('calls that are refused since one pod was stopped, or that another service refuses, tell of something else', () => {
  expect(analyzeRefused(REFUSED, [300])).not.toBe('found');
  expect(analyzeRefused(REFUSED.replace('ledger:', 'ledger-db:'), [1500, 900, 300])).not.toBe('found');
});

/** Where no event is left: the ledger's own word of its stops, its pod of that age, and what its client writes meanwhile. */
function analyzeWritten(stops: readonly [number, number], age: number, lastRefused = 1300) {
  const world = market();
  Object.assign(find(world, 'Pod', 'ledger-1-a').metadata, { creationTimestamp: ago(age) });
  world.logs = [
    logs('ledger', ['received SIGTERM, exiting'], { firstSeen: ago(stops[0]), lastSeen: ago(stops[1]) }),
    logs('storefront', [REFUSED], { firstSeen: ago(stops[0] + 20), lastSeen: ago(lastRefused) }),
  ];
  return gracefulShutdown.analyze(evidenceOf(world));
}

test('where events are gone, a program’s own word tells that it was stopped, if none of its pods is older', () => {
  const found = { component: 'service/ledger', cause: 'graceful_shutdown_missing', onset: ago(1800) };
  expect(analyzeWritten([1800, 1400], 1790)).toMatchObject({ status: 'found', findings: [found] });
});

test('a program that a probe ends keeps its pod; one stopped once, long ago, or refused on and on, is another matter', () => {
  expect(analyzeWritten([1800, 1400], 90_000).status).not.toBe('found');
  expect(analyzeWritten([1800, 1800], 1790).status).not.toBe('found');
  expect(analyzeWritten([9000, 8600], 8990, 8500).status).not.toBe('found');
  expect(analyzeWritten([1800, 1400], 1790, 20).status).not.toBe('found');
});
