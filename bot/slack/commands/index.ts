import { changes } from './changes.ts';
import type { Command } from './command.ts';
import { events } from './events.ts';
import { forget } from './forget.ts';
import { handover } from './handover.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { incident } from './incident.ts';
import { investigate } from './investigate.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { logs } from './logs.ts';
import { metrics } from './metrics.ts';
import { oncall } from './oncall.ts';
import { page } from './page.ts';
import { pods } from './pods.ts';
import { postmortem } from './postmortem.ts';
import { prefs } from './prefs.ts';
import { restart } from './restart.ts';
import { runbook } from './runbook.ts';
import { silence } from './silence.ts';
import { status } from './status.ts';
import { summary } from './summary.ts';
import { timeline } from './timeline.ts';
import { whoami } from './whoami.ts';

/** All subcommands of `/sre`, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  investigate,
  status,
  logs,
  metrics,
  pods,
  events,
  changes,
  runbook,
  oncall,
  page,
  handover,
  incident,
  timeline,
  summary,
  postmortem,
  history,
  silence,
  restart,
  prefs,
  forget,
  whoami,
  login,
  logout,
  help,
];

/** The command of this name; undefined for none. */
export function commandRow(name: string): Command | undefined {
  return COMMANDS.find((command) => command.name === name);
}
