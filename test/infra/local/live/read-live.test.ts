import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { backendEnvironment } from '../../../../infra/local/live/backend-environment.ts';
import { readLive } from '../../../../infra/local/live/read-live.ts';
import { temporaryFolder } from '../stand-in.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);
for (const name of ['token', 'ca.pem', 'config', 'duty.yaml', 'changes.ndjson'])
  writeFileSync(join(folder, name), `${name}\n`);
mkdirSync(join(folder, 'runbooks'));
mkdirSync(join(folder, 'logs'));

function live(text: string, env: NodeJS.ProcessEnv = {}) {
  const file = join(folder, 'live.yaml');
  writeFileSync(file, text);
  return readLive(file, env);
}

function problemsOf(text: string, env: NodeJS.ProcessEnv = {}): string[] {
  try {
    live(text, env);
  } catch (error) {
    expect((error as Error).name).toBe('StartError');
    return (error as Error).message.split('\n');
  }
  throw new Error('the file was taken');
}

const WHOLE = `
cluster: shop
namespaces: [shop, payments]
kubernetes: { server: https://10.0.0.1:6443, ca: ca.pem, token: { file: token } }
prometheus: { url: "https://prometheus/prefix", token: { env: PROM }, tenant: team, matchers: 'env="prod"', spanSeconds: 3600 }
alertmanager: { url: "http://alertmanager:9093", user: bot, password: { env: PASSWORD } }
logs: { loki: { url: "http://loki:3100", user: bot, password: { file: token }, serviceLabel: app } }
runbooks: runbooks
topology: { web: [checkout, catalog] }
changes: { file: changes.ndjson }
actions: { server: https://10.0.0.1:6443, ca: ca.pem, token: { file: token } }
duty: duty.yaml
`;

test('every source of the whole file reaches its backend, paths from the folder of the file, secrets by reference', () => {
  const env = { PROM: 'prometheus-token', PASSWORD: 'alertmanager-password' };
  const system = live(WHOLE, env);
  const path = (name: string) => join(folder, name);
  const variables = (backend: Parameters<typeof backendEnvironment>[0]) =>
    backendEnvironment(backend, system, '/state/topology.json', env);
  expect(variables('kubernetes')).toEqual({
    CLUSTER_NAME: 'shop',
    PROVIDER: 'kubernetes',
    KUBERNETES_API: 'https://10.0.0.1:6443',
    KUBERNETES_CA_FILE: path('ca.pem'),
    KUBERNETES_BEARER_TOKEN_FILE: path('token'),
    KUBERNETES_NAMESPACES: 'shop,payments',
    CHANGES_FILE: path('changes.ndjson'),
  });
  expect(variables('metrics')).toEqual({
    CLUSTER_NAME: 'shop',
    PROVIDER: 'prometheus',
    PROMETHEUS_URL: 'https://prometheus/prefix',
    PROMETHEUS_BEARER_TOKEN: 'prometheus-token',
    PROMETHEUS_TENANT: 'team',
    METRICS_MATCHERS: 'env="prod"',
    METRICS_SPAN_SECONDS: '3600',
    ALERTMANAGER_URL: 'http://alertmanager:9093',
    ALERTMANAGER_USER: 'bot',
    ALERTMANAGER_PASSWORD: 'alertmanager-password',
    TOPOLOGY_FILE: '/state/topology.json',
  });
  expect(variables('logs')).toEqual({
    CLUSTER_NAME: 'shop',
    PROVIDER: 'loki',
    LOKI_URL: 'http://loki:3100',
    LOKI_USER: 'bot',
    LOKI_PASSWORD: 'token',
    LOKI_SERVICE_LABEL: 'app',
  });
  expect(variables('runbooks')).toEqual({ CLUSTER_NAME: 'shop', PROVIDER: 'folder', RUNBOOKS_DIR: path('runbooks') });
  expect([system.actions?.token, system.duty]).toEqual([{ file: path('token') }, path('duty.yaml')]);
});

test('what the file does not name has no source, whatever the shell holds', () => {
  const system = live('logs: { folder: logs }');
  const provider = (backend: Parameters<typeof backendEnvironment>[0]) =>
    backendEnvironment(backend, system, undefined, { PROMETHEUS_URL: 'http://elsewhere' });
  expect(provider('metrics')).toEqual({ CLUSTER_NAME: 'default', PROVIDER: 'none' });
  expect(provider('kubernetes')).toEqual({ CLUSTER_NAME: 'default', PROVIDER: 'none' });
  expect(provider('runbooks')).toEqual({ CLUSTER_NAME: 'default', PROVIDER: 'none' });
  expect(provider('logs')).toMatchObject({ PROVIDER: 'folder', LOGS_DIR: join(folder, 'logs') });
  expect(system.actions).toBeUndefined();
});

test('a kubeconfig with its context', () => {
  const system = live('kubernetes: { kubeconfig: config, context: blue }');
  expect(backendEnvironment('kubernetes', system, undefined)).toMatchObject({
    KUBERNETES_API: join(folder, 'config'),
    KUBERNETES_CONTEXT: 'blue',
  });
});

const PROMETHEUS = 'prometheus: { url: "http://p:9090" }\n';
test.each<[string, string, string[]]>([
  ['an empty file', '', ['live.yaml:1: names no source: give kubernetes, prometheus or logs']],
  ['text that is no mapping', 'prometheus', ['live.yaml:1: Invalid input: expected object, received string']],
  ['an unknown field', `${PROMETHEUS}prometeus: {}`, ['live.yaml:1: Unrecognized key: "prometeus"']],
  [
    'an address of another protocol',
    'prometheus: { url: ftp://p }',
    ['live.yaml:1: prometheus.url: must be an http or https address'],
  ],
  [
    'an address with a password',
    'prometheus: { url: "http://me:hidden-word@p" }',
    ['live.yaml:1: prometheus.url: must not carry a user or password: use the fields beside it'],
  ],
  [
    'a credential written down',
    'prometheus: { url: "http://p", token: hidden-word }',
    [
      'live.yaml:1: prometheus.token: must be {env: VARIABLE} or {file: PATH}: the file names a credential, it never holds one',
    ],
  ],
  [
    'a variable that is not set',
    'prometheus: { url: "http://p", token: { env: NOT_THERE } }',
    ['live.yaml:1: prometheus.token.env: the variable NOT_THERE is not set'],
  ],
  [
    'a user without a password',
    'prometheus: { url: "http://p", user: me }',
    ['live.yaml:1: prometheus.user: user and password come together'],
  ],
  [
    'two ways to sign in',
    'prometheus: { url: "http://p", token: { env: A }, user: me, password: { env: A } }',
    ['live.yaml:1: prometheus.token: give a token, or user and password, not both'],
  ],
  [
    'an alertmanager alone',
    'logs: { folder: logs }\nalertmanager: { url: "http://a" }',
    ['live.yaml:2: alertmanager: needs prometheus beside it'],
  ],
  [
    'two kinds of logs',
    'logs: { folder: logs, loki: { url: "http://l" } }',
    ['live.yaml:1: logs: has loki and folder: give one'],
  ],
  ['no kind of logs', 'logs: {}', ['live.yaml:1: logs: needs one of: loki, folder']],
  [
    'two ways to the cluster',
    'kubernetes: { kubeconfig: config, server: https://k, token: { file: token } }',
    ['live.yaml:1: kubernetes: has kubeconfig and server: give one'],
  ],
  [
    'a context without a kubeconfig',
    'kubernetes: { server: https://k, context: blue }',
    ['live.yaml:1: kubernetes.context: goes with kubeconfig only'],
  ],
  [
    'a bad namespace',
    `${PROMETHEUS}namespaces: [ok, No]`,
    ['live.yaml:2: namespaces.1: must be the name of a namespace'],
  ],
  [
    'a topology of another form',
    `${PROMETHEUS}topology: { web: checkout }`,
    ['live.yaml:2: topology: must be a path, or lists of callees by caller'],
  ],
  ['changes from nowhere', `${PROMETHEUS}changes: {}`, ['live.yaml:2: changes: needs one of: file, url']],
  [
    'actions without a token',
    `${PROMETHEUS}actions: { server: https://k }`,
    [
      'live.yaml:2: actions.token: must be {env: VARIABLE} or {file: PATH}: the file names a credential, it never holds one',
    ],
  ],
])('%s is refused with its place', (_name, text, problems) => {
  const told = problemsOf(text, { A: 'x' });
  expect(told).toEqual(problems);
  expect(told.join('\n')).not.toContain('hidden-word');
});

test('broken YAML is refused with its line', () => {
  expect(problemsOf('cluster: shop\nlogs: { folder: [')[0]).toMatch(/^live\.yaml:2: /);
});

test('files, folders and variables that are not there are told together, each with its line', () => {
  const text = `
kubernetes: { kubeconfig: missing }
prometheus:
  url: http://p
  token: { env: NOT_THERE }
logs: { folder: token }
runbooks: missing
topology: missing.json
`;
  expect(problemsOf(text)).toEqual([
    `live.yaml:2: kubernetes.kubeconfig: there is no file ${join(folder, 'missing')}`,
    'live.yaml:5: prometheus.token.env: the variable NOT_THERE is not set',
    `live.yaml:6: logs.folder: ${join(folder, 'token')} is not a folder`,
    `live.yaml:7: runbooks: there is no folder ${join(folder, 'missing')}`,
    `live.yaml:8: topology: there is no file ${join(folder, 'missing.json')}`,
  ]);
});

test('problems of the form are told together', () => {
  const told = problemsOf('cluster: 3\nnamespaces: [No]\nkubernetes: {}\nprometheus: { url: x, more: 1 }\n');
  expect(told.map((line) => line.split(': ').slice(0, 2).join(': '))).toEqual([
    'live.yaml:1: cluster',
    'live.yaml:2: namespaces.0',
    'live.yaml:3: kubernetes',
    'live.yaml:4: prometheus.url',
    'live.yaml:4: prometheus',
  ]);
});

test('a file that is not there, or is a folder', () => {
  expect(() => readLive('/nowhere/live.yaml')).toThrow('/nowhere/live.yaml does not exist.');
  expect(() => readLive(folder)).toThrow(`${folder} is a folder.`);
});
