import { createHash } from 'node:crypto';
import { SreError } from '../domain/errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Redaction } from '../ports/redaction.ts';
import type { ReportShelf } from '../ports/report-shelf.ts';

const KEY = /^reports\/(?:report|postmortem)\/[\w./-]+\.md$/;

/** Reports as objects `reports/<kind>/<day>/<investigation>-<hash of the text>.md`, without secrets. */
export function createReportShelf(objects: Pick<ObjectStore, 'put' | 'link'>, redaction: Redaction): ReportShelf {
  return {
    async keep({ kind, investigation, at, markdown }) {
      const text = await redaction.of(investigation).redact(markdown);
      const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
      const day = /^\d{4}-\d{2}-\d{2}/.exec(at)?.[0] ?? 'undated';
      const name = investigation.replace(/[^A-Za-z0-9-]/g, '_').slice(0, 100);
      const key = `reports/${kind}/${day}/${name}-${hash}.md`;
      await objects.put(key, text, { contentType: 'text/markdown; charset=utf-8' });
      return { key };
    },
    async link(key, seconds) {
      // Only what lies on the shelf: a link opens its object to whoever holds it.
      if (!KEY.test(key) || key.includes('..')) throw new SreError('invalid-input', 'that is no report');
      return objects.link(key, seconds);
    },
  };
}
