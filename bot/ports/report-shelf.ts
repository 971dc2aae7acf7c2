/** Reports and postmortems, kept beyond the life of a thread. */
export interface ReportShelf {
  /** Keeps one text; the same text of the same investigation is kept once. Returns its key. Throws SreError. */
  keep(report: {
    readonly kind: 'report' | 'postmortem';
    readonly investigation: string;
    /** RFC 3339: files it by day. */
    readonly at: string;
    readonly markdown: string;
  }): Promise<{ readonly key: string }>;
  /** An address that whoever holds it may read for `seconds` (1 to 604,800). */
  link(key: string, seconds: number): Promise<string>;
}
