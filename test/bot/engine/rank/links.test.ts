import { expect, test } from '@jest/globals';
import type { CauseCode } from '../../../../bot/domain/cause.ts';
import type { Component } from '../../../../bot/domain/target.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import type { Candidate } from '../../../../bot/engine/rank/candidates.ts';
import { belowOf, linksAbove } from '../../../../bot/engine/rank/links.ts';
import type { Reach } from '../../../../bot/engine/rank/reach.ts';

const WEB: Component = 'service/web';
const CART: Component = 'service/cart';

/** `web` calls `cart`. */
const reach = {
  dependants: (component: Component) => new Set<Component>(component === CART ? [WEB] : []),
  dependencies: (component: Component) => new Set<Component>(component === WEB ? [CART] : []),
  places: (component: Component) => new Set<Component>(component === CART ? ['node/n1'] : []),
} as unknown as Reach;

function candidate(component: Component, cause: CauseCode, belief: number, more: Partial<Candidate> = {}): Candidate {
  return {
    component,
    cause,
    belief,
    grade: 'shown',
    explains: [],
    reportedBy: [],
    evidence: [],
    findings: [],
    ...more,
  } as Candidate;
}

test('requests come from callers: what they wear out is no cause of them', () => {
  const asked = candidate(WEB, 'traffic_spike', 0.65, { explains: [CART] });
  const throttled = candidate(CART, 'pod_cpu_throttled', 0.94);
  const links = linksAbove([asked, throttled], reach, PARAMETERS);
  expect(links.get(asked)).toBeUndefined();
  expect(links.get(throttled)).toBe(asked);
});

test('requests are borne until an autoscaler behind them has risen to its maximum and wants more', () => {
  const load = candidate(WEB, 'traffic_spike', 0.85, { grade: 'measured', explains: [CART] });
  const limit = (analyzer: string, onset?: string) =>
    candidate(CART, 'hpa_at_maximum', 0.8, {
      findings: [{ analyzer, ...(onset && { onset }) }] as unknown as Candidate['findings'],
    });
  const rose = limit('scaling-limit', '2026-03-04T10:00:00Z');
  const above = (one: Candidate, of: Candidate) => linksAbove([load, one], reach, PARAMETERS).get(of);
  expect([above(rose, load), above(rose, rose)]).toEqual([rose, undefined]);
  for (const other of [limit('scaling-limit'), limit('autoscaler', '2026-03-04T10:00:00Z')])
    expect([above(other, load), above(other, other)]).toEqual([undefined, load]);
  const elsewhere = { ...rose, component: 'service/mail' as const };
  expect(above(elsewhere, load)).toBeUndefined();
});

test('of services that call each other and are as slow, one is the symptom of the other, and not both', () => {
  const both = new Set([WEB, CART]);
  const mutual = { dependants: () => both, dependencies: () => both } as unknown as Reach;
  const [one, other] = [candidate(WEB, 'latency_regression', 0.7), candidate(CART, 'latency_regression', 0.7)];
  const links = linksAbove([one, other], mutual, PARAMETERS);
  expect([links.get(one), links.get(other)]).toEqual([other, undefined]);
});

test('whoever calls what is shown to be down fails for that, and no change that only coincides is to blame', () => {
  const down = candidate(CART, 'workload_unavailable', 0.5);
  const failing = candidate(WEB, 'availability_regression', 0.8, { grade: 'measured' });
  const deploy = candidate(WEB, 'bad_deploy', 0.55, { grade: 'coincides' });
  const tied = candidate(WEB, 'bad_deploy', 0.55, { grade: 'measured' });
  const above = (lower: Candidate, upper: Candidate) => linksAbove([lower, upper], reach, PARAMETERS).get(lower);
  expect(above(failing, down)).toBe(down);
  expect(above(deploy, down)).toBe(down);
  expect(above(tied, down)).toBeUndefined();
  expect(above(failing, { ...down, grade: 'coincides' })).toBeUndefined();
});

test('a caller whose log says that its calls fail has that from what the callee shows', () => {
  const failing = candidate(WEB, 'availability_regression', 0.8, { grade: 'measured' });
  const error = candidate(CART, 'application_error', 0.45, { grade: 'measured', reportedBy: [WEB] });
  const above = (upper: Candidate) => linksAbove([failing, upper], reach, PARAMETERS).get(failing);
  expect(above(error)).toBe(error);
  expect(above({ ...error, reportedBy: [] })).toBeUndefined();
  expect(above({ ...error, grade: 'coincides' })).toBeUndefined();
});

test('a pool of connections runs empty where the store is slow, though the pool shows it louder', () => {
  const pool = candidate(WEB, 'connection_pool_exhausted', 0.9);
  const slow = candidate(CART, 'slow_query', 0.75, { grade: 'measured' });
  const above = (upper: Candidate) => linksAbove([pool, upper], reach, PARAMETERS).get(pool);
  expect(above(slow)).toBe(slow);
  expect(above({ ...slow, belief: 0.65 })).toBeUndefined();
  expect(above(candidate(CART, 'latency_regression', 0.75, { grade: 'measured' }))).toBeUndefined();
  // What the store says of itself needs half the belief; another's words of it do not count.
  const said = candidate(CART, 'slow_query', 0.5, { grade: 'said' });
  expect(above(said)).toBe(said);
  expect(above({ ...said, grade: 'measured' })).toBeUndefined();
  expect(above({ ...said, belief: 0.41 })).toBeUndefined();
});

test('a pool of workers runs full where more requests come', () => {
  const pool = candidate(WEB, 'thread_pool_exhausted', 0.94);
  const spike = candidate(WEB, 'traffic_spike', 0.85, { grade: 'measured' });
  const links = linksAbove([pool, spike], reach, PARAMETERS);
  expect([links.get(pool), links.get(spike)]).toEqual([spike, undefined]);
});

test('what more requests wear out below sends none back', () => {
  const entered = candidate(WEB, 'traffic_spike', 0.7, { grade: 'measured' });
  const worn = candidate(CART, 'pod_cpu_overload', 0.9, { grade: 'measured' });
  const links = linksAbove([entered, worn], reach, PARAMETERS);
  expect([links.get(worn), links.get(entered)]).toEqual([entered, undefined]);
  const tried = candidate(WEB, 'retry_storm', 0.7, { grade: 'measured' });
  const sent = candidate(CART, 'traffic_spike', 0.85, { grade: 'measured' });
  const again = linksAbove([tried, sent, worn], reach, PARAMETERS);
  expect([again.get(sent), again.get(worn), again.get(tried)]).toEqual([tried, tried, undefined]);
});

test('a rise of requests is another’s only as far as who finds them says so', () => {
  const entered = candidate(WEB, 'traffic_spike', 0.65, { grade: 'measured' });
  const own = candidate(CART, 'traffic_spike', 0.85, { grade: 'measured' });
  const links = linksAbove([entered, own], reach, PARAMETERS);
  expect([links.get(own), links.get(entered)]).toEqual([undefined, undefined]);
  // As plain at the caller, it is the caller's, and none of it goes back.
  const plain = { ...entered, belief: 0.85 };
  const passed = linksAbove([plain, own], reach, PARAMETERS);
  expect([passed.get(own), passed.get(plain)]).toEqual([plain, undefined]);
});

test('calls that take their time on the way are what the machine of the callee loses', () => {
  const delayed = candidate(CART, 'pod_network_delay', 0.85, { grade: 'measured' });
  const losing = candidate('node/n1', 'node_network_packet_loss', 0.75, { grade: 'measured' });
  const above = (upper: Candidate) => linksAbove([delayed, upper], reach, PARAMETERS).get(delayed);
  expect(above(losing)).toBe(losing);
  expect(above({ ...losing, component: 'node/n2' })).toBeUndefined();
  expect(above({ ...losing, belief: 0.4 })).toBeUndefined();
  expect(above({ ...losing, grade: 'coincides' })).toBeUndefined();
});

test('a way has two ends: what is lost under all who wait for a callee makes its answers late, not what one of several loses', () => {
  const MAIL: Component = 'service/mail';
  const TILL: Component = 'service/till';
  const calling = {
    ...reach,
    callees: (name: string) => (name === 'web' || name === 'mail' ? ['cart'] : []),
    places: (component: Component) => new Set<Component>(component === WEB ? ['node/n3'] : ['node/n1']),
  } as unknown as Reach;
  const delayed = (...waiting: Component[]) =>
    candidate(CART, 'pod_network_delay', 0.85, { grade: 'measured', explains: waiting });
  const loses = (component: Component, cause: CauseCode = 'pod_network_packet_loss') =>
    candidate(component, cause, 0.75, { grade: 'measured' });
  const above = (lower: Candidate, upper: Candidate) => linksAbove([lower, upper], calling, PARAMETERS).get(lower);
  for (const upper of [loses(WEB), loses('node/n3', 'node_network_packet_loss')]) {
    expect(above(delayed(WEB), upper)).toBe(upper);
    expect(linksAbove([delayed(WEB), upper], calling, PARAMETERS).get(upper)).toBeUndefined();
    expect(above(delayed(TILL, WEB), upper)).toBe(upper);
    expect(above(delayed(MAIL, WEB), upper)).toBeUndefined();
    expect(above(delayed(), upper)).toBeUndefined();
    expect(above({ ...delayed(WEB), cause: 'pod_network_packet_loss' }, upper)).toBeUndefined();
  }
});

test('a program whose own heap is full took the memory that its machine is short of, one that the kernel ended went short', () => {
  const short = candidate('node/n1', 'node_memory_pressure', 0.9);
  const ended = (text: string, component: Component = CART) =>
    candidate(component, 'oom_killed', 0.7, {
      grade: 'said',
      evidence: [{ text }] as unknown as Candidate['evidence'],
    });
  const links = (one: Candidate) => {
    const above = linksAbove([short, one], reach, PARAMETERS);
    return [above.get(short), above.get(one)];
  };
  const full = ended('java.lang.OutOfMemoryError: Java heap space');
  expect(links(full)).toEqual([full, undefined]);
  expect(links(ended('Out of memory: Killed process 812 (java)'))[0]).toBeUndefined();
  expect(links(ended('java.lang.OutOfMemoryError: Java heap space', WEB))[0]).toBeUndefined();
});

test('who burns the processor makes it short for its machine, and is not starved by that', () => {
  const short = candidate('node/n1', 'node_cpu_saturation', 0.75, { grade: 'measured' });
  const burning = candidate(CART, 'database_cpu_saturation', 0.7, { grade: 'measured' });
  const links = linksAbove([short, burning], reach, PARAMETERS);
  expect([links.get(short), links.get(burning)]).toEqual([burning, undefined]);
  const elsewhere = candidate(WEB, 'pod_cpu_overload', 0.7, { grade: 'measured' });
  expect(linksAbove([short, elsewhere], reach, PARAMETERS).get(short)).toBeUndefined();
});

test('a database that looks through far more rows burns its machine’s processor; one that only waits does not', () => {
  // MySQL's manual, "How MySQL Uses Indexes": without one every row is read. A starved one reads no more rows.
  const short = candidate('node/n1', 'node_cpu_saturation', 0.75, { grade: 'measured' });
  const by = (analyzer: string) => ({ findings: [{ analyzer }] as unknown as Candidate['findings'] });
  const scans = candidate(CART, 'slow_query', 0.8, { grade: 'measured', ...by('database-pressure') });
  const links = linksAbove([short, scans], reach, PARAMETERS);
  expect([links.get(short), links.get(scans)]).toEqual([scans, undefined]);
  const waits = candidate(CART, 'slow_query', 0.8, { grade: 'measured', ...by('limit-reached') });
  expect(linksAbove([short, waits], reach, PARAMETERS).get(short)).toBeUndefined();
});

test('a cache that finds less leaves its work to a store, and that to its machine', () => {
  const short = candidate('node/n1', 'node_cpu_saturation', 0.75, { grade: 'measured' });
  const lost = candidate('service/cache', 'cache_stampede', 0.7, { grade: 'measured', explains: [CART] });
  expect(linksAbove([short, lost], reach, PARAMETERS).get(short)).toBe(lost);
  expect(linksAbove([short, { ...lost, explains: [WEB] }], reach, PARAMETERS).get(short)).toBeUndefined();
});

test('a figure of a machine takes over what its program shows only where it is about as sure', () => {
  const lag = candidate(CART, 'replication_lag', 0.9);
  const busy = (belief: number) => candidate('node/n1', 'node_disk_io_saturation', belief, { grade: 'measured' });
  const [doubtful, sure] = [busy(0.66), busy(0.8)];
  const on = { ...reach, dependants: () => new Set<Component>([CART]) } as unknown as Reach;
  expect(linksAbove([lag, doubtful], on, PARAMETERS).get(lag)).toBeUndefined();
  expect(linksAbove([lag, sure], on, PARAMETERS).get(lag)).toBe(sure);
});

test('pods that a quota keeps out leave their work to those that run, another namespace’s quota does not', () => {
  const throttled = candidate(CART, 'pod_cpu_throttled', 0.95);
  const quota = (explains: Component[]) =>
    candidate('namespace/shop', 'namespace_memory_quota_exceeded', 0.97, { grade: 'said', explains });
  const own = quota([CART]);
  expect(linksAbove([throttled, own], reach, PARAMETERS).get(throttled)).toBe(own);
  expect(linksAbove([throttled, quota([WEB])], reach, PARAMETERS).get(throttled)).toBeUndefined();
});

test('calls that hang outside hold the workers of a pool that filled after them, where no calls are known', () => {
  const lone = { ...reach, isKnown: () => false, isCalled: () => false } as Reach;
  const began = (minute: number) => [{ onset: `2026-03-04T10:0${minute}:00Z` }] as unknown as Candidate['findings'];
  const away = (minute: number) =>
    candidate('service/api.cards.example', 'external_service_outage', 0.7, {
      grade: 'measured',
      explains: [WEB],
      findings: began(minute),
    });
  const full = candidate('service/pool', 'thread_pool_exhausted', 0.92, { findings: began(3) });
  const before = away(2);
  expect(linksAbove([before, full], lone, PARAMETERS).get(full)).toBe(before);
  expect(linksAbove([away(5), full], lone, PARAMETERS).get(full)).toBeUndefined();
  expect(linksAbove([before, full], { ...lone, isKnown: () => true }, PARAMETERS).get(full)).toBeUndefined();
  expect(linksAbove([before, full], { ...lone, isCalled: () => true }, PARAMETERS).get(full)).toBeUndefined();
});

test('more requests at a web server fill the pool of workers that it hands them to, no other', () => {
  const surge = (explains: readonly Component[]) =>
    candidate(WEB, 'traffic_spike', 0.86, { grade: 'measured', explains });
  const full = candidate(CART, 'thread_pool_exhausted', 0.95, { grade: 'said' });
  const handing = surge([CART]);
  expect(linksAbove([handing, full], reach, PARAMETERS).get(full)).toBe(handing);
  expect(linksAbove([surge([]), full], reach, PARAMETERS).get(full)).toBeUndefined();
});

test('a pool whose new connections are refused runs empty, though the pool shows it louder', () => {
  const pool = candidate(WEB, 'connection_pool_exhausted', 0.92, { grade: 'said' });
  const refused = candidate(WEB, 'database_credentials_invalid', 0.85, { grade: 'said' });
  const links = linksAbove([pool, refused], reach, PARAMETERS);
  expect([links.get(pool), links.get(refused)]).toEqual([refused, undefined]);
  const guessed = candidate(WEB, 'database_credentials_invalid', 0.85, { grade: 'coincides' });
  expect(linksAbove([pool, guessed], reach, PARAMETERS).get(pool)).toBeUndefined();
});

test('what a database cannot archive fills the disk of its own machine, and of no other, once it fails', () => {
  const at = (onset: string) => ({ findings: [{ onset }] as unknown as Candidate['findings'] });
  const kept = candidate(CART, 'wal_archiving_failed', 0.86, at('2026-03-04T05:00:00Z'));
  const full = (node: Component, onset: string) => candidate(node, 'node_disk_filling', 0.88, at(onset));
  const above = (lower: Candidate) => linksAbove([kept, lower], reach, PARAMETERS).get(lower);
  expect(above(full('node/n1', '2026-03-04T06:00:00Z'))).toBe(kept);
  expect(above(full('node/n1', '2026-03-04T04:00:00Z'))).toBeUndefined();
  expect(above(full('node/n2', '2026-03-04T06:00:00Z'))).toBeUndefined();
});

test('a database that says why it keeps its log has filled the disk of its own machine', () => {
  const kept = {
    grade: 'said',
    findings: [{ exact: true, grade: 'said' }] as unknown as Candidate['findings'],
  } as const;
  const log = candidate(CART, 'database_storage_full', 0.9, kept);
  const full = (node: Component) => candidate(node, 'node_disk_filling', 0.95);
  const above = (upper: Candidate, lower: Candidate) => linksAbove([upper, lower], reach, PARAMETERS).get(lower);
  expect(above(log, full('node/n1'))).toBe(log);
  expect(above(log, full('node/n2'))).toBeUndefined();
  expect(above({ ...log, findings: [] }, full('node/n1'))).toBeUndefined();
});

test('a machine that has no processor time left since a change has that from it, where the change is tied to it', () => {
  const short = candidate('node/n1', 'node_cpu_saturation', 0.77, { grade: 'measured' });
  const tied = candidate(WEB, 'bad_config_change', 0.75, { explains: ['node/n1'] });
  expect(linksAbove([short, tied], reach, PARAMETERS).get(short)).toBe(tied);
  expect(linksAbove([short, { ...tied, explains: [] }], reach, PARAMETERS).get(short)).toBeUndefined();
  expect(linksAbove([short, { ...tied, grade: 'coincides' }], reach, PARAMETERS).get(short)).toBeUndefined();
});

test('a client says of its own calls why they fail, where nobody else calls what fails', () => {
  const failing = candidate(CART, 'dependency_unavailable', 0.8, { grade: 'measured' });
  const distrusts = candidate(WEB, 'certificate_untrusted', 0.75, { grade: 'said' });
  const calls = { ...reach, callees: (name: string) => (name === 'web' ? ['cart'] : []) } as unknown as Reach;
  const above = (upper: Candidate, of: Reach) => linksAbove([failing, upper], of, PARAMETERS).get(failing);
  expect(above(distrusts, calls)).toBe(distrusts);
  expect(above({ ...distrusts, grade: 'measured' }, calls)).toBeUndefined();
  expect(above({ ...distrusts, cause: 'oom_killed' }, calls)).toBeUndefined();
  const others = {
    ...calls,
    dependants: () => new Set<Component>([WEB, 'service/mail']),
    callees: () => ['cart'],
  } as unknown as Reach;
  expect(above(distrusts, others)).toBeUndefined();
});

test('a store works more where the cache beside it is away, and not for a cache that others call', () => {
  const killed = candidate('service/redis-cache', 'oom_killed', 0.7, { grade: 'said' });
  const busy = candidate('service/seats-db', 'pod_cpu_overload', 0.6, { grade: 'measured' });
  const of = (callees: readonly string[]) =>
    ({
      ...reach,
      dependants: () => new Set<Component>([WEB]),
      dependencies: () => new Set(),
      callees: () => callees,
    }) as unknown as Reach;
  const above = (upper: Candidate, callees: readonly string[]) =>
    linksAbove(
      [busy, upper],
      {
        ...of(callees),
        dependants: (one: Component) => new Set<Component>(one === 'service/redis-cache' ? [WEB] : []),
      } as Reach,
      PARAMETERS,
    ).get(busy);
  expect(above(killed, ['redis-cache', 'seats-db'])).toBe(killed);
  expect(above(killed, ['redis-cache'])).toBeUndefined();
  expect(above({ ...killed, component: 'service/mail' }, ['redis-cache', 'seats-db'])).toBeUndefined();
});

test('requests to a store, and the processor of its machine, are what a cache left that was away before', () => {
  const away = candidate('service/redis-cache', 'dependency_unavailable', 0.7);
  const asked = candidate('service/seats-db', 'traffic_spike', 0.9, { grade: 'measured' });
  const busy = candidate('node/n7', 'node_cpu_saturation', 0.9, { grade: 'measured' });
  const above = (upper: Candidate, one: Candidate, callees: readonly string[]) => {
    const of = {
      ...reach,
      dependants: (each: Component) => new Set<Component>(each === upper.component ? [WEB] : []),
      dependencies: () => new Set(),
      places: (each: Component) => new Set<Component>(each === 'service/seats-db' ? ['node/n7'] : []),
      callees: () => callees,
    } as unknown as Reach;
    return linksAbove([one, upper], of, PARAMETERS).get(one);
  };
  const both = ['redis-cache', 'seats-db'];
  for (const one of [asked, busy]) {
    expect(above(away, one, both)).toBe(away);
    expect(above(away, one, ['redis-cache'])).toBeUndefined();
    expect(above({ ...away, component: 'service/mail' }, one, ['mail', 'seats-db'])).toBeUndefined();
  }
});

test('a database that looks through many rows burns its processor for that', () => {
  const busy = candidate(CART, 'pod_cpu_overload', 0.8, { grade: 'measured' });
  const scans = candidate(CART, 'slow_query', 0.6, { grade: 'said' });
  const above = (upper: Candidate) => linksAbove([busy, upper], reach, PARAMETERS).get(busy);
  expect(above(scans)).toBe(scans);
  expect(above({ ...scans, grade: 'coincides' })).toBeUndefined();
});

test('pods that no node takes leave their work to those that run, of their own service', () => {
  const busy = candidate(CART, 'pod_cpu_overload', 0.86, { grade: 'measured' });
  const unplaced = candidate(CART, 'pod_anti_affinity_conflict', 0.8, { grade: 'said' });
  const above = (upper: Candidate) => linksAbove([busy, upper], reach, PARAMETERS).get(busy);
  expect(above(unplaced)).toBe(unplaced);
  expect(above({ ...unplaced, component: 'service/mail' })).toBeUndefined();
});

test('the certificate that a probe of a public name shows is that of the server here which says that its own has expired', () => {
  const known = { ...reach, isKnown: (name: string) => name === 'web' || name === 'shop.internal.example' } as Reach;
  const said = candidate(WEB, 'certificate_expired', 0.6);
  const shown = (name: string) => candidate(`service/${name}`, 'certificate_expired', 0.7);
  const above = (one: Candidate) => linksAbove([said, one], known, PARAMETERS).get(one);
  expect(above(shown('www.shop.example'))).toBe(said);
  expect(above(shown('shop.internal.example'))).toBeUndefined();
  expect(above(shown('mail'))).toBeUndefined();
});

test('a Certificate that nobody is seen to read is of the program of its namespace that says since then that its own has expired', () => {
  const since = (onset: string) => ({ findings: [{ onset }] as unknown as Candidate['findings'] });
  const placed = { ...reach, dependencies: () => new Set<Component>(['namespace/shop']) } as unknown as Reach;
  const shown = candidate('namespace/shop', 'certificate_expired', 0.93, since('2026-03-04T10:00:00Z'));
  const above = (said: Candidate, one = shown) => linksAbove([said, one], placed, PARAMETERS).get(one);
  const said = candidate(WEB, 'certificate_expired', 0.85, since('2026-03-04T10:00:02Z'));
  expect(above(said)).toBe(said);
  expect(above({ ...said, ...since('2026-03-04T08:00:00Z') })).toBeUndefined();
  expect(above(said, { ...shown, component: 'namespace/mail' })).toBeUndefined();
});

test('a change that is shown to write a name which is looked up in vain brings that about', () => {
  const unfound = candidate(CART, 'dns_resolution_failure', 0.85);
  const above = (change: Candidate) => linksAbove([unfound, change], reach, PARAMETERS).get(unfound);
  const wrote = candidate(CART, 'bad_config_change', 0.8);
  expect(above(wrote)).toBe(wrote);
  expect(above({ ...wrote, grade: 'measured' })).toBeUndefined();
});

test('a change that is shown to set the limit of a message makes it too large, and no other message', () => {
  const refused = candidate(WEB, 'poison_message', 0.75, { grade: 'said' });
  const set = candidate('service/kafka', 'bad_config_change', 0.72, { explains: [WEB] });
  const above = (change: Candidate) => linksAbove([refused, change], reach, PARAMETERS).get(refused);
  expect(above(set)).toBe(set);
  expect(above({ ...set, grade: 'coincides' })).toBeUndefined();
  expect(above({ ...set, explains: [CART] })).toBeUndefined();
});

test('what makes the programs of a machine wait fills the pool of workers that is counted there', () => {
  const missed = candidate('service/cache', 'cache_stampede', 0.75, { grade: 'measured', explains: [CART] });
  const full = candidate('node/n1', 'thread_pool_exhausted', 0.9);
  expect(linksAbove([missed, full], reach, PARAMETERS).get(full)).toBe(missed);
  // Whoever runs elsewhere holds none of them.
  const elsewhere = candidate('node/n2', 'thread_pool_exhausted', 0.9);
  expect(linksAbove([missed, elsewhere], reach, PARAMETERS).get(elsewhere)).toBeUndefined();
});

test('a loop that waits for the processor of its machine is not blocked by itself', () => {
  const taken = candidate('node/n1', 'noisy_neighbor', 0.9, { explains: [CART] });
  const lags = candidate(CART, 'event_loop_blocked', 0.95);
  expect(linksAbove([taken, lags], reach, PARAMETERS).get(lags)).toBe(taken);
  const other = candidate(WEB, 'event_loop_blocked', 0.95);
  const apart = candidate('node/n1', 'noisy_neighbor', 0.9);
  expect(linksAbove([apart, other], reach, PARAMETERS).get(other)).toBeUndefined();
});

test('a statement as slow long before the connections ran out did not use them up', () => {
  const line = { source: 'logs', tool: 'logs', target: CART, text: 'duration: 1043 ms' } as const;
  const slow = (onset: string, lines = [line]) =>
    candidate(CART, 'slow_query', 0.6, { evidence: lines, findings: [{ onset }] as unknown as Candidate['findings'] });
  const out = candidate(CART, 'database_connection_exhausted', 0.9, {
    findings: [{ onset: '2026-03-04T11:05:00Z' }] as unknown as Candidate['findings'],
  });
  const above = (upper: Candidate) => linksAbove([upper, out], reach, PARAMETERS).get(out);
  const fresh = slow('2026-03-04T11:00:00Z');
  expect(above(fresh)).toBe(fresh);
  expect(above(slow('2026-03-04T09:58:00Z'))).toBeUndefined();
  // Of several kinds of statements one may be new.
  const several = slow('2026-03-04T09:58:00Z', [line, line]);
  expect(above(several)).toBe(several);
});

test('a change that stands in time alone brings down only what depends on where it was made', () => {
  const down = candidate(WEB, 'workload_unavailable', 0.7);
  const below = candidate(CART, 'bad_deploy', 0.5, { grade: 'coincides' });
  const beside = candidate('service/mail', 'bad_deploy', 0.5, { grade: 'coincides' });
  const tied = candidate('service/mail', 'bad_deploy', 0.8, { grade: 'measured' });
  const links = linksAbove([down, below, beside, tied], reach, PARAMETERS);
  expect([below, beside, tied].map((one) => links.get(one))).toEqual([undefined, down, undefined]);
});

test('what a cause brings about by way of another is below it as well', () => {
  const [disk, store, web] = [
    candidate('node/n1', 'node_disk_io_saturation', 0.9),
    candidate(CART, 'slow_query', 0.8),
    candidate(WEB, 'latency_regression', 0.5),
  ];
  const above = new Map([
    [store, disk],
    [web, store],
  ] as [Candidate, Candidate][]);
  expect([disk, store, web].map((one) => belowOf(one!, above))).toEqual([[store, web], [web], []]);
});

test('what is not archived fills a disk where it began no later, and was not archived for want of room where it did', () => {
  const since = (onset: string) => ({
    findings: [{ analyzer: 'limit-reached', onset }] as unknown as Candidate['findings'],
  });
  const full = candidate('node/n1', 'node_disk_filling', 0.9, since('2026-03-04T10:00:00Z'));
  const above = (wal: Candidate, of: Candidate) => linksAbove([wal, full], reach, PARAMETERS).get(of);
  const kept = candidate(CART, 'wal_archiving_failed', 0.54, { grade: 'measured', ...since('2026-03-04T10:00:20Z') });
  expect([above(kept, full), above(kept, kept)]).toEqual([kept, undefined]);
  const later = candidate(CART, 'wal_archiving_failed', 0.54, { grade: 'measured', ...since('2026-03-04T11:00:00Z') });
  expect(above(later, full)).toBeUndefined();
});

test('who wants more than its quota is held back for what makes it want more', () => {
  const wanted = { findings: [{ analyzer: 'limit-reached', byDemand: true }] as unknown as Candidate['findings'] };
  const held = candidate(CART, 'pod_cpu_throttled', 0.7, { grade: 'measured', ...wanted });
  const blocked = candidate(CART, 'event_loop_blocked', 0.9);
  const above = (upper: Candidate, lower: Candidate) => linksAbove([upper, lower], reach, PARAMETERS).get(lower);
  expect(above(blocked, held)).toBe(blocked);
  expect(above(held, blocked)).toBeUndefined();
  const lessGiven = candidate(CART, 'pod_cpu_throttled', 0.9);
  expect(above(blocked, lessGiven)).toBeUndefined();
});

test('what a cache finds does not depend on how fast it is', () => {
  const short = candidate('node/n1', 'node_cpu_saturation', 0.8);
  const emptied = candidate(CART, 'cache_stampede', 0.7, { grade: 'measured' });
  expect(linksAbove([short, emptied], reach, PARAMETERS).get(emptied)).toBeUndefined();
});

test('an autoscaler that has added what it may leaves its pods short, but not those that want more for as many requests', () => {
  const byDemand = { findings: [{ analyzer: 'autoscaler', byDemand: true }] as unknown as Candidate['findings'] };
  const limit = candidate(CART, 'hpa_at_maximum', 0.77, byDemand);
  const load = candidate(WEB, 'traffic_spike', 0.85, { grade: 'measured', explains: [CART] });
  const held = candidate(CART, 'pod_cpu_throttled', 0.92);
  const links = linksAbove([load, limit, held], reach, PARAMETERS);
  expect([links.get(limit), links.get(load)]).toEqual([undefined, limit]);
  expect(linksAbove([limit, held], reach, PARAMETERS).get(held)).toBe(limit);
  const busy = candidate(CART, 'pod_cpu_overload', 0.8, { grade: 'measured', ...byDemand });
  expect(linksAbove([limit, busy], reach, PARAMETERS).get(limit)).toBe(busy);
  const elsewhere = candidate('service/store', 'pod_cpu_overload', 0.9);
  const both = { ...reach, dependants: () => new Set<Component>([CART]) } as unknown as Reach;
  expect(linksAbove([limit, elsewhere], both, PARAMETERS).get(limit)).toBeUndefined();
});
