import type { LabCluster } from '../start-cluster.ts';
import { DATABASE } from '../system.ts';
import { between, type Fault } from './fault.ts';

/** PostgreSQL's own words, where the volume is only a folder and cannot be really full. */
const PRETENDED = `create or replace function no_space() returns trigger language plpgsql as $$ begin
  raise exception 'could not extend file "base/16384/16402": No space left on device'
    using errcode = '53100', hint = 'Check free disk space.'; end $$`;
const TABLES = ['charges', 'reservations'];

export const diskFull: Fault = {
  name: 'disk-full',
  title: 'The volume of the database is full',
  alerts: ['KubePersistentVolumeFillingUp'],
  plan: (random, size = random()) => {
    const left = Math.round(between(256, 0, size) * 1024);
    return {
      what: `the database's volume has ${Math.round(left / 1024)} KiB left`,
      truth: { components: [`service/${DATABASE}`], causes: ['database_storage_full', 'node_disk_filling'] },
      begin: async ({ cluster }) => {
        cluster.volume.takeSpace(left);
        if (cluster.volume.real) return grow(cluster);
        const triggers = TABLES.map(
          (table) => `create trigger no_space before insert on ${table} for each row execute function no_space()`,
        );
        await run(cluster, `${PRETENDED}; ${triggers.join('; ')}`);
      },
      heal: async ({ cluster }) => {
        cluster.volume.giveBack();
        if (!cluster.volume.real)
          await run(cluster, TABLES.map((table) => `drop trigger no_space on ${table}`).join('; '));
      },
    };
  },
};

/** Tables that have room in their last pages would take rows for long: what is left is written to at once. */
async function grow(cluster: LabCluster): Promise<void> {
  const rows = `insert into charges (product, amount) select 1, 1 from generate_series(1, 20000)`;
  await run(cluster, rows).catch(() => undefined); // It fails when the volume is full, which is what is wanted.
}

async function run(cluster: LabCluster, text: string): Promise<void> {
  const address = cluster.databaseAddress();
  if (address !== undefined) await cluster.database.change(address, text);
}
