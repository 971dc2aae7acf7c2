import { lookupRuns } from './lookups.ts';
import { ownRuns } from './own.ts';
import { postmortem } from './postmortem.ts';
import { recordRuns } from './records.ts';
import type { Runs } from './run.ts';

export type { Run, RunContext, Runs } from './run.ts';

/** What each command does. A command of the table that stands neither here nor in `SlackDeps.runs` is said to be planned. */
export const RUNS: Runs = { ...lookupRuns, ...recordRuns, ...ownRuns, postmortem };
