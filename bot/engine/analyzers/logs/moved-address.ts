import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { ChangeRecord } from '../../../domain/signals.ts';
import { REPEATED } from '../../cluster/parameters.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { type Complaint, readComplaints } from '../../log-reading/complaints.ts';
import { REFUSED } from '../../log-reading/peers.ts';
import { earliest, quotePattern } from '../../log-reading/quoting.ts';
import { CHANGES } from '../metrics/change-parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { QUOTED, TIMES } from './parameters.ts';

/** A line of a diff that sets where something listens. */
const LISTENS = /port|listen|bind|addr|host|url|endpoint|:\d/i;

/** A caller is refused at a port that a change of the callee has just given up: it was not told of the new one. */
export const movedAddress = defineAnalyzer({
  id: 'moved-address',
  title: 'Called at a port that was given up',
  causes: ['service_env_var_address_mismatch'],
  needs: ['logs'],
  example: 'A change of prices goes from port 8081 to 8082, and shop is refused at 8081 from that minute on.',
  analyze: (evidence) => {
    if (evidence.logs.status === 'unknown') return { status: 'unknown', reason: evidence.logs.reason };
    const changes = evidence.changes.status === 'observed' ? evidence.changes.value : [];
    const { present, tool } = readComplaints(evidence);
    const refused = present.filter(({ text, failure }) => REFUSED.test(text) && failure.peer?.port !== undefined);
    const moved = refused.flatMap((complaint) => {
      const change = changes.find((one) => gaveUp(one, complaint) && isJustBefore(one, complaint));
      return change === undefined ? [] : [{ complaint, change }];
    });
    const findings = [...Map.groupBy(moved, ({ complaint }) => complaint.writer)].flatMap(([writer, own]) => {
      const lines = own.reduce((sum, { complaint }) => sum + complaint.pattern.count, 0);
      return lines < REPEATED ? [] : [findingOf(writer, own, tool)];
    });
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `no change gave up any of ${refused.length} addresses that refuse calls` };
  },
});

interface Moved {
  readonly complaint: Complaint;
  readonly change: ChangeRecord;
}

/** Whether another service's change takes the port away and sets another in its place. */
function gaveUp({ service, diff }: ChangeRecord, { writer, failure }: Complaint): boolean {
  if (diff === undefined || service === undefined || writer.endsWith(`/${service}`)) return false;
  const port = new RegExp(`\\b${failure.peer!.port}\\b`);
  const lines = diff.split('\n').filter((line) => LISTENS.test(line) && /\d/.test(line));
  const added = lines.filter((line) => line.startsWith('+'));
  return (
    added.length > 0 &&
    !added.some((line) => port.test(line)) &&
    lines.some((line) => line.startsWith('-') && port.test(line))
  );
}

function isJustBefore({ timestamp }: ChangeRecord, { pattern }: Complaint): boolean {
  const late = Date.parse(pattern.firstSeen ?? '') - Date.parse(timestamp);
  return late >= -CHANGES.clockSlackMs && late <= TIMES.nextStartMs;
}

function findingOf(writer: Complaint['writer'], own: readonly Moved[], tool: string): Finding {
  const [{ change, complaint }] = own as [Moved];
  const name = writer.slice(writer.indexOf('/') + 1);
  const port = complaint.failure.peer!.port!;
  const told: EvidenceDraft = {
    source: 'kubernetes',
    tool: 'list_changes',
    target: `service/${change.service}`,
    text: `${change.id} of ${change.service} (${change.summary}) gave up port ${port} at ${change.timestamp}.`,
    observedAt: change.timestamp,
  };
  const onset = earliest(own.map(({ complaint: { pattern } }) => pattern.firstSeen));
  return {
    analyzer: 'moved-address',
    component: writer,
    cause: 'service_env_var_address_mismatch',
    grade: 'shown',
    statement: `${name} calls ${change.service} at port ${port}, which ${change.service} has given up.`,
    strength: STRENGTH.likely,
    evidence: [
      ...own
        .slice(0, QUOTED.pair)
        .map(({ complaint: { logs, pattern, text } }) => quotePattern(logs, pattern, tool, text)),
      told,
    ],
    parameters: { address: complaint.failure.peer!.host ?? complaint.failure.peer!.ip ?? `port ${port}` },
    ...(onset === undefined ? {} : { onset }),
  };
}
