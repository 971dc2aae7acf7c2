import type { Language } from './model.ts';
import type { Random } from './random.ts';

/** What servers write while all is well. */
export function usualLines(language: Language, r: Random): string {
  switch (language) {
    case 'postgres':
      return r.pick([
        'checkpoint starting: time',
        `checkpoint complete: wrote ${r.int(200, 1400)} buffers (${r.int(1, 8)}.2%); 0 WAL file(s) added, 0 removed, ${r.int(1, 4)} recycled; ` +
          `write=${r.int(20, 90)}.1${r.int(10, 99)} s, sync=0.0${r.int(10, 99)} s, total=${r.int(92, 99)}.204 s; sync files=${r.int(20, 90)}, longest=0.0${r.int(10, 40)} s`,
        `automatic vacuum of table "app.public.${r.pick(['sessions', 'events', 'items'])}": index scans: 1`,
      ]);
    case 'mysql':
      return r.pick([
        "[MY-010914] [Server] Aborted connection {n} to db: 'app' user: 'app' host: '{ip}' (Got timeout reading communication packets).",
        '[MY-012551] [InnoDB] page_cleaner: settings might not be optimal.',
      ]);
    case 'redis':
      return r.pick([
        '100 changes in 300 seconds. Saving...',
        'Background saving started by pid {id}',
        'DB saved on disk',
        'Background saving terminated with success',
      ]);
    case 'kafka':
      return r.pick([
        '[GroupMetadataManager brokerId=1] Removed 0 expired offsets in 1 milliseconds. (kafka.coordinator.group.GroupMetadataManager)',
        '[ProducerStateManager partition=__consumer_offsets-{id}] Wrote producer snapshot at offset {n} with 0 producer ids in 2 ms. (org.apache.kafka.storage.internals.log.ProducerStateManager)',
        '[LocalLog partition=events-3, dir=/var/lib/kafka/data] Rolled new log segment at offset {n} in 1 ms. (kafka.log.LocalLog)',
      ]);
    case 'rabbitmq':
      return r.pick([
        'accepting AMQP connection {ip}:{n} -> 10.0.4.21:5672',
        "connection {ip}:{n} -> 10.0.4.21:5672: user 'app' authenticated and granted access to vhost '/'",
        "closing AMQP connection ({ip}:{n} -> 10.0.4.21:5672, vhost: '/', user: 'app')",
      ]);
    case 'mssql':
      return r.pick([
        'Log was backed up. Database: app, creation date(time): 2024/02/11(09:12:44), first LSN: 4412:{n}:1, last LSN: 4413:{n}:1, number of dump devices: 1. This is an informational message only. No user action is required.',
        'This instance of SQL Server has been using a process ID of 1104 since start (local).',
      ]);
    case 'klog':
      return r.pick(['"Reconciled" resources=14', '"Starting workers" controller="main" worker count=2']);
    default:
      return '';
  }
}
