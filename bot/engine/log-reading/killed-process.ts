import type { EvidenceSet, LogPattern, ServiceLogs } from '../../domain/signals.ts';
import { componentOf } from '../../domain/target.ts';
import { SAME_TIME_MS } from '../cluster/parameters.ts';
import { serviceLike } from '../metric-reading/entity.ts';
import { readMetrics } from '../metric-reading/read-metrics.ts';
import type { Blame } from './blame.ts';
import type { ErrorTextMatch } from './match-error-texts.ts';

/** The pod that a control group belongs to. */
export const POD_GROUP = /\bpod([\da-f]{8}[-_](?:[\da-f]{4}[-_]){3}[\da-f]{12})/i;
/** The name that the kernel gives of a process that it kills: the program's, of 15 letters at most (proc_pid_comm(5)). */
const KILLED = /\bKill(?:ed)? process \d+,? (?:UID \d+,? )?\(([\w.-]+)\)/;
/** The limit that was reached is a control group's, not the machine's memory (kernel's mm/oom_kill.c). */
const OF_GROUP = /\bMemory cgroup out of memory\b|\bconstraint=CONSTRAINT_MEMCG\b/;
/**
 * An end by the kernel's SIGKILL, as whoever runs programs writes it: 137 is 128 and 9 (Docker's and Podman's `run`, "Exit
 * status"; SwarmKit's `task: non-zero exit (137)`), systemd's results are `signal` with KILL and `oom-kill` (systemd.exec(5)).
 */
const ENDED_BY_KILL = /\bexit(?:ed|[ _-]?code)?\b[^\n]{0,24}\b137\b|\bstatus=9\/KILL\b|\bresult 'oom-kill'/i;
/** Numbers that Compose and Swarm append to a service for each copy of it: `shop_web.1.x2v7k`, `shop-web-1`. */
const COPY = /(?:\.\d+(?:\.\w+)?|[-_]\d+)$/;

/**
 * What the kernel killed for the limit of its own control group: what is called like the process, else the one thing that is
 * known by name and that the same log tells of as ended by the kill, in the same moment.
 */
export function killedAtItsLimit(
  { row, parameters }: ErrorTextMatch,
  text: string,
  logs: ServiceLogs,
  evidence: EvidenceSet,
): Blame | undefined {
  if (row.cause !== 'oom_killed' || POD_GROUP.test(text)) return undefined;
  // systemd says which of its units a killed process was of (systemd.service(5), `OOMPolicy=`).
  const name = KILLED.exec(text)?.[1] ?? parameters.unit;
  if (name === undefined) return undefined;
  const isKnown = readMetrics(evidence).known.called?.has(name) === true;
  const own = isKnown ? name : OF_GROUP.test(text) ? endedThen(text, logs, evidence) : undefined;
  return own === undefined ? undefined : { component: componentOf({ kind: 'service', name: own }), certain: true };
}

/** The one known service that a log tells of as ended by a kill in the moment of an entry of it. */
function endedThen(text: string, logs: ServiceLogs, evidence: EvidenceSet): string | undefined {
  const kill = logs.patterns.find(({ samples }) => samples.some((sample) => sample.text === text));
  if (kill === undefined) return undefined;
  const { services, nodes } = readMetrics(evidence).known;
  const names = new Set([...services].filter((name) => name !== logs.service && !nodes.has(name)));
  const ended = logs.patterns
    .filter((pattern) => isTogether(pattern, kill))
    .flatMap(({ samples }) => samples.filter((sample) => ENDED_BY_KILL.test(sample.text)))
    .flatMap((sample) => serviceNamed(sample.text, names) ?? []);
  const [one, other] = new Set(ended);
  return other === undefined ? one : undefined;
}

function isTogether({ lastSeen }: LogPattern, kill: LogPattern): boolean {
  if (lastSeen === undefined || kill.lastSeen === undefined) return false;
  return Math.abs(Date.parse(lastSeen) - Date.parse(kill.lastSeen)) <= SAME_TIME_MS;
}

/** The service that one of a line's words is, as Compose, Swarm and systemd write names of it. */
function serviceNamed(line: string, names: ReadonlySet<string>): string | undefined {
  for (const [word] of line.matchAll(/[A-Za-z][\w.-]*/g)) {
    const plain = word.replace(/[.:-]+$|\.service$/, '').replace(COPY, '');
    const service = serviceLike(plain, names);
    if (service !== undefined) return service;
  }
  return undefined;
}
