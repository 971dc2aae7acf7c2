/** Generated from schemas/runbooks.yaml by `npm run generate`; do not edit. */

/**
 * Parameters and response of each operation, by operationId.
 */
export interface Operations {
  search_runbooks: {
    parameters: SearchRunbooksParameters;
    response: RunbookMatchList;
  };
  get_incident_playbook: {
    parameters: GetIncidentPlaybookParameters;
    response: PlaybookAnswer;
  };
  get_troubleshooting_guide: {
    parameters: GetTroubleshootingGuideParameters;
    response: GuideList;
  };
  get_escalation_procedures: {
    parameters: GetEscalationProceduresParameters;
    response: ProcedureList;
  };
  get_common_resolutions: {
    parameters: GetCommonResolutionsParameters;
    response: ProcedureList;
  };
  describe_source: {
    parameters: DescribeSourceParameters;
    response: SourceDescription;
  };
}
/**
 * What a handler of search_runbooks receives: validated, with defaults applied.
 */
export interface SearchRunbooksParameters {
  /**
   * Keep only runbooks for this type of incident; where a runbook states none it is judged by its words.
   */
  incident_type?: 'performance' | 'availability' | 'security' | 'deployment';
  /**
   * Words to search for.
   */
  keyword?: string;
  /**
   * Keep only runbooks for this severity; runbooks that state none stay.
   */
  severity?: 'low' | 'medium' | 'high' | 'critical';
  /**
   * Words or a whole question to search for; joined with keyword.
   */
  query?: string;
  /**
   * A cause code such as oom_killed.
   */
  cause?: string;
  /**
   * An alert name such as HighLatency.
   */
  alert?: string;
  /**
   * Labels of the alert or target: key=value pairs separated by commas.
   */
  labels?: string;
  /**
   * At most this many runbooks; `truncated` says when more exist.
   */
  limit: number;
}
/**
 * Runbooks, best first.
 */
export interface RunbookMatchList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: RunbookMatch[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * What was searched, so that an empty answer can be read: the words, the window, and whether the source has this kind of signal at all.
 */
export interface Searched {
  /**
   * What was searched, in words, with the filters applied.
   */
  what: string;
  /**
   * False when the source holds no such signal at all: the empty answer then means unknown, not healthy.
   */
  present: boolean;
  /**
   * Start of the window searched; absent when no window applies.
   */
  start?: string;
  /**
   * End of the window searched.
   */
  end?: string;
  /**
   * What matches and was not read because of a limit, in words; absent when all was read.
   */
  leftOut?: string;
  coverage?: Coverage;
}
/**
 * What of the source was read and what was not: an object that is not listed is absent only where its kind was seen. In an answer: of the kinds and namespaces that it is about.
 */
export interface Coverage {
  /**
   * A kind that is in none of them was not read.
   */
  readings: CoverageReading[];
  /**
   * Files and parts of files that were not understood, in name order; the first ones where there are many.
   */
  notUnderstood: NotUnderstood[];
  /**
   * How many there are in all, where not all are listed.
   */
  notUnderstoodTotal?: number;
}
/**
 * How far one kind was read, in all of the source or in some namespaces.
 */
export interface CoverageReading {
  /**
   * The kind of object as Kubernetes writes it, such as Pod or Event, or another signal: changes, logs, metrics, topology, alerts, traces, runbooks.
   */
  kind: string;
  /**
   * The namespaces this is about; absent means all of the source, and kinds that have no namespace.
   */
  namespaces?: string[];
  /**
   * seen: read to the end, also when there is none. truncated: there are more, or there may be. forbidden: the rights do not reach there. unread: it failed, or its file is damaged. not-served: the server does not know the kind, so there is none.
   */
  state: 'seen' | 'truncated' | 'forbidden' | 'unread' | 'not-served';
  /**
   * How many were read.
   */
  items?: number;
  /**
   * What is missing and why, in words; absent when all was seen.
   */
  reason?: string;
}
/**
 * A file, or a part of one, that could not be read as what it should be.
 */
export interface NotUnderstood {
  /**
   * Its path in the snapshot.
   */
  file: string;
  /**
   * Where; absent when it is about the whole file.
   */
  line?: number;
  /**
   * Why, in words.
   */
  reason: string;
}
/**
 * A runbook that fits.
 */
export interface RunbookMatch {
  /**
   * Its id.
   */
  id: string;
  /**
   * Its title.
   */
  title: string;
  /**
   * 0 to 1, relative to the best match.
   */
  score: number;
  /**
   * The list item or paragraph that fits best.
   */
  step?: string;
  /**
   * The text around it, at most 500 characters.
   */
  excerpt: string;
  /**
   * The section the step is in.
   */
  heading?: string;
  /**
   * Severity it states.
   */
  severity?: 'low' | 'medium' | 'high' | 'critical';
  /**
   * Incident type it states or shows.
   */
  incidentType?: 'performance' | 'availability' | 'security' | 'deployment';
  /**
   * Cause codes it states.
   */
  causes: string[];
  /**
   * Alert names it states.
   */
  alerts: string[];
  /**
   * Services it states.
   */
  services: string[];
}
/**
 * What a handler of get_incident_playbook receives: validated, with defaults applied.
 */
export interface GetIncidentPlaybookParameters {
  /**
   * The id of a runbook as search_runbooks returns it: its file name without .md.
   */
  playbook_id: string;
}
/**
 * One runbook.
 */
export interface PlaybookAnswer {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  playbook: Playbook;
}
/**
 * One runbook.
 */
export interface Playbook {
  /**
   * Its id.
   */
  id: string;
  /**
   * Its title.
   */
  title: string;
  /**
   * Severity it states.
   */
  severity?: 'low' | 'medium' | 'high' | 'critical';
  /**
   * Incident type it states or shows.
   */
  incidentType?: 'performance' | 'availability' | 'security' | 'deployment';
  /**
   * Category it states or shows.
   */
  category?: string;
  causes: string[];
  alerts: string[];
  services: string[];
  sections: RunbookSection[];
  /**
   * The whole text without front matter.
   */
  markdown: string;
}
/**
 * One section of a runbook.
 */
export interface RunbookSection {
  /**
   * Heading; empty before the first.
   */
  heading: string;
  /**
   * Its text, as Markdown.
   */
  text: string;
  /**
   * Its list items, in order.
   */
  steps: string[];
}
/**
 * What a handler of get_troubleshooting_guide receives: validated, with defaults applied.
 */
export interface GetTroubleshootingGuideParameters {
  /**
   * Area of the trouble. Absent means all.
   */
  category?: 'kubernetes' | 'performance' | 'networking' | 'database';
  /**
   * The issue in words, such as crash loop or slow queries.
   */
  issue_type?: string;
  /**
   * At most this many guides; `truncated` says when more exist.
   */
  limit: number;
}
/**
 * Guides, best first.
 */
export interface GuideList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: Guide[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * Diagnostic steps of one runbook.
 */
export interface Guide {
  /**
   * The runbook's id.
   */
  id: string;
  /**
   * Its title.
   */
  title: string;
  /**
   * Its category.
   */
  category?: 'kubernetes' | 'performance' | 'networking' | 'database';
  /**
   * 0 to 1, relative to the best match.
   */
  score: number;
  steps: string[];
  sections: RunbookSection[];
}
/**
 * What a handler of get_escalation_procedures receives: validated, with defaults applied.
 */
export interface GetEscalationProceduresParameters {
  /**
   * Keep only runbooks for this severity; runbooks that state none stay.
   */
  severity?: 'low' | 'medium' | 'high' | 'critical';
  /**
   * Keep only runbooks for this type of incident; where a runbook states none it is judged by its words.
   */
  incident_type?: 'performance' | 'availability' | 'security' | 'deployment';
  /**
   * At most this many procedures; `truncated` says when more exist.
   */
  limit: number;
}
/**
 * Sections, best first.
 */
export interface ProcedureList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: Procedure[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * One section of one runbook.
 */
export interface Procedure {
  /**
   * The runbook's id.
   */
  id: string;
  /**
   * Its title.
   */
  title: string;
  /**
   * The section's heading.
   */
  heading: string;
  /**
   * Its text, as Markdown.
   */
  text: string;
  steps: string[];
  /**
   * 0 to 1, relative to the best match.
   */
  score: number;
  /**
   * Severity the runbook states.
   */
  severity?: 'low' | 'medium' | 'high' | 'critical';
  /**
   * Incident type it states or shows.
   */
  incidentType?: 'performance' | 'availability' | 'security' | 'deployment';
}
/**
 * What a handler of get_common_resolutions receives: validated, with defaults applied.
 */
export interface GetCommonResolutionsParameters {
  /**
   * The issue in words.
   */
  issue: string;
  /**
   * Prefer runbooks that name this service.
   */
  service?: string;
  /**
   * At most this many resolutions; `truncated` says when more exist.
   */
  limit: number;
}
/**
 * What a handler of describe_source receives: validated, with defaults applied.
 */
export interface DescribeSourceParameters {}
/**
 * What this backend reads from.
 */
export interface SourceDescription {
  /**
   * The kind of provider, such as snapshot.
   */
  provider: string;
  /**
   * Name of the cluster or system observed.
   */
  cluster: string;
  /**
   * Kubernetes namespaces in scope; empty when the source names none.
   */
  namespaces: string[];
  /**
   * The source's now: every age and window is relative to it.
   */
  asOf: string;
  /**
   * The complaint as it was recorded; absent when none was.
   */
  report?: string;
  /**
   * The kinds of signal this backend holds.
   */
  signals: ('objects' | 'events' | 'changes' | 'logs' | 'metrics' | 'topology' | 'alerts' | 'traces' | 'runbooks')[];
  /**
   * One line for each damaged or skipped file, naming the file and line.
   */
  warnings: string[];
  coverage: Coverage;
  recording?: Recording;
}
/**
 * What is read is a recording, not a running system.
 */
export interface Recording {
  /**
   * The moment of the recording, as recorded.
   */
  capturedAt: string;
  /**
   * How far all times were moved; 0 where they are those of the recording.
   */
  shiftedSeconds: number;
}
/**
 * Every failure has this shape.
 */
export interface Error {
  /**
   * What went wrong.
   */
  error: {
    /**
     * The class of failure.
     */
    kind:
      | 'invalid-input'
      | 'unauthenticated'
      | 'forbidden'
      | 'not-found'
      | 'rate-limited'
      | 'timeout'
      | 'cancelled'
      | 'unavailable'
      | 'bad-upstream'
      | 'internal';
    /**
     * One sentence for a person.
     */
    message: string;
    /**
     * The parameter at fault, for invalid-input.
     */
    field?: string;
    /**
     * Why the parameter was refused, for invalid-input.
     */
    reason?: string;
    /**
     * Finds the request in the log.
     */
    requestId?: string;
  };
}
