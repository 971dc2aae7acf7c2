import type { LogPattern, ServiceLogs } from '../../domain/signals.ts';
import { ENDED_FROM_OUTSIDE } from '../knowledge/exit-codes.ts';

/** A program that ended with an error of its own, as whoever runs it and starts it again writes. */
export interface Restarted {
  readonly program: string;
  readonly logs: ServiceLogs;
  readonly pattern: LogPattern;
  readonly text: string;
}

/**
 * What those who run programs outside Kubernetes write of an end, with the program and the status it ended with: Nomad
 * (client/allocrunner/taskrunner), systemd (src/core/service.c), supervisord (supervisor/process.py), `docker events`.
 */
const ENDED: readonly RegExp[] = [
  /\btask_runner: [^\n]{0,200}?\btask=(?<program>[\w.-]+) (?:type=Terminated )?(?:msg|reason)="Exit Code: (?<code>\d+)/,
  /\bsystemd\[1\]: (?<program>[\w@.:-]+)\.service: Main process exited, code=exited, status=(?<code>\d+)\//,
  /\bexited: (?:[\w.-]+:)?(?<program>[\w.-]+) \(exit status (?<code>\d+); not expected\)/,
  /\bcontainer die [\da-f]{12,64} \([^\n]{0,400}?\bexitCode=(?<code>\d+),[^\n]{0,400}?\bname=(?<program>[\w.-]+)/,
];

/** Ends that a signal from outside brings about, and that are none. */
const NOT_OWN: ReadonlySet<number> = new Set([0, ...ENDED_FROM_OUTSIDE]);

/** Programs that ended so often with an error of their own, each once with the pattern that tells of most of its ends. */
export function restartedIn(all: readonly ServiceLogs[], least: number): readonly Restarted[] {
  const found = new Map<string, Restarted>();
  for (const logs of all)
    for (const pattern of logs.patterns) {
      if (pattern.count < least) continue;
      for (const { text } of pattern.samples) {
        const program = endedProgram(text);
        if (program === undefined || (found.get(program)?.pattern.count ?? 0) >= pattern.count) continue;
        found.set(program, { program, logs, pattern, text });
      }
    }
  return [...found.values()];
}

function endedProgram(text: string): string | undefined {
  for (const pattern of ENDED) {
    const groups = pattern.exec(text)?.groups;
    if (groups !== undefined) return NOT_OWN.has(Number(groups.code)) ? undefined : groups.program;
  }
  return undefined;
}
