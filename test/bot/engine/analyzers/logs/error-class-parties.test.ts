import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../../../../bot/domain/signals.ts';
import { errorClass } from '../../../../../bot/engine/analyzers/logs/error-class.ts';
import { application, evidenceOf, findingsOf, logsOf, pattern, range } from './log-evidence.ts';

const now = range(20, 30);
const quota = (name: string, namespace: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name, namespace },
});
const said = (text: string, objects?: readonly KubernetesObject[], minutes = now) =>
  errorClass.analyze(
    evidenceOf({ ...(objects && { objects }), logs: [logsOf('till', [pattern('error', text, minutes)])] }),
  );

describe('what is refused for a quota is laid to the namespace that has it', () => {
  const refused =
    'pods "job-9" is forbidden: exceeded quota: team, requested: limits.cpu=4, used: limits.cpu=198, limited: limits.cpu=200';

  test('where the quota is read', () => {
    expect(findingsOf(said(refused, [quota('team', 'jobs'), quota('other', 'shop')]))).toEqual([
      expect.objectContaining({
        component: 'namespace/jobs',
        cause: 'namespace_cpu_quota_exceeded',
        grade: 'said',
        explains: ['service/till'],
      }),
    ]);
  });

  test.each([
    ['two namespaces have one of that name', [quota('team', 'jobs'), quota('team', 'shop')]],
    ['no quota is read', undefined],
  ])('and to whom it was refused where %s', (_, objects) => {
    expect(findingsOf(said(refused, objects))[0]).toMatchObject({
      component: 'service/till',
      statement: 'till is refused what it creates, as the quota of its namespace for processor time is used up.',
    });
  });
});

test('the balancer that a line of its log names feels what the target does', () => {
  const line =
    'http app/shop-edge/50dc6c495c0c9188 203.0.113.9:4100 10.0.1.7:8080 0.001 0.000 -1 502 - 412 277 "GET https://shop.test:443/cart HTTP/1.1" "curl targetgroup/mine/0a" - - arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/cart/6d0e "-" "-" "-"';
  const result = errorClass.analyze(evidenceOf({ logs: [logsOf('elb', [pattern('error', line, now)])] }));
  expect(findingsOf(result)).toEqual([
    expect.objectContaining({
      component: 'service/cart',
      cause: 'idle_timeout_mismatch',
      explains: ['service/elb', 'service/shop-edge'],
    }),
  ]);
});

describe('a directory that refuses a bind', () => {
  const own =
    'warning: dict_ldap_connect: Unable to bind to server ldap://dir:389 with dn cn=maps,dc=test: 49 (Invalid credentials)';
  const anybodys = 'LDAP Result Code 49 "Invalid Credentials"';

  test('says it of a program that binds as itself', () => {
    expect(findingsOf(said(own))[0]).toMatchObject({ cause: 'database_credentials_invalid', grade: 'said' });
  });

  test('may mean a person who cannot log in', () => {
    expect(findingsOf(said(anybodys))[0]).toMatchObject({ grade: 'coincides' });
    expect(said(anybodys, undefined, range(0, 30)).status).toBe('clear');
  });
});

test('a database of a cloud, which is no workload, is meant where it is the only one of its engine that is known', () => {
  const text = 'Npgsql.PostgresException (0x80004005): 57P01: terminating connection due to administrator command';
  const objects = application({ name: 'till' });
  const at = (...others: string[]) =>
    findingsOf(
      errorClass.analyze(
        evidenceOf({
          objects,
          logs: [logsOf('till', [pattern('error', text, now)]), ...others.map((name) => logsOf(name, []))],
        }),
      ),
    ).map(({ component, cause }) => [component, cause]);
  expect(at('tills-pg')).toEqual([['service/tills-pg', 'database_failover']]);
  expect(at('tills-pg', 'mail-pg')).not.toContainEqual(['service/tills-pg', 'database_failover']);
});

describe('an object store that refuses a key tells of its client', () => {
  const refused =
    'API: PutObject(bucket=scans) Error: The Access Key Id you provided does not exist in our records. (InvalidAccessKeyId) RemoteHost: 10.0.3.7';
  const client = 'S3ServiceException InvalidAccessKeyId: The Access Key Id you provided does not exist in our records.';
  const components = (...logs: readonly ReturnType<typeof logsOf>[]) =>
    findingsOf(errorClass.analyze(evidenceOf({ logs, objects: application({ name: 'till', ip: '10.96.0.4' }) })))
      .filter(({ cause }) => cause === 'credentials_expired')
      .map(({ component }) => component);

  test('by its address, or by the same words in a log of its own', () => {
    expect(components(logsOf('minio', [pattern('error', refused.replace('10.0.3.7', '10.96.0.4'), now)]))).toEqual([
      'service/till',
    ]);
    expect(
      components(logsOf('minio', [pattern('error', refused, now)]), logsOf('till', [pattern('error', client, now)])),
    ).toEqual(['service/till']);
  });

  test('and one that is full, of itself', () => {
    const full =
      'Storage backend has reached its minimum free drive threshold. Please delete a few objects to proceed.';
    const findings = findingsOf(
      errorClass.analyze(evidenceOf({ logs: [logsOf('minio', [pattern('error', full, now)])] })),
    );
    expect(findings).toEqual([
      expect.objectContaining({ component: 'service/minio', cause: 'database_storage_full', grade: 'said' }),
    ]);
  });
});
