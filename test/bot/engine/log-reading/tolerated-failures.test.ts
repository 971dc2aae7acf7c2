import { expect, test } from '@jest/globals';
import type { Sli } from '../../../../bot/domain/service-level.ts';
import { type EvidenceSet, LOG_LOOK_BACK } from '../../../../bot/domain/signals.ts';
import { externalService } from '../../../../bot/engine/analyzers/logs/external-service.ts';
import { unreachablePeer } from '../../../../bot/engine/analyzers/logs/unreachable-peer.ts';
import { diagnose } from '../../../../bot/engine/index.ts';
import { readComplaints } from '../../../../bot/engine/log-reading/complaints.ts';
import { areTolerated } from '../../../../bot/engine/log-reading/tolerated-failures.ts';
import { observeLogErrors } from '../../../../bot/engine/observe/log-errors.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import { application, evidenceOf, logsOf, minute, pattern, range } from '../analyzers/logs/log-evidence.ts';

// "100 % is the wrong reliability target for basically everything" (Site Reliability Engineering, chapter 3): a service that
// is well fails a few requests an hour, and its log of errors is made of them.

const MINUTES = 30;
const STEP = 60;
const PER_SECOND = 10;
const seconds = (at: number) => Date.parse(minute(at)) / 1000;
const course = (figure: (at: number) => number) => range(1, MINUTES).map((at) => [seconds(at), figure(at)] as const);

function sli(more: Partial<Sli>): Sli {
  return {
    service: 'till',
    side: 'server',
    indicator: 'error_ratio',
    unit: 'ratio',
    basis: 'counter',
    metric: 'http_requests',
    points: MINUTES,
    stepSeconds: STEP,
    value: 0.002,
    last: 0.002,
    worst: 0.004,
    requests: 18_000,
    failed: 36,
    course: course(() => 0.002),
    ...more,
  };
}

const rate = (per: (at: number) => number = () => PER_SECOND) =>
  sli({ indicator: 'rate', unit: 'requests/s', value: PER_SECOND, course: course(per) });

function world(logs: EvidenceSet['logs'], items: readonly Sli[]): EvidenceSet {
  const value = { items, leftOut: [] };
  return {
    ...evidenceOf({ objects: application({ name: 'ledger', ip: '10.96.0.2' }) }),
    logs,
    slis: { status: 'observed', value, tool: 'list_slis', query: 'all', at: minute(MINUTES) },
  };
}

/** Lines of the window; nothing was written in the others that were read. */
function written(text: string, minutes: readonly number[], perMinute = 1): EvidenceSet['logs'] {
  const own = logsOf('till', [pattern('error', text, minutes, perMinute)]);
  const silent = Array<number>(MINUTES * (LOG_LOOK_BACK - 1)).fill(0);
  const patterns = own.patterns.map((one) => ({ ...one, buckets: [...silent, ...(one.buckets ?? [])] }));
  return evidenceOf({ logs: [{ ...own, patterns }] }).logs;
}

const scattered = [1, 4, 6, 11, 13, 18, 22, 23, 27];
const late = range(24, 30);
const lost = 'Communications link failure (ledger:3306)';

function isTolerated(items: readonly Sli[], minutes: readonly number[], perMinute = 1): boolean {
  const logs = written(lost, minutes, perMinute);
  if (logs.status !== 'observed') throw new Error('no logs');
  const [own] = logs.value;
  return areTolerated(own!.patterns[0]!, own!, 'service/till', world(logs, items));
}

test('few failures of a service that fails as few requests all the time are tolerated', () => {
  expect(isTolerated([sli({}), rate()], scattered)).toBe(true);
});

test('where a rise was found, those before and after it count as well', () => {
  const spike = { onset: minute(9), until: minute(10), value: 0.013, failed: 3, requests: 230 };
  expect(isTolerated([sli(spike), rate()], scattered)).toBe(true);
});

test('they are not where nobody counted requests, where a larger share fails, or where fewer failed than lines tell of', () => {
  expect(isTolerated([], scattered)).toBe(false);
  expect(isTolerated([rate()], scattered)).toBe(false);
  expect(isTolerated([sli({ value: 0.04, failed: 720 }), rate()], scattered)).toBe(false);
  // A timer of its own calls in vain each time, and all who ask it are served.
  expect(isTolerated([sli({ value: 0, failed: 0 }), rate()], scattered)).toBe(false);
  expect(isTolerated([sli({ service: 'desk' }), rate()], scattered)).toBe(false);
});

test('lines that begin late or come in a heap are none of all times, unless the requests do too', () => {
  expect(isTolerated([sli({ failed: 90 }), rate()], late, 3)).toBe(false);
  expect(isTolerated([sli({ failed: 90 }), rate((at) => (at >= 24 ? PER_SECOND : 0.1))], late, 3)).toBe(true);
});

const outside = 'ERROR 500 Server Error: Internal Server Error for url: https://api.cards.example/v1/charges';

test('nobody is blamed for them: neither a peer nor a host outside', () => {
  const well = [sli({}), rate()];
  const [refused, answered] = [
    written('dial tcp 10.96.0.2:80: connection refused', scattered),
    written(outside, scattered),
  ];
  expect(unreachablePeer.analyze(world(refused, [])).status).toBe('found');
  expect(unreachablePeer.analyze(world(refused, well)).status).toBe('clear');
  expect(externalService.analyze(world(answered, [])).status).toBe('found');
  expect(externalService.analyze(world(answered, well)).status).toBe('clear');
});

test('a name that is never found is complained of all the same', () => {
  const complaintsOf = (text: string) => readComplaints(world(written(text, scattered), [sli({}), rate()])).present;
  expect(complaintsOf('dial tcp: lookup cards.example on 10.96.0.10:53: no such host')).toHaveLength(1);
  expect(complaintsOf('dial tcp 10.96.0.2:80: connection refused')).toEqual([]);
});

test('what an observer of logs makes of them stands', () => {
  const classOf = (items: readonly Sli[]) =>
    observeLogErrors(world(written('server closed the connection unexpectedly (ledger:5432)', range(0, 30)), items), {
      ...PARAMETERS,
      errorShare: 0.01,
    })[0]?.class;
  expect(classOf([sli({}), rate()])).toBe('standing');
  expect(classOf([sli({ value: 0.06, failed: 1080 }), rate()])).toBe('relevant');
});

test('a lead by words alone is none of them, and what a program says of its own state is', () => {
  const causes = (text: string) => diagnose(world(written(text, scattered), [sli({}), rate()])).hypotheses;
  expect(causes('Failed to produce to kafka:9092: Local: Message timed out')).toEqual([]);
  expect(causes('FATAL: sorry, too many clients already').map(({ cause }) => cause)).toContain(
    'database_connection_exhausted',
  );
});

test('a line that names the request is one of those, though it names no cause', () => {
  const text = 'POST /charge failed: com.shop.HttpServerErrorException: 500 on GET request for "http://ledger:80/book"';
  const others = sli({ service: 'desk', onset: minute(20), direction: 'up', value: 0.4, failed: 900, normal: 0 });
  const classOf = (own: Sli) =>
    observeLogErrors(world(written(text, range(0, 30)), [own, rate(), others]), { ...PARAMETERS, errorShare: 0.01 })[0]
      ?.class;
  expect(classOf(sli({}))).toBe('standing');
  expect(classOf(sli({ value: 0.06, failed: 1080 }))).toBe('relevant');
});
