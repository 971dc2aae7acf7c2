import { parseArgs } from 'node:util';
import { readChain, readHead, readKeys } from './adapters/postgres/audit-store.ts';
import type { AuditTables } from './adapters/postgres/audit-tables.ts';
import { openDatabase } from './adapters/postgres/database.ts';
import { prepareAudit } from './adapters/postgres/prepare-audit.ts';
import type { ChainHead } from './audit/chain.ts';
import { exportedLines } from './audit/export.ts';
import { verifyChain } from './audit/verify.ts';
import { SreError } from './domain/errors.ts';
import { Secret } from './domain/secret.ts';

/** What the command line needs from where it runs. */
export interface AuditCliDeps {
  readonly write: (line: string) => void;
  readonly complain: (line: string) => void;
  /** Where PostgreSQL is: as the bot's role, or as the owner's. */
  readonly databaseUrl: string | undefined;
}

const USAGE = `usage: npm run -s audit -- verify [--head SEQ:HASH]...    is the chain whole? Heads stand in exports and in the bot's log
       npm run -s audit -- export [--from TIME] [--to TIME] [--names]    JSON lines; names and words where their keys exist
       npm run -s audit -- prepare --bot ROLE    as the database's owner: makes the tables that ROLE may only add to
The environment variable DATABASE_URL says where PostgreSQL is.`;

/** Runs `audit`. Returns the exit status: 0; 1 for a chain that does not hold; 2 for unusable input, a line to `complain`. */
export async function runAudit(argv: readonly string[], deps: AuditCliDeps): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        head: { type: 'string', multiple: true },
        from: { type: 'string' },
        to: { type: 'string' },
        names: { type: 'boolean' },
        bot: { type: 'string' },
      },
    });
    const [verb = ''] = positionals;
    if (positionals.length !== 1 || !['verify', 'export', 'prepare'].includes(verb)) throw new Error(USAGE);
    if (deps.databaseUrl === undefined) throw new Error(`DATABASE_URL is not set.\n${USAGE}`);
    const url = new Secret(deps.databaseUrl);
    if (verb === 'prepare') {
      if (values.bot === undefined) throw new Error(`--bot is missing.\n${USAGE}`);
      await prepareAudit(url, values.bot);
      deps.write(`The audit is prepared: ${values.bot} may add to it and change nothing.`);
      return 0;
    }
    const heads = (values.head ?? []).map(headOf);
    const range = { ...timeOf('from', values.from), ...timeOf('to', values.to) };
    const database = openDatabase(url, { onError: (error) => deps.complain(error.message), poolSize: 2 });
    const db = database.db.withTables<AuditTables>();
    try {
      if (verb === 'verify') return await verify(verifyChain(readChain(db), heads), deps);
      const keys = values.names ? await readKeys(db) : [];
      const head = await readHead(db);
      for await (const line of exportedLines(readChain(db, range), { head, keys })) deps.write(line);
      return 0;
    } finally {
      await database.close();
    }
  } catch (thrown) {
    const { message, cause } = thrown as Error;
    deps.complain(thrown instanceof SreError && cause instanceof Error ? `${message}: ${cause.message}` : message);
    return 2;
  }
}

async function verify(verified: ReturnType<typeof verifyChain>, { write }: AuditCliDeps): Promise<number> {
  const { entries, head, faults } = await verified;
  for (const { about } of faults) write(about);
  const count = `${entries} ${entries === 1 ? 'entry' : 'entries'}, head ${head.seq}:${head.hash}`;
  write(faults.length === 0 ? `The chain holds: ${count}` : `THE CHAIN DOES NOT HOLD: ${count}`);
  return faults.length === 0 ? 0 : 1;
}

function headOf(text: string): ChainHead {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined) throw new Error(`--head is not SEQ:HASH.\n${USAGE}`);
  return { seq: Number(seq), hash };
}

function timeOf(name: 'from' | 'to', text: string | undefined): Partial<Record<'from' | 'to', string>> {
  if (text === undefined) return {};
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new Error(`--${name} is not a time such as 2031-01-31 or 2031-01-31T10:00Z.`);
  return { [name]: time.toISOString() };
}
