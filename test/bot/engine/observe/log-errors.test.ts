import { expect, test } from '@jest/globals';
import type { EvidenceSet, LogPattern } from '../../../../bot/domain/signals.ts';
import { observeLogErrors } from '../../../../bot/engine/observe/log-errors.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import { ago, evidenceOf, market, unobserved, type World } from '../../../support/kubernetes.ts';
import { AS_OF, counter, iso, metricEvidence } from '../../../support/metric-evidence.ts';

const SLICES = 12;

/** Errors so many a slice of five minutes beside twenty ordinary lines; the entry is well served where requests are counted. */
function classOf(
  text: string,
  perSlice: readonly number[],
  counted: boolean | Partial<EvidenceSet> = true,
  service = 'stall',
  beside?: string,
) {
  const pattern = (level: 'info' | 'error', buckets: readonly number[], sample: string): LogPattern => ({
    template: sample,
    level,
    count: buckets.reduce((sum, one) => sum + one, 0),
    firstSeen: ago(3590),
    lastSeen: ago(20),
    buckets,
    samples: [{ text: sample }],
  });
  const usual = pattern('info', Array(SLICES).fill(20), 'served');
  const errors = pattern('error', perSlice, text);
  const lines = usual.count + errors.count;
  const world: World = { ...market(), metrics: [] };
  world.logs = [
    {
      service,
      lines,
      levels: { error: errors.count },
      patterns: [usual, errors],
    },
  ];
  if (beside !== undefined)
    world.logs.push({
      service: 'till',
      lines,
      levels: {},
      patterns: [pattern('error', even, beside)],
    });
  const uncounted = { slis: unobserved(), metrics: unobserved() };
  const over = typeof counted === 'boolean' ? (counted ? {} : uncounted) : counted;
  return observeLogErrors(evidenceOf(world, over), PARAMETERS)[0]?.class;
}

const taken = 'ERROR:  duplicate key value violates unique constraint "stalls_name_key"';
const even = Array(SLICES).fill(2);
const heap = [...Array(SLICES - 2).fill(0), 12, 12];

test('what senders get wrong all the time is lived with where requests are measured and well', () => {
  expect(classOf(taken, even)).toBe('standing');
});

test('a surge of the same, the same where nothing is measured or nobody calls, and another error are not', () => {
  expect(classOf(taken, heap)).toBe('relevant');
  expect(classOf(taken, even, false)).toBe('relevant');
  expect(classOf(taken, even, true, 'vault')).toBe('relevant');
  expect(classOf('ERROR:  relation "stalls" does not exist', even)).toBe('relevant');
});

test('senders that ask wrongly all the time are more than few of a hundred requests, and still none that failed', () => {
  const wrong = (lines: number) => Array(SLICES).fill(lines);
  expect(classOf('ERROR stall.api bad request from user 7: weight is missing', wrong(15))).toBe('standing');
  expect(classOf('ERROR [stall.intake] crate label of vendor 17 has no colour', wrong(15))).toBe('relevant');
});

test('where nobody counts failures, few senders of many that ask wrongly are lived with, and other errors are not', () => {
  const text = 'ERROR stall.api bad request from user 7: weight is missing';
  const asked = (requests: number, line = text, perSlice = even) => {
    const levels = evidenceOf({ ...market(), metrics: [] }).slis;
    if (levels.status !== 'observed') throw new Error('made without service levels');
    const items = levels.value.items
      .filter(({ indicator }) => indicator !== 'error_ratio')
      .map((one) => ({ ...one, requests }));
    return classOf(line, perSlice, { slis: { ...levels, value: { items, leftOut: [] } } });
  };
  expect(asked(3600)).toBe('standing');
  expect(asked(100)).toBe('relevant');
  expect(asked(3600, text, heap)).toBe('relevant');
  expect(asked(3600, 'ERROR [stall.intake] crate label of vendor 17 has no colour')).toBe('relevant');
});

test('what a program says in its own words at all times is lived with where requests are measured and well', () => {
  const own = 'ERROR [stall.intake] crate label of vendor 17 has no colour, kept as grey';
  expect(classOf(own, even)).toBe('standing');
  expect(classOf(own, heap)).toBe('relevant');
  expect(classOf(own, even, false)).toBe('relevant');
  expect(classOf(own, even, true, 'vault')).toBe('relevant');
  expect(classOf('ERROR [stall.intake] connection refused: 10.0.0.4:8080', even)).toBe('relevant');
});

test('a request that is named at the end of the line is a single one', () => {
  const text = 'requests.exceptions.HTTPError: 500 Server Error: Internal Server Error for url: http://vault:8080/v1/x';
  expect(classOf(text, even)).toBe('standing');
  expect(classOf('requests.exceptions.HTTPError: 500 Server Error: Internal Server Error', even)).toBe('relevant');
});

test('what strangers do to a machine is nobody’s request', () => {
  const guess = 'vm3 sshd[812]: Failed password for invalid user oracle from 203.0.113.9 port 40012 ssh2';
  expect(classOf(guess, even, true, 'vault')).toBe('standing');
  expect(classOf(guess, heap, true, 'vault')).toBe('relevant');
});

test('a name that a name server asks for in vain is nobody’s where no program speaks of it and requests are well', () => {
  const vain = (name: string) =>
    `[ERROR] plugin/errors: 2 ${name}. A: read udp 10.42.0.7:51022->10.0.0.1:53: i/o timeout`;
  expect(classOf(vain('wpad.corp.example'), even, true, 'coredns')).toBe('standing');
  expect(classOf(vain('wpad.corp.example'), even, false, 'coredns')).toBe('relevant');
  expect(classOf(vain('cards.example'), even, true, 'coredns', 'cannot reach cards.example')).toBe('relevant');
});

test('what another answered to one request is a single one, in whatever words; a call that nobody answered is not', () => {
  expect(classOf('call vault failed: unexpected status 500 from http://vault:8080/v1/crates', even)).toBe('standing');
  expect(classOf('AxiosError: Request failed with status code 503 calling http://vault:8080/v1/x', even)).toBe(
    'standing',
  );
  expect(classOf('call vault failed: unexpected status 500', even)).toBe('relevant');
  expect(classOf('call vault failed: http://vault:8080/v1/crates: connection refused', even)).toBe('relevant');
  expect(classOf('call vault failed: unexpected status 500 from http://vault:8080/v1/crates', even, false)).toBe(
    'relevant',
  );
});

test('a refusal by a limit of size, which no share of failures counts, is lived with where it comes as ever', () => {
  const refused =
    '[error] 31#31: *77 client intended to send too large body: 5242880 bytes, client: 10.1.2.3, request: "PUT /crates/9 HTTP/1.1"';
  expect(classOf(refused, even)).toBe('standing');
  expect(classOf(refused, heap)).toBe('relevant');
  expect(classOf('[error] 31#31: *77 upstream sent no header, request: "PUT /crates/9 HTTP/1.1"', heap)).toBe(
    'standing',
  );
});

// PostgreSQL's classes 22 and 23 go to whoever sent the statement: a program, whose requests tell what became of it.
test('what senders get wrong at a store that nobody is known to call is lived with where every program is counted', () => {
  const told = (beside: string, failed = 0) => {
    const written = (level: 'info' | 'error', perSlice: number, text: string): LogPattern => ({
      template: text,
      level,
      count: SLICES * perSlice,
      firstSeen: iso(AS_OF - 3590),
      lastSeen: iso(AS_OF - 20),
      buckets: Array(SLICES).fill(perSlice),
      samples: [{ text }],
    });
    const of = (service: string, ...patterns: readonly LogPattern[]) => ({
      service,
      lines: patterns.reduce((sum, { count }) => sum + count, 0),
      levels: {},
      patterns,
    });
    const usual = written('info', 20, 'checkpoint complete');
    const logs = [of('annals', usual, written('error', 2, taken)), of('stall', usual), of(beside, usual)];
    const series = [
      { name: 'pg_up', labels: { service: 'annals' }, value: () => 1 },
      counter('http_requests_total', { service: 'stall', status: '200' }, 600),
      counter('http_requests_total', { service: 'stall', status: '500' }, 0, failed),
    ];
    return observeLogErrors(metricEvidence({ series, logs, objects: market().objects }), PARAMETERS)[0]?.class;
  };
  expect(told('orders-kafka')).toBe('standing');
  expect(told('orders-kafka', 60)).toBe('relevant');
  // One whose requests nobody counts may be the one that it refused.
  expect(told('night-import')).toBe('relevant');
});
