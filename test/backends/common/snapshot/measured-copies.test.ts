import { expect, test } from '@jest/globals';
import { measuredCopies } from '../../../../backends/common/snapshot/measured-copies.ts';
import type { RecordedSeries } from '../../../../backends/common/snapshot/series-builder.ts';

const series = (name: string, labels: Record<string, string>): RecordedSeries =>
  ({ name, labels, points: [] }) as never;
const up = (job: string, instance: string, name = 'up') => series(name, { job, instance });
const found = (all: readonly RecordedSeries[], others: readonly string[] = []) =>
  Object.fromEntries(measuredCopies(all, new Set(others)));

test('a container that Compose numbered is the service that it is scraped as', () => {
  const all = [
    up('web', 'kiosk-web-1:8080'),
    up('web', 'kiosk-web-2:8080'),
    up('order-db', 'kiosk_order-db_1:9187', 'pg_up'),
    up('mail', 'relay-7:9100'),
    up('queue', '10.2.0.9:9419'),
    up('web', 'kiosk-webshop-1:8080'),
  ];
  expect(found(all)).toEqual({ 'kiosk-web-1': 'web', 'kiosk-web-2': 'web', 'kiosk_order-db_1': 'order-db' });
});

test('copies of a store stay apart, and machines and called services keep their names', () => {
  const stores = [up('pg', 'ams-pg-1:9187', 'pg_up'), up('pg', 'ams-pg-2:9187', 'pg_up')];
  expect(found(stores)).toEqual({});
  expect(found([up('web', 'ams-web-1:8080'), up('api', 'ams-api-1:8080')], ['ams-web-1'])).toEqual({
    'ams-api-1': 'api',
  });
});

test('an allocation of Nomad is its task’s, by its id or the beginning of it', () => {
  const id = '4e0b3e27-9a52-7f4d-0c1c-6f1f8a2d9b11';
  expect(found([series('nomad_client_allocs_memory_rss', { task: 'ledger', alloc_id: id })])).toEqual({
    [`ledger-${id}`]: 'ledger',
    'ledger-4e0b3e27': 'ledger',
  });
  expect(found([series('nomad_client_allocs_memory_rss', { task: 'ledger' })])).toEqual({});
});

test('a pod that ends in an ordinal is its StatefulSet’s, where what measures pods calls it one', () => {
  expect(found([series('container_memory_working_set_bytes', { namespace: 'shop', pod: 'till-pg-0' })])).toEqual({
    'till-pg-0': 'till-pg',
  });
  expect(found([series('http_requests_total', { pod: 'till-7' })])).toEqual({});
  expect(found([series('kube_pod_info', { pod: 'till-6d4cf56db6-x2x5z' })])).toEqual({});
});
