import { createHash } from 'node:crypto';
import type { KeptReport } from '../domain/document.ts';
import { SreError } from '../domain/errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { RecordStore } from '../ports/record-store.ts';
import type { Redaction } from '../ports/redaction.ts';
import type { ReportKind, ReportShelf } from '../ports/report-shelf.ts';

const KEY = /^reports\/(?:report|postmortem)\/[\w./-]+\.md$/;

/**
 * Reports as objects `reports/<kind>/<day>/<investigation>-<hash of the text>.md`, without secrets; `kept` remembers
 * the newest of each.
 */
export function createReportShelf(
  objects: Pick<ObjectStore, 'put' | 'link'>,
  redaction: Redaction,
  kept: Pick<RecordStore<KeptReport>, 'add' | 'change' | 'find'>,
): ReportShelf {
  const idOf = (kind: ReportKind, investigation: string, teamId: string) => `${kind} ${teamId} ${investigation}`;
  return {
    async keep({ kind, investigation, teamId, at, markdown }) {
      const text = await redaction.of(investigation).redact(markdown);
      const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
      const day = /^\d{4}-\d{2}-\d{2}/.exec(at)?.[0] ?? 'undated';
      const name = investigation.replace(/[^A-Za-z0-9-]/g, '_').slice(0, 100);
      const key = `reports/${kind}/${day}/${name}-${hash}.md`;
      await objects.put(key, text, { contentType: 'text/markdown; charset=utf-8' });
      const report: KeptReport = { id: idOf(kind, investigation, teamId), teamId, state: 'kept', key };
      if (!(await kept.add(report))) await kept.change(report.id, () => report);
      return { key };
    },
    async find(kind, investigation, teamId, seconds) {
      const report = await kept.find(idOf(kind, investigation, teamId));
      if (report?.teamId !== teamId) return undefined;
      // Only what lies on the shelf: a link opens its object to whoever holds it.
      if (!KEY.test(report.key) || report.key.includes('..')) throw new SreError('internal', 'that is no report');
      return { link: await objects.link(report.key, seconds) };
    },
  };
}
