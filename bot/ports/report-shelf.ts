export type ReportKind = 'report' | 'postmortem';

/** Reports and postmortems, kept beyond the life of a thread. */
export interface ReportShelf {
  /** Keeps one text; the same text of the same investigation is kept once. Returns its key. Throws SreError. */
  keep(report: {
    readonly kind: ReportKind;
    /** Of what it is: an investigation's id, or a document's. */
    readonly investigation: string;
    readonly teamId: string;
    /** RFC 3339: files it by day. */
    readonly at: string;
    readonly markdown: string;
  }): Promise<{ readonly key: string }>;
  /**
   * The address of what was kept last of this, for whoever holds it, for `seconds` (1 to 604,800) at most. Undefined
   * where this team has none.
   */
  find(
    kind: ReportKind,
    investigation: string,
    teamId: string,
    seconds: number,
  ): Promise<{ readonly link: string } | undefined>;
}
