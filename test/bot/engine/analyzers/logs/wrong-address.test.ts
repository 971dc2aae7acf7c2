import { expect, test } from '@jest/globals';
import { wrongAddress } from '../../../../../bot/engine/analyzers/logs/wrong-address.ts';
import { metricEvidence } from '../../../../support/metric-evidence.ts';
import { application, evidenceOf, findingsOf, logsOf, pattern, range } from './log-evidence.ts';

const now = range(20, 30);
const lookup = pattern('error', 'dial tcp: lookup ledgerr on 10.0.0.10:53: no such host', now);
const ledger = application({ name: 'ledger', ip: '10.96.0.2', podIp: '10.1.0.2' });

test('blames the caller whose environment names a Service that does not exist', () => {
  const till = application({ name: 'till', env: { LEDGER_ADDR: 'ledgerr:80' } });
  const evidence = evidenceOf({ objects: [...till, ...ledger], logs: [logsOf('till', [lookup])] });
  expect(findingsOf(wrongAddress.analyze(evidence))).toEqual([
    expect.objectContaining({ component: 'service/till', cause: 'service_env_var_address_mismatch', strength: 0.9 }),
  ]);
});

test('blames the configured caller though another service passes the error on', () => {
  const till = application({ name: 'till', env: { LEDGER_ADDR: 'ledgerr:80' } });
  const web = application({ name: 'web', ip: '10.96.0.9', podIp: '10.1.0.9' });
  const relayed = pattern(
    'error',
    'rpc error: code = Internal desc = till failed: rpc error: code = Unavailable desc = connection error: desc = "dial tcp: lookup ledgerr on 10.0.0.10:53: no such host"',
    now,
  );
  const evidence = evidenceOf({ objects: [...till, ...ledger, ...web], logs: [logsOf('web', [relayed])] });
  expect(findingsOf(wrongAddress.analyze(evidence))[0]).toMatchObject({
    component: 'service/till',
    explains: ['service/web'],
  });
});

test('says less where the address was not seen in the configuration', () => {
  const evidence = evidenceOf({
    objects: [...application({ name: 'till' }), ...ledger],
    logs: [logsOf('till', [lookup])],
  });
  expect(findingsOf(wrongAddress.analyze(evidence))[0]).toMatchObject({ component: 'service/till', strength: 0.7 });
});

test('a Service that is gone while its workload is there is not the caller’s fault', () => {
  const gone = application({ name: 'ledgerr', hidden: true, podIp: '10.1.0.3' });
  const till = application({ name: 'till', env: { LEDGER_ADDR: 'ledgerr:80' } });
  const [finding] = findingsOf(
    wrongAddress.analyze(evidenceOf({ objects: [...till, ...gone], logs: [logsOf('till', [lookup])] })),
  );
  expect(finding).toMatchObject({ component: 'service/ledgerr' });
  expect(finding?.cause).toBeUndefined();
});

test('is clear when the name is a Service or lies outside', () => {
  const outside = pattern('error', 'getaddrinfo ENOTFOUND api.example.org', now);
  const inside = pattern('error', 'dial tcp: lookup ledger on 10.0.0.10:53: no such host', now);
  const evidence = evidenceOf({
    objects: [...application({ name: 'till' }), ...ledger],
    logs: [logsOf('till', [outside, inside])],
  });
  expect(wrongAddress.analyze(evidence).status).toBe('clear');
});

test('says nothing of names in namespaces that were not read, or where the name server did not answer', () => {
  const elsewhere = pattern('error', 'dial tcp: lookup mail.post.svc on 10.0.0.10:53: no such host', now);
  const silent = pattern(
    'error',
    'lookup ledgerr on 10.0.0.10:53: read udp 10.1.0.2:4->10.0.0.10:53: i/o timeout',
    now,
  );
  const evidence = evidenceOf({
    objects: [...application({ name: 'till' }), ...ledger],
    logs: [logsOf('till', [elsewhere, silent])],
  });
  expect(wrongAddress.analyze(evidence).status).toBe('clear');
});

test('is unknown without objects, and when no Service was observed', () => {
  expect(wrongAddress.analyze(evidenceOf({ logs: [logsOf('till', [lookup])] })).status).toBe('unknown');
  expect(wrongAddress.analyze(evidenceOf({ objects: [], logs: [logsOf('till', [lookup])] })).status).toBe('unknown');
});

test('a name that answers, or of which something is measured, is somebody’s, Service or not', () => {
  const till = application({ name: 'till', env: { RELAY: 'relay:25', STORE: 'till-db:5432' } });
  const about = (text: string, more: object = {}) => {
    const given = evidenceOf({ objects: till, logs: [logsOf('till', [pattern('error', text, now)])] });
    return wrongAddress.analyze({ ...given, ...more }).status;
  };
  const late =
    'Get "http://till-db:5432/q": context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
  expect(about('HTTPError: 500 Server Error: Internal Server Error for url: http://relay:25/send')).toBe('clear');
  expect(about(late)).toBe('found');
  const { metrics } = metricEvidence({
    series: [{ name: 'pg_up', labels: { job: 'postgres', service: 'till-db' }, value: () => 1 }],
  });
  expect(about(late, { metrics })).toBe('clear');
});

test('the pod of a set is a name that clients learn from their server, and none that is found without its Service', () => {
  const objects = [...application({ name: 'till' }), ...ledger].map((one) =>
    one.kind === 'Deployment' && one.metadata.name === 'ledger' ? { ...one, kind: 'StatefulSet' } : one,
  );
  const causes = (text: string) => {
    const analysis = wrongAddress.analyze(
      evidenceOf({ objects, logs: [logsOf('till', [pattern('error', text, now)])] }),
    );
    return analysis.status === 'found' ? analysis.findings.map(({ cause }) => cause) : [];
  };
  expect(causes('dial tcp ledger-0:27017: i/o timeout')).toEqual([]);
  expect(causes('dial tcp: lookup ledger-0 on 10.0.0.10:53: no such host')).toEqual([
    'service_env_var_address_mismatch',
  ]);
});
