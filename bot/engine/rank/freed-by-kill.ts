import { nameOf } from '../metric-reading/entity.ts';
import type { Parameters } from '../parameters.ts';
import type { Candidate } from './candidates.ts';
import { onsetOf } from './onset.ts';
import type { Reach } from './reach.ts';

/**
 * Whether a machine that was short of memory had it back when a program of it was killed for memory, and has it still: the
 * program had taken it. The kernel kills whoever holds most (mm/oom_kill.c, `oom_badness`), and what a process held is
 * available to others again (filesystems/proc: MemAvailable). What ails since is that the program is gone.
 */
export function isFreedByKill(killed: Candidate, short: Candidate, reach: Reach, { passingMs }: Parameters): boolean {
  if (killed.cause !== 'oom_killed' || short.cause !== 'node_memory_pressure') return false;
  if (nameOf(killed.component).kind !== 'service' || !isOn(killed, short, reach)) return false;
  const at = onsetOf(killed);
  if (at === undefined) return false;
  return short.findings.some(
    ({ until }) => until !== undefined && Math.abs(Date.parse(until) - Date.parse(at)) <= passingMs,
  );
}

/** Whether a program runs on a machine, as is known of it or as the machine's own journal tells of its end. */
function isOn({ component, evidence }: Candidate, { component: node }: Candidate, reach: Reach): boolean {
  if (reach.places(component).has(node)) return true;
  const host = `${nameOf(node).name} systemd[`;
  return evidence.some(({ source, text }) => source === 'logs' && text.includes(` ${host}`));
}
