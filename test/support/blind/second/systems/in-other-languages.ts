import type { Dialect } from '../../core/model.ts';
import { fraction, iso } from '../../core/span.ts';
import { camel, comma, dot, head, padded, spaced, upper, verb } from './times.ts';

/** Ruby, Go, Rust, Python, PHP, and their stores. */
export const rails: Dialect = {
  line: ({ at, level, text }, r) =>
    `${upper(level)[0]}, [${iso(at, 6).replace('Z', '')} #1] ${upper(level).padStart(5)} -- : [${r.uid()}] ${text}`,
  access: (at, service, path, status, ms, r) =>
    `I, [${iso(at, 6).replace('Z', '')} #1]  INFO -- : [${r.uid()}] method=${verb(r)} path=${path} format=html controller=${camel(service)}Controller action=show status=${status} allocations=${r.int(2000, 90_000)} duration=${ms}.${r.int(10, 99)} view=${(ms * 0.4).toFixed(2)} db=${(ms * 0.35).toFixed(2)}`,
};
export const sidekiq: Dialect = {
  line: ({ at, level, text }, r) => `${iso(at, 3)} pid=1 tid=${r.text(4)} ${upper(level)}: ${text}`,
  usual: (r) =>
    `class=${r.pick(['ReceiptJob', 'ThumbnailJob', 'FeedJob'])} jid={hex} elapsed=0.${r.int(100, 900)}: done`,
};
export const pgbouncer: Dialect = {
  line: ({ at, level, text }) =>
    `${dot(at)} UTC [1] ${level === 'info' ? 'LOG' : upper(level).replace('WARN', 'WARNING')} ${text}`,
  usual: (r) =>
    r.pick([
      `stats: ${r.int(180, 240)} xacts/s, ${r.int(500, 700)} queries/s, 0 client parses/s, in 91000 B/s, out 410000 B/s, xact 3812 us, query 1210 us, wait 14 us`,
      'C-0x{hex}: crate/app@{ip}:{n} closing because: client close request (age={id}s)',
    ]),
};
export const gokit: Dialect = {
  line: ({ at, level, service, text }, r) =>
    `ts=${iso(at, 9)} caller=logging.go:${r.int(20, 90)} component=${service} level=${level} err=${JSON.stringify(text)}`,
  access: (at, service, path, status, ms, r) =>
    `ts=${iso(at, 9)} caller=logging.go:${r.int(20, 90)} component=${service} method=${camel(path.split('/')[1] ?? 'get')} took=${ms}.${r.int(100, 999)}ms err=${status >= 500 ? '"request failed"' : 'null'}`,
};
export const cockroach: Dialect = {
  line: ({ at, level, text }, r) =>
    `${upper(level)[0]}${iso(at).slice(2, 10).replace(/-/g, '')} ${iso(at).slice(11, 19)}.${fraction(at, 6)} ${r.int(90, 4000)} ${text}`,
  usual: (r) =>
    r.pick([
      `2@server/status/runtime_log.go:47 ⋮ [T1,Vsystem,n1] ${r.int(900, 9000)}  runtime stats: 3.1 GiB RSS, ${r.int(300, 420)} goroutines (stacks: 9.1 MiB), 812 MiB/1.4 GiB Go alloc/total, 1.2 GiB/1.4 GiB CGO alloc/total, 412.1 CGO/sec, 96.2/14.1 %(u/s)time`,
      `2@gossip/gossip.go:1580 ⋮ [n1] ${r.int(900, 9000)}  node has connected to cluster via gossip`,
    ]),
};
export const nats: Dialect = {
  line: ({ at, level, text }) =>
    `[1] ${spaced(at).replace(/-/g, '/')}.${fraction(at, 6)} [${{ debug: 'DBG', info: 'INF', warn: 'WRN', error: 'ERR', fatal: 'FTL' }[level]}] ${text}`,
  usual: (r) =>
    r.pick([
      '{ip}:{n} - cid:{id} - Client connection created',
      '{ip}:{n} - cid:{id} - Client connection closed: Client Closed',
    ]),
};
export const axum: Dialect = {
  line: ({ at, level, service, text }) =>
    `${iso(at, 6)} ${upper(level).padStart(5)} ${service.replace(/-/g, '_')}::handlers: ${text}`,
  access: (at, _service, path, status, ms, r) =>
    `${iso(at, 6)} ${status >= 500 ? 'ERROR' : ' INFO'} request{method=${verb(r)} uri=${path} version=HTTP/1.1}: ` +
    (status >= 500
      ? `tower_http::trace::on_failure: response failed classification=Status code: ${status} latency=${ms} ms`
      : `tower_http::trace::on_response: finished processing request latency=${ms} ms status=${status}`),
};
export const scylla: Dialect = {
  line: ({ at, level, text }, r) => `${padded(level)} ${comma(at)} [shard ${r.int(0, 7)}:main] ${text}`,
  usual: (r) =>
    `compaction - [Compact snap.posts {uuid}] Compacted 4 sstables to [/var/lib/scylla/data/snap/posts-{hex}/me-{hex}-big-Data.db:level=0]. ${r.int(20, 90)}MB to 31MB (~60% of original) in 812ms = 74MB/s. ~41216 total partitions merged to 20114.`,
};
export const django: Dialect = {
  line: ({ at, level, text }, r) =>
    `${upper(level).replace('WARN', 'WARNING')} ${comma(at)} log ${r.int(7, 30)} {n} ${text}`,
  access: (at, _service, path, status, ms, r) =>
    `{ip} - - [${spaced(at)} +0000] "${verb(r)} ${path} HTTP/1.1" ${status} ${r.int(90, 9000)} "-" "Mozilla/5.0" ${ms}000us`,
};
export const celery: Dialect = {
  line: ({ at, level, text }, r) =>
    `[${comma(at)}: ${upper(level).replace('WARN', 'WARNING')}/${level === 'fatal' ? 'MainProcess' : `ForkPoolWorker-${r.int(1, 8)}`}] ${text}`,
  usual: (r) =>
    `Task shelf.tasks.${r.pick(['send_mail', 'resize', 'index_item'])}[{uuid}] succeeded in 0.${r.int(10, 90)}2s: None`,
};
export const elasticsearch: Dialect = {
  line: ({ at, level, text }) => `[${comma(at).replace(' ', 'T')}][${padded(level)}]${text}`,
  usual: (r) =>
    r.pick([
      '[o.e.m.j.JvmGcMonitorService] [es-0] [gc][{n}] overhead, spent [261ms] collecting in the last [1s]',
      "[o.e.i.s.IndexingMemoryController] [es-0] now throttling indexing for shard [[items][0]]: segment writing can't keep up",
      '[o.e.x.s.SnapshotRetentionTask] [es-0] SLM retention snapshot cleanup task completed',
    ]),
};
export const laravel: Dialect = {
  line: ({ at, level, text }) =>
    `[${spaced(at)}] production.${upper(level).replace('WARN', 'WARNING')}: ${head(text)} {"exception":"[object] (at /srv/app/vendor/laravel/framework/src/Illuminate/Foundation/helpers.php:829)"}`,
  access: (at, service, path, status, ms, r) =>
    `[${spaced(at)}] production.INFO: request handled {"app":"${service}","method":"${verb(r)}","path":"${path}","status":${status},"ms":${ms}}`,
};
export const nodeLambda: Dialect = {
  line: ({ at, level, text }, r) => `${iso(at, 3)}\t${r.uid()}\t${upper(level)}\t${text}`,
  access: (_at, _service, _path, _status, ms, r) =>
    `REPORT RequestId: ${r.uid()}\tDuration: ${ms}.${r.int(10, 99)} ms\tBilled Duration: ${ms + 1} ms\tMemory Size: 1024 MB\tMax Memory Used: ${r.int(120, 310)} MB\t`,
};
