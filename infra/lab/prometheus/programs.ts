import { spawnSync } from 'node:child_process';
import { StartError } from '../../local/ports.ts';

/** Debian calls it prometheus-alertmanager, its makers alertmanager. */
const NAMES = {
  prometheus: ['prometheus'],
  promtool: ['promtool'],
  alertmanager: ['prometheus-alertmanager', 'alertmanager'],
} as const;

export type Programs = Readonly<Record<keyof typeof NAMES, string>>;

/** Finds the programs the lab needs. Throws a StartError that says which are missing and how to get them. */
export function findPrograms(): Programs {
  const found = Object.entries(NAMES).map(([role, names]) => [role, names.find(isThere)] as const);
  const missing = found.filter(([, name]) => name === undefined).map(([role]) => role);
  if (missing.length > 0)
    throw new StartError(
      `The lab needs ${missing.join(', ')}, which ${missing.length === 1 ? 'is' : 'are'} not on this machine. On Debian and ` +
        'Ubuntu: apt-get install prometheus prometheus-alertmanager',
    );
  return Object.fromEntries(found) as unknown as Programs;
}

function isThere(name: string): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0;
}
