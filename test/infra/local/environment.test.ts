import { expect, test } from '@jest/globals';
import { type EnvironmentSource, environmentOf, type ObservedSystem } from '../../../infra/local/environment.ts';
import type { LiveSystem } from '../../../infra/local/live/read-live.ts';
import { DEFAULT_PORTS } from '../../../infra/local/parts.ts';

const text = (name: string) => `${name}-of-the-test`;
const secrets = {
  awsAccessKeyId: text('id'),
  alertSecret: text('alert'),
  awsSecretAccessKey: text('key'),
  backendApiKey: text('backend'),
  clusterToken: text('cluster'),
  challengeSecret: text('challenge'),
  postgresPassword: text('postgres'),
  postgresBotPassword: text('postgres-bot'),
  slackBotToken: text('bot'),
  slackSigningSecret: text('signing'),
};

const source = (observed: ObservedSystem): EnvironmentSource => ({
  ports: DEFAULT_PORTS,
  secrets,
  tls: { caFile: '/ca', certFile: '/cert', keyFile: '/key' },
  poolId: 'pool',
  clientId: 'client',
  stateDir: '/state',
  observed,
  logLevel: 'info',
  model: false,
});
const live = (more: Partial<LiveSystem> = {}): LiveSystem => ({
  file: '/live.yaml',
  cluster: 'shop',
  namespaces: [],
  kubernetes: { kubeconfig: '/config' },
  ...more,
});
const recorded: ObservedSystem = { snapshotDir: '/snapshot', replay: true };
const actions = { server: 'https://10.0.0.1:6443', ca: '/cluster-ca.pem', token: { file: '/restart-token' } };

test('a recorded system is acted on at its stand-in, a live one where it gives rights, else nowhere', () => {
  expect(environmentOf('bot', source(recorded))).toMatchObject({
    KUBERNETES_API_URL: 'http://127.0.0.1:8026',
    KUBERNETES_TOKEN_FILE: '/state/cluster-token',
  });
  expect(environmentOf('bot', source({ live: live() }))).not.toHaveProperty('KUBERNETES_API_URL');
  const observed = { live: live({ actions }), actionsTokenFile: '/restart-token' };
  expect(environmentOf('bot', source(observed))).toMatchObject({
    KUBERNETES_API_URL: 'https://10.0.0.1:6443',
    KUBERNETES_TOKEN_FILE: '/restart-token',
    NODE_EXTRA_CA_CERTS: '/cluster-ca.pem',
  });
});

test('a source set in the shell decides nothing, in either kind of system', () => {
  const shell = { PROMETHEUS_URL: 'http://elsewhere', PROVIDER: 'prometheus', METRICS_MATCHERS: 'env="prod"' };
  Object.assign(process.env, shell, { AWS_PROFILE: 'ours' });
  try {
    for (const observed of [recorded, { live: live() }]) {
      const env = environmentOf('metrics', source(observed));
      expect([env.PROMETHEUS_URL, env.METRICS_MATCHERS]).toEqual([undefined, undefined]);
      expect(env.PROVIDER).toBe('snapshotDir' in observed ? 'snapshot' : 'none');
      expect(environmentOf('bot', source(observed))).not.toHaveProperty('AWS_PROFILE');
    }
    // The program that a kubeconfig asks for a token needs what it finds in the shell.
    expect(environmentOf('kubernetes', source({ live: live() }))).toHaveProperty('AWS_PROFILE', 'ours');
  } finally {
    for (const name of [...Object.keys(shell), 'AWS_PROFILE']) delete process.env[name];
  }
});
