import type { ActionDesk } from '../actions/action-desk.ts';
import type { ProposedAction } from '../domain/action.ts';
import type { AlertGroup } from '../domain/alert-group.ts';
import { SreError } from '../domain/errors.ts';
import type { Incident } from '../domain/incident.ts';
import type { Page } from '../domain/page.ts';
import type { Silence } from '../domain/silence.ts';
import type { IncidentDesk } from '../incidents/incident-desk.ts';
import type { Pager } from '../oncall/pager.ts';
import type { WhoIsOnCall } from '../oncall/who-is-on-call.ts';
import type { AlertInbox } from '../ports/alert-inbox.ts';
import type { DutySettingsSource } from '../ports/duty-settings.ts';
import type { Memory } from '../ports/memory.ts';
import type { RecordStore } from '../ports/record-store.ts';
import type { SilenceMirror } from '../ports/silence-mirror.ts';
import type { Timeline } from '../ports/timeline.ts';

/** What the handlers of alerts, pages, incidents and actions call. */
export interface Duty {
  readonly pager: Pager;
  readonly whoIsOnCall: WhoIsOnCall;
  readonly incidentDesk: IncidentDesk;
  readonly actionDesk: ActionDesk;
  readonly settings: DutySettingsSource;
  readonly groups: RecordStore<AlertGroup>;
  readonly pages: RecordStore<Page>;
  readonly incidents: RecordStore<Incident>;
  readonly silences: RecordStore<Silence>;
  /** Where silences are kept too, by alerts' source. */
  readonly mirror?: Pick<SilenceMirror, 'name' | 'others'>;
  /** Where alerts are held back while a silence holds. */
  readonly inbox: Pick<AlertInbox, 'held'>;
  readonly actions: RecordStore<ProposedAction>;
  readonly timeline: Timeline;
  readonly memory: Pick<Memory, 'knowledge'>;
}

/** The parts of duty, for a command that needs them. Throws SreError `unavailable` where they are not set up. */
export function dutyOf({ duty }: { readonly duty?: Duty }): Duty {
  if (duty === undefined) throw new SreError('unavailable', 'alerts, calls and incidents are not set up here');
  return duty;
}
