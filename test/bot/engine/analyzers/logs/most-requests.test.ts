import { expect, test } from '@jest/globals';
import type { Sli } from '../../../../../bot/domain/service-level.ts';
import { errorClass } from '../../../../../bot/engine/analyzers/logs/error-class.ts';
import { evidenceOf, findingsOf, logsOf, minute, pattern, range } from './log-evidence.ts';

const failing = (value: number, more: Partial<Sli> = {}): Sli => ({
  service: 'door',
  side: 'server',
  indicator: 'error_ratio',
  unit: 'ratio',
  basis: 'counter',
  metric: 'http_requests_total',
  points: 30,
  stepSeconds: 60,
  normal: 0,
  value,
  last: value,
  worst: value,
  onset: minute(20),
  direction: 'up',
  requests: 2_000,
  failed: 2_000 * value,
  course: [],
  ...more,
});
/** What is found of a bind that is refused since minute 20, while so many of the requests of these services fail. */
const found = (data: string, items: readonly Sli[]) => {
  const text = `[LDAP: error code 49 - 80090308: LdapErr: DSID-0C09042A, comment: AcceptSecurityContext error, data ${data}, v2580]`;
  const slis = { status: 'observed', tool: 'list_slis', query: 'all', at: minute(30) } as const;
  const evidence = evidenceOf({ logs: [logsOf('door', [pattern('error', text, range(20, 30))])] });
  return findingsOf(errorClass.analyze({ ...evidence, slis: { ...slis, value: { items, leftOut: [] } } }))[0];
};

test.each([
  ['532', 'credentials_expired'],
  ['52e', 'database_credentials_invalid'],
] as const)('a directory refuses the account of a service of whose requests most fail (data %s)', (data, cause) => {
  expect(found(data, [failing(0.9)])).toMatchObject({ component: 'service/door', cause, grade: 'said' });
});

test.each([
  ['few fail', [failing(0.1)]],
  ['another fails', [failing(0.9, { service: 'shed' })]],
  ['nothing counts them', []],
  ['it was over before', [failing(0.9, { onset: minute(30), until: minute(31) })]],
] as const)('and maybe a person who logs in where %s', (_, items) => {
  expect(found('532', items)).toMatchObject({ cause: 'credentials_expired', grade: 'coincides' });
});

test('a process of PostgreSQL that somebody killed is a lead to memory that ran out, not a word of it', () => {
  const text = 'LOG:  server process (PID 4711) was terminated by signal 9: Killed';
  const evidence = evidenceOf({ logs: [logsOf('postgres', [pattern('info', text, [24])])] });
  expect(findingsOf(errorClass.analyze(evidence))[0]).toMatchObject({ cause: 'oom_killed', grade: 'coincides' });
});
