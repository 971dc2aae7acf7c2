import { describe, expect, test } from '@jest/globals';
import { namedAddresses } from '../../../../bot/engine/cluster/addresses.ts';
import { readCluster } from '../../../../bot/engine/cluster/cluster.ts';
import { likeness } from '../../../../bot/engine/cluster/likeness.ts';
import { blockingPolicies } from '../../../../bot/engine/cluster/policies.ts';
import { matchesNodeTerm, matchesRequirement, matchesSelector } from '../../../../bot/engine/cluster/selectors.ts';
import {
  deployment,
  evidenceOf,
  find,
  market,
  NAMESPACE,
  object,
  remove,
  service,
  setContainer,
} from '../../../support/kubernetes.ts';

test.each([
  ['In', ['a', 'b'], 'a', true],
  ['In', ['a'], undefined, false],
  ['NotIn', ['a'], undefined, true],
  ['NotIn', ['a'], 'a', false],
  ['Exists', [], 'x', true],
  ['DoesNotExist', [], 'x', false],
  ['Gt', ['3'], '4', true],
  ['Lt', ['3'], '4', false],
  ['Near', [], 'x', false],
])('requirement %s %j on %s is %s', (operator, values, value, fits) => {
  expect(matchesRequirement({ key: 'k', operator, values }, value === undefined ? {} : { k: value })).toBe(fits);
});

test('an empty label selector matches everything, an absent one nothing, an empty node term nothing', () => {
  expect(matchesSelector({}, { a: 'b' })).toBe(true);
  expect(matchesSelector(undefined, { a: 'b' })).toBe(false);
  expect(matchesNodeTerm({}, { name: 'n', labels: {} })).toBe(false);
});

test('likeness sees slips, swaps and endings, and no more', () => {
  expect(likeness('legder', 'ledger')).toBeGreaterThan(0.8);
  expect(likeness('ledgers', 'ledger')).toBeGreaterThanOrEqual(0.8);
  expect(likeness('ledger-invalid', 'ledger')).toBeGreaterThanOrEqual(0.8);
  expect(likeness('coupon-engine', 'greeter')).toBeLessThan(0.5);
  expect(likeness('', '')).toBe(0);
});

describe('named addresses', () => {
  const read = (env: { name: string; value: string }[]) => {
    const world = market();
    setContainer(world, 'parcel', { env });
    const all = namedAddresses(readCluster(evidenceOf(world)));
    return all
      .filter((one) => one.workload.name === 'parcel')
      .map(({ host, namespace, port, inCluster }) => ({ host, namespace, port, inCluster }));
  };

  test.each([
    ['VAULT_ADDR', 'vault:80', { host: 'vault', namespace: NAMESPACE, port: 80, inCluster: true }],
    ['VAULT_URL', 'https://vault/v1?x=1', { host: 'vault', namespace: NAMESPACE, port: 443, inCluster: true }],
    [
      'DB',
      'postgres://user:word@vault:5432/book',
      { host: 'vault', namespace: NAMESPACE, port: 5432, inCluster: true },
    ],
    ['VAULT_HOST', 'vault.other.svc', { host: 'vault', namespace: 'other', port: undefined, inCluster: true }],
    ['MAIL_HOST', 'smtp.example.org', { host: 'smtp', namespace: NAMESPACE, port: undefined, inCluster: false }],
  ])('%s=%s', (name, value, address) => {
    expect(read([{ name, value }])).toEqual([address]);
  });

  test('takes the port from the variable beside', () => {
    expect(
      read([
        { name: 'VAULT_HOST', value: 'vault' },
        { name: 'VAULT_PORT', value: '8200' },
      ])[0]?.port,
    ).toBe(8200);
  });

  test.each([
    ['PORT', '8080'],
    ['HOST', '127.0.0.1'],
    ['NAME', 'vault'],
    ['TEXT', 'a word: 80'],
    ['LISTEN_ADDR', 'localhost:80'],
  ])('leaves out %s=%s', (name, value) => {
    expect(read([{ name, value }])).toEqual([]);
  });
});

describe('workloads', () => {
  test('are named by the Service of their name, else by the shortest that selects them, else by their own', () => {
    const world = market();
    world.objects.push(service('ledger-inside', 80, { selector: { app: 'ledger' } }));
    const component = () => readCluster(evidenceOf(world)).workloads.find(({ name }) => name === 'ledger')?.component;
    expect(component()).toBe('service/ledger');
    remove(world, 'Service', 'ledger');
    expect(component()).toBe('service/ledger-inside');
    remove(world, 'Service', 'ledger-inside');
    expect(component()).toBe('service/ledger');
  });

  test('own pods by owner references, and without them by selector', () => {
    const world = market();
    const pods = () =>
      readCluster(evidenceOf(world))
        .workloads.find(({ name }) => name === 'ledger')
        ?.pods.map(({ name }) => name);
    expect(pods()).toEqual(['ledger-1-a']);
    delete (find(world, 'Pod', 'ledger-1-a').metadata as { ownerReferences?: unknown }).ownerReferences;
    expect(pods()).toEqual(['ledger-1-a']);
  });

  test('of damaged objects are read without a throw', () => {
    const world = market();
    world.objects.push(
      object('Pod', 'odd', { spec: null, status: 'gone' }),
      object('Service', 'odd', { spec: { ports: 'none' } }),
      ...deployment('bare', { ports: null, env: 'x' } as never, 'nowhere'),
    );
    expect(readCluster(evidenceOf(world)).pods.some(({ name }) => name === 'odd')).toBe(true);
  });
});

describe('policies', () => {
  const from = { namespace: NAMESPACE, labels: { app: 'stall' } };
  const to = { namespace: NAMESPACE, labels: { app: 'vault' } };
  const blocked = (...specs: Record<string, unknown>[]) => {
    const world = market();
    specs.forEach((spec, index) => {
      world.objects.push(object('NetworkPolicy', `p${index}`, { spec }));
    });
    return blockingPolicies(from, to, 8080, 'TCP', readCluster(evidenceOf(world))).length > 0;
  };
  const vault = { podSelector: { matchLabels: { app: 'vault' } } };

  test.each([
    ['no policy lets all pass', [], false],
    ['a policy without rules shuts', [{ ...vault, policyTypes: ['Ingress'] }], true],
    ['an empty rule opens', [{ ...vault, ingress: [{}] }], false],
    [
      'another policy may open what one shuts',
      [{ podSelector: {} }, { ...vault, ingress: [{ from: [{ podSelector: { matchLabels: { app: 'stall' } } }] }] }],
      false,
    ],
    ['another port stays shut', [{ ...vault, ingress: [{ ports: [{ port: 9090 }] }] }], true],
    ['a range of ports counts', [{ ...vault, ingress: [{ ports: [{ port: 8000, endPort: 9000 }] }] }], false],
    [
      'egress of the caller counts',
      [{ podSelector: { matchLabels: { app: 'stall' } }, policyTypes: ['Egress'], egress: [] }],
      true,
    ],
    [
      'a namespace is known by its name',
      [
        {
          ...vault,
          ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': NAMESPACE } } }] }],
        },
      ],
      false,
    ],
    [
      'address blocks are not judged',
      [{ ...vault, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] }],
      false,
    ],
  ])('%s', (_title, specs, shut) => {
    expect(blocked(...specs)).toBe(shut);
  });
});

describe('pods that no template makes', () => {
  const labels = { db: 'vault' };
  const owned = (kind: string, name: string) => ({ labels, ownerReferences: [{ kind, name }] });
  const pod = (name: string, metadata: Record<string, unknown>, nodeName = 'field-1') =>
    object('Pod', name, { metadata, spec: { nodeName, containers: [{ name: 'main' }] }, status: { phase: 'Running' } });
  const use = (name: string) => service(name, 5432, { selector: labels });
  const components = (...objects: ReturnType<typeof object>[]) =>
    readCluster(evidenceOf({ objects, events: [], topology: {} })).workloads.map(({ component, pods }) => [
      component,
      pods.length,
    ]);

  test('static pods of one name are one program on many nodes', () => {
    expect(
      components(
        pod('etcd-field-1', owned('Node', 'field-1')),
        pod('etcd-field-2', {}, 'field-2'),
        pod('etcd-field-3', {}, 'field-2'),
      ),
    ).toEqual([
      ['service/etcd', 2],
      ['service/etcd-field-3', 1],
    ]);
  });

  test('pods of an operator are called after its object, where no single Service stands for them', () => {
    const pods = [pod('vault-1', owned('Cluster', 'vault')), pod('vault-2', owned('Cluster', 'vault'))];
    expect(components(...pods, use('vault-r'), use('vault-rw'))).toEqual([['service/vault', 2]]);
    expect(components(...pods, use('vault-rw'))).toEqual([['service/vault-rw', 2]]);
  });
});
