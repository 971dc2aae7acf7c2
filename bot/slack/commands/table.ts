import type { Role } from '../../domain/actor.ts';

/** One subcommand of `/sre`: the menu, the help and the argument errors are all made from this table. */
export interface CommandRow {
  readonly name: string;
  /** As shown: `[target]` may be left out, `<text>` may not. */
  readonly arguments: string;
  /** One line, what it does. */
  readonly does: string;
  readonly example: string;
  readonly role: Role;
  /** What its words mean: at most `words` of them before the text is read as a question instead. */
  readonly words: { readonly least: number; readonly most: number };
}

const any = Number.POSITIVE_INFINITY;

export const COMMANDS = [
  row('investigate', '[target] [since]', 'Find the cause, with evidence', 'investigate checkout 2h', 'viewer', 0, any),
  row('status', '', 'What is being investigated here', 'status', 'viewer', 0, 0),
  row('logs', '[target] [since]', 'What the logs say', 'logs checkout 30m', 'viewer', 0, 3),
  row('metrics', '[target] [since]', 'Which metrics changed', 'metrics checkout 6h', 'viewer', 0, 3),
  row('pods', '[target]', 'State of the pods', 'pods checkout', 'viewer', 0, 1),
  row('events', '[target] [since]', 'Kubernetes events', 'events checkout 1h', 'viewer', 0, 3),
  row('changes', '[target] [since]', 'Deploys, configuration, flags', 'changes checkout 1d', 'viewer', 0, 3),
  row('runbook', '<words>', 'Find a runbook', 'runbook connection pool', 'viewer', 1, any),
  row('oncall', '[team]', 'Who is on call', 'oncall payments', 'viewer', 0, 1),
  row('page', '<team> <why>', 'Call the one on call', 'page payments checkout is down', 'responder', 2, any),
  row('handover', '', 'Summary for the next shift', 'handover', 'responder', 0, 0),
  row('timeline', '', 'What happened when', 'timeline', 'viewer', 0, 0),
  row('summary', '', 'Where the incident stands', 'summary', 'viewer', 0, 0),
  row('postmortem', '', 'Draft a postmortem', 'postmortem', 'responder', 0, 0),
  row('history', '[target]', 'Earlier investigations', 'history checkout', 'viewer', 0, 1),
  row(
    'silence',
    '[end] [what] [how long]',
    'Quiet alerts for a while, or end that',
    'silence checkout 2h',
    'responder',
    0,
    2,
  ),
  row('incident', '[what is wrong]', 'Declare an incident', 'incident checkout is down', 'responder', 0, any),
  row('restart', '<deployment>', 'Propose to restart a Deployment', 'restart shop/checkout', 'responder', 1, 1),
  row('prefs', '', 'My preferences', 'prefs', 'viewer', 0, 0),
  row('forget', '', 'Delete what I keep of you', 'forget', 'viewer', 0, 0),
  row('whoami', '', 'Who I take you for, and your role', 'whoami', 'viewer', 0, 0),
  row('login', '', 'Sign in with your organisation', 'login', 'viewer', 0, 0),
  row('logout', '', 'Take that back', 'logout', 'viewer', 0, 0),
  row('help', '[command]', 'This list', 'help investigate', 'viewer', 0, 1),
] as const satisfies readonly CommandRow[];

export type CommandName = (typeof COMMANDS)[number]['name'];

export function commandRow(name: string): CommandRow | undefined {
  return COMMANDS.find((command) => command.name === name);
}

function row<Name extends string>(
  name: Name,
  args: string,
  does: string,
  example: string,
  role: Role,
  least: number,
  most: number,
): CommandRow & { readonly name: Name } {
  return { name, arguments: args, does, example, role, words: { least, most } };
}
