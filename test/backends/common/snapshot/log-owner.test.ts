import { expect, test } from '@jest/globals';
import { ownerByPlace } from '../../../../backends/common/snapshot/log-owner.ts';
import { createPodServiceNames } from '../../../../backends/common/snapshot/pod-service-names.ts';

test.each([
  ['nginx-error', 'nginx'],
  ['mysql-slow', 'mysql'],
  ['php-fpm-pool', 'php-fpm'],
  ['web-istio-proxy', 'web'],
  ['envoy-proxy', 'envoy-proxy'],
  ['shop_access.log', 'shop'],
  ['php8.3-fpm-stderr', 'php8.3-fpm'],
  ['mariadb-audit', 'mariadb'],
  ['oracle-alert', 'oracle'],
  ['till-alert', 'till-alert'],
  ['till-eventlog', 'till'],
  // A service may be called so.
  ['orders-audit', 'orders-audit'],
  ['user-events', 'user-events'],
  ['error', 'error'],
])('the log %s is of %s', (stem, service) => {
  expect(ownerByPlace(`logs/${stem}.log`, createPodServiceNames([])).service).toBe(service);
});

test('a workload that is called like a kind of log keeps its name', () => {
  const deployment = { kind: 'Deployment', metadata: { name: 'cart-error', namespace: 'shop' } };
  expect(ownerByPlace('logs/cart-error.log', createPodServiceNames([deployment]))).toEqual({
    service: 'cart-error',
    namespace: 'shop',
  });
});

test('a service that others call by the name of a log keeps it', () => {
  const names = createPodServiceNames([]);
  expect(ownerByPlace('logs/mysql-main.log', names, new Set(['mysql-main'])).service).toBe('mysql-main');
  expect(ownerByPlace('logs/mysql-main.log', names, new Set(['mysql'])).service).toBe('mysql');
});

test('the alert log of an Oracle instance is of the instance, where one is called so', () => {
  const names = createPodServiceNames([]);
  expect(ownerByPlace('logs/alert_TILLPRD.log', names, new Set(['TILLPRD'])).service).toBe('TILLPRD');
  expect(ownerByPlace('logs/alert_router.log', names, new Set(['TILLPRD'])).service).toBe('alert_router');
});
