import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from './ports.ts';

/** The account that PostgreSQL runs under, and the words to put before its commands. */
export interface PostgresAccount {
  /** Undefined when the current account serves, which is every account but root. */
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  /** A command prefix, empty in most cases. */
  readonly prefix: readonly string[];
}

function idOf(name: string): { uid: number; gid: number } | undefined {
  try {
    const read = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: read('-u'), gid: read('-g') };
  } catch {
    return undefined; // The account does not exist here: the next one is tried.
  }
}

function firstClosedFolder(path: string, uid: number, gid: number): string | undefined {
  const parent = dirname(path);
  const above = parent === path ? undefined : firstClosedFolder(parent, uid, gid);
  if (above !== undefined || !existsSync(path)) return above;
  const { mode, uid: owner, gid: group } = statSync(path);
  const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
  return (mode & bit) === 0 ? path : undefined;
}

function setprivPath(): string | undefined {
  return ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
}

/**
 * PostgreSQL refuses to run as root, so root hands it to `postgres` or `nobody`. Where that account cannot enter one of
 * `paths` (a checkout below /root, say), it gets the one capability that lets it, through `setpriv`; the secure bit is
 * there because `access(2)`, by which PostgreSQL looks for its own programs, else leaves capabilities out of account.
 */
export function choosePostgresAccount(paths: readonly string[]): PostgresAccount {
  if (process.getuid?.() !== 0) return { uid: undefined, gid: undefined, prefix: [] };
  const account = idOf('postgres') ?? idOf('nobody');
  if (!account) {
    throw new StartError('PostgreSQL does not run as root, and this machine has neither the user postgres nor nobody.');
  }
  const closed = paths.map((path) => firstClosedFolder(path, account.uid, account.gid)).find((path) => path);
  if (closed === undefined) return { ...account, prefix: [] };
  const setpriv = setprivPath();
  if (!setpriv) {
    throw new StartError(
      `PostgreSQL does not run as root, and its account may not enter ${closed}: open that folder (chmod o+x), ` +
        'or start as another user.',
    );
  }
  const { uid, gid } = account;
  const capability = ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  const prefix = [setpriv, `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...capability, '--'];
  return { uid, gid, prefix };
}
