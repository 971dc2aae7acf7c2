import { afterEach, expect, test } from '@jest/globals';
import { createHttpSource } from '../../backends/common/live/http-source.ts';
import { createLogsApp } from '../../backends/logs/app.ts';
import type { LogRecord } from '../../backends/logs/provider.ts';
import { createLokiProvider, type LokiProviderOptions } from '../../backends/logs/providers/loki.ts';
import { API_KEY, read } from '../backends/support/call.ts';
import { type ServedStream, type StandInLoki, startLoki } from '../support/loki.ts';
import { logsProviderContract } from './provider-contracts.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const ago = (seconds: number): bigint => BigInt(NOW.getTime() - seconds * 1000) * 1_000_000n;

const clean: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of clean.splice(0).toReversed()) await end();
});

async function open(streams: readonly ServedStream[], changes: Partial<LokiProviderOptions> = {}) {
  const server = await startLoki(streams);
  clean.push(() => server.stop());
  const provider = providerOf(server, changes);
  return { server, provider };
}

function providerOf(server: StandInLoki, changes: Partial<LokiProviderOptions>) {
  const loki = createHttpSource({ name: 'Loki', baseUrl: server.url });
  clean.push(() => loki.close());
  const limits = { spanSeconds: 3_600, maxLines: 10_000, pageLines: 5_000 };
  return createLokiProvider({ loki, cluster: 'shop', matchers: '', ...limits, now: () => NOW, ...changes });
}

const HELD: ServedStream[] = [
  {
    labels: { service_name: 'web', namespace: 'prod', pod: 'web-0' },
    lines: [
      [ago(600), 'all is well'],
      [ago(300), 'ERROR it broke'],
    ],
  },
  { labels: { service_name: 'api', namespace: 'prod' }, lines: [[ago(120), '{"level":"info","msg":"hello"}']] },
];
const calmly = () => ({ signal: new AbortController().signal });

logsProviderContract('loki', {
  open: async () => (await open(HELD)).provider,
  openEmpty: async () => (await open([])).provider,
});

async function scan(provider: ReturnType<typeof createLokiProvider>, query: object = {}, leftOut: string[] = []) {
  const records: LogRecord[] = [];
  const options = { ...calmly(), onLeftOut: (what: string) => leftOut.push(what) };
  for await (const batch of provider.scan({ window: { end: NOW }, ...query }, options)) records.push(...batch);
  return records;
}

test('loki: the text of a caller never becomes a part of a query', async () => {
  const { server, provider } = await open(HELD);
  for (const service of ['web"} or {service_name=~".+', 'web\\', '.*', 'we\nb', '`', '"'])
    for (const query of [{ service }, { namespace: service }]) expect(await scan(provider, query)).toEqual([]);
  expect(server.queries).toContain('{service_name="web\\"} or {service_name=~\\".+"}');
});

test('loki: a job names a service after its namespace, with exact values', async () => {
  const lines = [[ago(60), 'one']] as const;
  const { server, provider } = await open(
    ['prod/web', 'test/web', 'prod/w.b', 'prod/api'].map((job) => ({ labels: { job }, lines })),
  );
  expect(await scan(provider, { service: 'web' })).toHaveLength(2);
  expect((await scan(provider, { service: 'w.b' })).map(({ service }) => service)).toEqual(['w.b']);
  expect(server.queries.at(-1)).toBe(String.raw`{job=~"prod/w\\.b"}`);
});

test('loki: pages join without loss or repetition, also within one moment', async () => {
  const lines = Array.from({ length: 500 }, (_, i) => [ago(1_000 - Math.floor(i / 7)), `line ${i}`] as const);
  const { provider } = await open([{ labels: { app: 'web' }, lines }], { pageLines: 20 });
  const texts = (await scan(provider)).map(({ text }) => text);
  expect(texts).toHaveLength(500);
  expect(new Set(texts).size).toBe(500);
});

test('loki: a stack trace is one record, timed by its first line', async () => {
  const lines = ['java.lang.IllegalStateException: no', '\tat a.B.c(B.java:1)', 'INFO on'].map(
    (text, i) => [ago(100) + BigInt(i) * 1_000_000n, text] as const,
  );
  const records = await scan((await open([{ labels: { app: 'web' }, lines }])).provider);
  expect(records).toHaveLength(2);
  expect(records[0]).toMatchObject({ level: 'error', timestamp: NOW.getTime() - 100_000 });
  expect(records[0]?.text).toContain('B.java:1');
});

test('loki: more lines than may be read are read evenly, and what is left out is said', async () => {
  const lines = Array.from({ length: 3_600 }, (_, i) => [ago(3_599 - i), `tick ${i}`] as const);
  const { provider } = await open([{ labels: { app: 'web' }, lines }], { maxLines: 240 });
  const leftOut: string[] = [];
  const records = await scan(provider, {}, leftOut);
  expect(records.length).toBeLessThanOrEqual(240);
  expect(records.length).toBeGreaterThan(200);
  expect(records.filter(({ timestamp }) => timestamp! < NOW.getTime() - 1_800_000).length).toBeGreaterThan(90);
  expect(leftOut).toEqual(["lines beyond 240: the older ones of 12 of the window's 12 parts"]);

  const app = createLogsApp({ provider, apiKey: API_KEY });
  clean.push(() => app.close());
  const summary = await read<{ searched: { what: string }; items: { lines: number }[] }>(app, '/logs/summary?since=1h');
  expect(summary.searched.what).toContain('left out: lines beyond 240');
  expect(summary.items[0]?.lines).toBe(records.length);
});

test('loki: the newest that fit may lie far back; a limit on that is said', async () => {
  const lines = Array.from({ length: 1_000 }, (_, i) => [ago(1_000 - i), i === 0 ? 'ERROR old' : `tick ${i}`] as const);
  const streams = [{ labels: { app: 'web' }, lines }];
  const query = { window: { end: NOW }, limit: 1, accepts: ({ level }: LogRecord) => level === 'error' };
  const far = await open(streams, { pageLines: 50 });
  expect((await far.provider.newest(query, calmly())).map(({ text }) => text)).toEqual(['ERROR old']);
  const near = await open(streams, { pageLines: 50, maxLines: 200 });
  const leftOut: string[] = [];
  const options = { ...calmly(), onLeftOut: (what: string) => leftOut.push(what) };
  expect(await near.provider.newest(query, options)).toEqual([]);
  expect(leftOut).toEqual(['lines older than the newest 200']);
});

test('loki: a refused query is a bad upstream, a server that is away is unavailable', async () => {
  const { provider } = await open(HELD, { matchers: 'not a matcher' });
  await expect(scan(provider)).rejects.toMatchObject({ kind: 'bad-upstream' });
  const { server, provider: gone } = await open(HELD);
  await server.stop();
  await expect(scan(gone)).rejects.toMatchObject({ kind: 'unavailable' });
});
