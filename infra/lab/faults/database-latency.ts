import { DATABASE } from '../system.ts';
import { between, type Fault } from './fault.ts';

const VIEW = 'create or replace view stock as select product, left_over from stock_rows';

export const databaseLatency: Fault = {
  name: 'database-latency',
  title: 'A statement of the database is slow',
  alerts: ['HighRequestLatency', 'ConnectionPoolWaiting'],
  plan: (random, size = random()) => {
    const seconds = between(1.2, 2.2, size);
    return {
      what: `reading the view stock takes ${seconds.toFixed(2)} s in the database`,
      truth: { components: [`service/${DATABASE}`], causes: ['slow_query', 'latency_regression', 'lock_contention'] },
      begin: async ({ cluster }) => {
        // The server itself is slow: its statistics, its log and its clients all show it.
        await inDatabase(cluster, `${VIEW}, (select pg_sleep(${seconds.toFixed(3)})) as waited`);
      },
      heal: async ({ cluster }) => inDatabase(cluster, VIEW),
    };
  },
};

async function inDatabase(
  cluster: Parameters<ReturnType<Fault['plan']>['begin']>[0]['cluster'],
  text: string,
): Promise<void> {
  const address = cluster.databaseAddress();
  if (address === undefined) throw new Error('the database is not there');
  await cluster.database.change(address, text);
}
