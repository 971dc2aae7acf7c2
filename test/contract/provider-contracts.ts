/**
 * What every provider of a backend must do, whatever it reads from. `open` gives a provider whose source holds the
 * system described beside each suite; `openEmpty` one whose source holds nothing of this kind.
 */
import { expect, test } from '@jest/globals';
import type { KubernetesProvider } from '../../backends/kubernetes/provider.ts';
import type { LogRecord, LogsProvider } from '../../backends/logs/provider.ts';
import type { MetricsProvider } from '../../backends/metrics/provider.ts';
import type { RunbooksProvider } from '../../backends/runbooks/provider.ts';

export interface Contract<P> {
  readonly open: () => Promise<P>;
  readonly openEmpty: () => Promise<P>;
}

const calmly = () => ({ signal: new AbortController().signal });
const aborted = () => ({ signal: AbortSignal.abort(new Error('stopped by the test')) });

/** Source: pods `web` (namespace prod) and `job` (batch), a Secret, an event about `web` in prod, a deploy of `web`. */
export function kubernetesProviderContract(name: string, { open, openEmpty }: Contract<KubernetesProvider>): void {
  test(`${name}: objects by kind in any case, namespace and name`, async () => {
    const provider = await open();
    const names = async (query: Parameters<KubernetesProvider['objects']>[0]) =>
      (await provider.objects(query, calmly())).items.map(({ metadata }) => metadata.name).toSorted();
    expect(await names({ kinds: ['pod'] })).toEqual(['job', 'web']);
    expect(await names({ kinds: ['Pod'], namespace: 'prod' })).toEqual(['web']);
    expect(await names({ name: 'job' })).toEqual(['job']);
    expect(await names({ kinds: ['Gateway'] })).toEqual([]);
  });

  test(`${name}: no event among the objects, no managedFields, no secret values`, async () => {
    const { items } = await (await open()).objects({}, calmly());
    expect(items.some(({ kind }) => kind === 'Event')).toBe(false);
    expect(JSON.stringify(items)).not.toContain('managedFields');
    const secret = items.find(({ kind }) => kind === 'Secret') as { data?: Record<string, string> } | undefined;
    expect(secret).toBeDefined();
    // Its keys, where the source can tell them without the values; never the values.
    expect([undefined, { password: '' }]).toContainEqual(secret?.data);
  });

  test(`${name}: events by namespace, changes, and a description with its signals`, async () => {
    const provider = await open();
    expect((await provider.events({ namespace: 'prod' }, calmly())).items).toHaveLength(1);
    expect((await provider.events({ namespace: 'batch' }, calmly())).items).toHaveLength(0);
    expect((await provider.changes(calmly())).items).toMatchObject([{ kind: 'deploy', service: 'web' }]);
    const description = await provider.describe(calmly());
    expect(description.signals.toSorted()).toEqual(['changes', 'events', 'objects']);
    expect(description.asOf).toBe(provider.now().toISOString());
  });

  test(`${name}: it says how far each kind was read, of the kinds asked for`, async () => {
    const provider = await open();
    const pods = (await provider.objects({ kinds: ['pod'] }, calmly())).coverage;
    expect(pods.readings).toMatchObject([{ kind: 'Pod', state: 'seen' }]);
    expect((await provider.events({}, calmly())).coverage.readings).toMatchObject([{ kind: 'Event', state: 'seen' }]);
    const described = (await provider.describe(calmly())).coverage.readings.map(({ kind }) => kind);
    expect(described).toContain('Pod');
  });

  test(`${name}: an empty source is present: false, not an error`, async () => {
    const provider = await openEmpty();
    expect(await provider.objects({}, calmly())).toMatchObject({ present: false, items: [] });
    expect(await provider.events({}, calmly())).toMatchObject({ present: false, items: [] });
    expect(await provider.changes(calmly())).toMatchObject({ present: false, items: [] });
  });

  test(`${name}: an aborted call rejects`, async () => {
    const provider = await open();
    await expect(provider.objects({}, aborted())).rejects.toThrow('stopped by the test');
    await expect(provider.events({}, aborted())).rejects.toThrow('stopped by the test');
  });
}

/** Source: service `web` with two records ten and five minutes before now (the later an error), `api` with one of two minutes. */
export function logsProviderContract(name: string, { open, openEmpty }: Contract<LogsProvider>): void {
  const scan = async (provider: LogsProvider, query: { service?: string; minutes?: number }): Promise<LogRecord[]> => {
    const end = provider.now();
    const start = query.minutes === undefined ? undefined : new Date(end.getTime() - query.minutes * 60_000);
    const records: LogRecord[] = [];
    const wanted = { service: query.service, window: { start, end } };
    for await (const batch of provider.scan(wanted, calmly())) records.push(...batch);
    return records;
  };

  test(`${name}: records by service and window, levels read or inferred`, async () => {
    const provider = await open();
    expect(await scan(provider, {})).toHaveLength(3);
    expect((await scan(provider, { service: 'web' })).map(({ level }) => level)).toEqual(['info', 'error']);
    expect((await scan(provider, { service: 'web', minutes: 6 })).map(({ level }) => level)).toEqual(['error']);
    expect(await scan(provider, { service: 'nobody' })).toEqual([]);
  });

  test(`${name}: the newest records, newest first, that are accepted`, async () => {
    const provider = await open();
    const window = { end: provider.now() };
    const newest = (accepts: (record: LogRecord) => boolean, limit: number) =>
      provider.newest({ window, accepts, limit }, calmly());
    expect((await newest(() => true, 2)).map(({ service }) => service)).toEqual(['api', 'web']);
    expect((await newest(({ level }) => level === 'error', 5)).map(({ service }) => service)).toEqual(['web']);
  });

  test(`${name}: sources in name order, and the extent of what is held`, async () => {
    const provider = await open();
    const { present, items } = await provider.sources(calmly());
    expect([present, items.map(({ service }) => service)]).toEqual([true, ['api', 'web']]);
    const { start, end } = await provider.extent({ window: { end: provider.now() } }, calmly());
    expect(provider.now().getTime() - start!.getTime()).toBe(600_000);
    expect(provider.now().getTime() - end!.getTime()).toBe(120_000);
  });

  test(`${name}: an empty source is present: false, not an error`, async () => {
    const provider = await openEmpty();
    expect(await provider.sources(calmly())).toEqual({ present: false, items: [] });
    expect(await scan(provider, {})).toEqual([]);
    expect(await provider.newest({ window: { end: provider.now() }, accepts: () => true, limit: 5 }, calmly())).toEqual(
      [],
    );
    expect(await provider.extent({ window: { end: provider.now() } }, calmly())).toEqual({});
  });

  test(`${name}: an aborted scan rejects`, async () => {
    const provider = await open();
    const iterator = provider.scan({ window: { end: provider.now() } }, aborted())[Symbol.asyncIterator]();
    await expect(iterator.next()).rejects.toThrow('stopped by the test');
  });
}

/** Source: series `up{service="web"}` and `load{service="web"}` of 10 points a minute apart up to now, topology web -> api,
 *  one active alert, one span of `web` that calls `api`. */
export function metricsProviderContract(name: string, { open, openEmpty }: Contract<MetricsProvider>): void {
  test(`${name}: series by exact name or pattern, points ascending`, async () => {
    const provider = await open();
    const names = async (pattern?: string) =>
      (await provider.series({ name: pattern }, calmly())).items.map((series) => series.name).toSorted();
    expect(await names()).toEqual(['load', 'up']);
    expect(await names('up')).toEqual(['up']);
    expect(await names('l*')).toEqual(['load']);
    expect(await names('p')).toEqual([]);
    const [series] = (await provider.series({ name: 'load' }, calmly())).items;
    expect(series!.labels).toEqual({ service: 'web' });
    expect([...series!.timestamps]).toEqual([...series!.timestamps].toSorted((a, b) => a - b));
    expect(series!.timestamps).toHaveLength(10);
    expect(series!.timestamps.at(-1)).toBe(provider.now().getTime() / 1000);
  });

  test(`${name}: topology, alerts and trace edges`, async () => {
    const provider = await open();
    expect(await provider.topology(calmly())).toMatchObject({ present: true, topology: { web: ['api'] } });
    expect((await provider.alerts(calmly())).items).toMatchObject([{ state: 'active' }]);
    const { items } = await provider.traceEdges({ window: { end: provider.now() } }, calmly());
    expect(items).toContainEqual(expect.objectContaining({ caller: 'web', callee: 'api', calls: 1 }));
  });

  test(`${name}: an empty source is present: false, not an error`, async () => {
    const provider = await openEmpty();
    expect(await provider.series({}, calmly())).toMatchObject({ present: false, items: [] });
    expect(await provider.alerts(calmly())).toMatchObject({ present: false, items: [] });
    expect(await provider.topology(calmly())).toMatchObject({ present: false, topology: {} });
    expect(await provider.traceEdges({ window: { end: provider.now() } }, calmly())).toMatchObject({
      present: false,
      items: [],
    });
  });

  test(`${name}: an aborted call rejects`, async () => {
    const provider = await open();
    await expect(provider.series({}, aborted())).rejects.toThrow('stopped by the test');
    await expect(provider.alerts(aborted())).rejects.toThrow('stopped by the test');
  });
}

/** Source: one document `restart` with the text `# Restart`. */
export function runbooksProviderContract(name: string, { open, openEmpty }: Contract<RunbooksProvider>): void {
  test(`${name}: documents as written, the same array while nothing changed`, async () => {
    const provider = await open();
    const first = await provider.documents(calmly());
    expect(first).toMatchObject({ present: true, items: [{ id: 'restart', markdown: '# Restart' }] });
    expect((await provider.documents(calmly())).items).toBe(first.items);
    expect((await provider.describe(calmly())).signals).toEqual(['runbooks']);
  });

  test(`${name}: an empty source is present: false, not an error`, async () => {
    expect(await (await openEmpty()).documents(calmly())).toEqual({ present: false, items: [] });
  });

  test(`${name}: an aborted call rejects`, async () => {
    await expect((await open()).documents(aborted())).rejects.toThrow('stopped by the test');
  });
}
