import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, expect } from '@jest/globals';
import { createHttpSource } from '../../../backends/common/live/http-source.ts';
import { createPrometheusApi } from '../../../backends/metrics/providers/prometheus/api.ts';
import { writeHistory } from '../../../infra/lab/prometheus/history.ts';
import { startServer } from '../../../infra/lab/prometheus/server.ts';
import { freePort } from '../../../infra/local/ports.ts';
import { needing } from '../../support/programs.ts';
import { temporaryFolder } from '../local/stand-in.ts';

const cleanUps: (() => unknown)[] = [];
afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
});

/** A target whose counter rises by one and whose gauge says two or three, in turns. */
async function startTarget(): Promise<string> {
  let scrapes = 0;
  const server = createServer((_request, response) => {
    scrapes += 1;
    response.end(
      '# TYPE http_requests_total counter\n' +
        `http_requests_total{status="200",path="/a,b"} ${1000 + scrapes * 10}\n` +
        `# TYPE workers gauge\nworkers ${2 + (scrapes % 2)}\n`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/metrics`;
}

needing('prometheus', 'promtool').test(
  'a past is made up from what is seen: counters at their rate, gauges at their usual values',
  async () => {
    const { folder, remove } = temporaryFolder();
    cleanUps.push(remove);
    const until = new Date(Date.now() - 60_000);
    const dataFolder = join(folder, 'data');
    await writeHistory({
      promtool: 'promtool',
      dataFolder,
      workFolder: folder,
      targets: [{ url: await startTarget(), labels: { job: 'web', service: 'web' } }],
      hours: 1,
      stepSeconds: 60,
      lookSeconds: 1,
      until,
      seed: 1,
    });
    const url = `http://127.0.0.1:${await freePort()}`;
    writeFileSync(join(folder, 'prometheus.yml'), 'global: {}\n');
    const server = await startServer({
      command: [
        'prometheus',
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${dataFolder}`,
        `--web.listen-address=${new URL(url).host}`,
      ],
      url,
      logFile: join(folder, 'prometheus.log'),
    });
    cleanUps.push(() => server.stop());
    const source = createHttpSource({ name: 'Prometheus', baseUrl: url });
    cleanUps.push(() => source.close());
    const api = createPrometheusApi(source);
    const end = Math.floor(until.getTime() / 1000);
    const signal = new AbortController().signal;
    const [rising] = await api.range('http_requests_total', { start: end - 3600, end }, 60, signal);
    expect(rising?.labels).toMatchObject({ job: 'web', service: 'web', status: '200', path: '/a,b' });
    expect(rising?.values.length).toBeGreaterThan(55);
    expect([...(rising?.values ?? [])]).toEqual([...(rising?.values ?? [])].toSorted((a, b) => a - b));
    const [workers] = await api.range('workers', { start: end - 3600, end }, 60, signal);
    expect(new Set(workers?.values)).toEqual(new Set([2, 3]));
    const [up] = await api.range('up', { start: end - 3600, end }, 60, signal);
    expect(new Set(up?.values)).toEqual(new Set([1]));
  },
  60_000,
);
