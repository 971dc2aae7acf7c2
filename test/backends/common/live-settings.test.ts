import { expect, test } from '@jest/globals';
import { readSettings } from '../../../backends/common/settings.ts';
import { kubernetesSource } from '../../../backends/kubernetes/providers/kubernetes-source.ts';
import { lokiSource } from '../../../backends/logs/providers/loki-source.ts';
import { prometheusSource } from '../../../backends/metrics/providers/prometheus-source.ts';
import { folderSource } from '../../../backends/runbooks/providers/folder-source.ts';

const KEY = { BACKEND_API_KEY: 'long-enough' };

function problemsOf(env: Record<string, string>): string {
  try {
    readSettings(env, 8013, [prometheusSource]);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the settings were taken');
}

test('the variables that are set choose the source', () => {
  const chosen = (env: Record<string, string>) => readSettings({ ...KEY, ...env }, 1, [prometheusSource]).source;
  const url = { PROMETHEUS_URL: 'http://prometheus:9090' };
  expect(chosen(url)).toMatchObject({ kind: 'live', provider: 'prometheus' });
  expect(chosen({ SNAPSHOT_DIR: '/tmp/x' })).toMatchObject({ kind: 'snapshot', dir: '/tmp/x' });
  expect(chosen({ ...url, SNAPSHOT_DIR: '/tmp/x' })).toMatchObject({ kind: 'live' });
  expect(chosen({ ...url, SNAPSHOT_DIR: '/tmp/x', PROVIDER: 'snapshot' })).toMatchObject({ kind: 'snapshot' });
  expect(chosen({ PROMETHEUS_URL: '', SNAPSHOT_DIR: '/tmp/x' })).toMatchObject({ kind: 'snapshot' });
});

test('each source opens by its variable alone', async () => {
  const opened = [
    [kubernetesSource, {}],
    [lokiSource, { LOKI_URL: 'https://loki.example/prefix' }],
    [prometheusSource, { PROMETHEUS_URL: 'http://prometheus:9090' }],
    [folderSource, { RUNBOOKS_DIR: '/runbooks' }],
  ] as const;
  for (const [source, env] of opened.slice(1)) {
    const read = source.read(env);
    if (!('open' in read)) throw new Error(read.problems.join());
    expect((await read.open()).now()).toBeInstanceOf(Date);
  }
  expect(kubernetesSource.read({})).toEqual({ problems: ['KUBERNETES_API is not set'] });
});

test('problems of the source and of the process are said together, without values', () => {
  const message = problemsOf({
    BACKEND_API_KEY: 'shorty',
    ALERTMANAGER_URL: 'http://me:hunter2@alertmanager',
    METRICS_MAX_SERIES: 'lots',
  });
  for (const name of ['BACKEND_API_KEY', 'PROMETHEUS_URL is not set', 'ALERTMANAGER_URL: ', 'METRICS_MAX_SERIES: '])
    expect(message).toContain(name);
  expect(message).not.toMatch(/hunter2|lots|shorty/);
});

test('nothing set names the ways; an unknown provider is refused', () => {
  expect(problemsOf(KEY)).toBe('SNAPSHOT_DIR is not set; set it, or one of PROMETHEUS_URL, ALERTMANAGER_URL');
  expect(problemsOf({ ...KEY, PROVIDER: 'other' })).toBe('PROVIDER: must be one of snapshot, prometheus');
});
