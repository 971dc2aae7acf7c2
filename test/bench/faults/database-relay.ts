import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Traps } from './traps.ts';

/** `held`: nothing comes through; `away`: connections end and none is taken. */
export type DatabaseState = 'open' | 'held' | 'away';

export interface DatabaseRelay {
  readonly port: number;
  become(state: DatabaseState): void;
  close(): void;
}

/** A bot's way to PostgreSQL. Statements go on as they come, unless a trap does something else with them. */
export async function startDatabaseRelay(target: number, bot: number, traps: Traps): Promise<DatabaseRelay> {
  let state: DatabaseState = 'open';
  const pairs = new Set<readonly [Socket, Socket]>();

  const server = createServer((client) => {
    if (state === 'away') return void client.destroy();
    const database = connect(target, '127.0.0.1');
    const pair = [client, database] as const;
    pairs.add(pair);
    let answered: (() => void) | undefined;
    const end = () => {
      client.destroy();
      database.destroy();
      pairs.delete(pair);
    };
    for (const side of pair) side.setNoDelay(true).on('error', end).on('close', end);
    if (state === 'held') hold(pair);
    client.on('data', (chunk: Buffer) => {
      const deed = traps.isIdle('database') ? undefined : traps.take('database', chunk.toString('latin1'));
      if (deed?.kind === 'before') return deed.strike(bot);
      if (deed?.kind === 'tell') deed.strike(bot);
      if (deed?.kind === 'after') answered = () => deed.strike(bot);
      database.write(chunk);
    });
    database.on('data', (chunk: Buffer) => {
      if (answered !== undefined) return answered();
      client.write(chunk);
    });
  });

  function hold([client, database]: readonly [Socket, Socket]): void {
    client.pause();
    database.pause();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    become(next) {
      state = next;
      for (const pair of pairs) {
        if (next === 'away') for (const side of pair) side.destroy();
        else if (next === 'held') hold(pair);
        else for (const side of pair) side.resume();
      }
    },
    close() {
      for (const pair of pairs) for (const side of pair) side.destroy();
      server.close();
    },
  };
}
