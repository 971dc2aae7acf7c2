import type { Logger } from 'pino';
import type { Actor } from '../domain/actor.ts';
import type { AlertSeverity } from '../domain/alert.ts';
import type { AlertGroup } from '../domain/alert-group.ts';
import type { Silence } from '../domain/silence.ts';
import type { AlertInbox } from '../ports/alert-inbox.ts';
import type { Board } from '../ports/board.ts';
import type { Clock } from '../ports/clock.ts';
import type { DutySettingsSource } from '../ports/duty-settings.ts';
import type { InvestigationStore } from '../ports/investigation-store.ts';
import type { Investigations } from '../ports/investigations.ts';
import type { Leases } from '../ports/leases.ts';
import type { RecordStore } from '../ports/record-store.ts';
import type { Redaction } from '../ports/redaction.ts';
import type { SilenceMirror } from '../ports/silence-mirror.ts';
import type { Timeline } from '../ports/timeline.ts';
import type { ToolGatewayFactory } from '../ports/tool-gateway.ts';

export interface AlertDeskDeps {
  readonly inbox: AlertInbox;
  readonly leases: Leases;
  readonly groups: RecordStore<AlertGroup>;
  readonly silences: RecordStore<Silence>;
  /** Keeps silences at their source too; absent: they are ours alone. */
  readonly mirror?: SilenceMirror;
  /** Takes secrets out of what silences are about before it is told; not done when absent. */
  readonly redaction?: Redaction;
  readonly board: Board;
  readonly timeline: Timeline;
  readonly investigations: Investigations;
  /** Where the ends of investigations are read. */
  readonly store: Pick<InvestigationStore, 'find'>;
  readonly gateways: ToolGatewayFactory;
  /** The bot itself, as one who asks. */
  readonly systemActor: () => Promise<Actor>;
  readonly settings: DutySettingsSource;
  readonly defaultChannel: string;
  /** The Slack team's id. */
  readonly teamId: () => Promise<string>;
  /** Told when a group's thread is opened; told again when it failed. */
  readonly onOpened?: (group: AlertGroup) => Promise<void>;
  /** Told of news of a group whose thread stands, by the round they came in, with the worst severity among them. */
  readonly onNews?: (
    group: AlertGroup,
    news: { readonly round: number; readonly severity: AlertSeverity; readonly reason: string },
  ) => Promise<void>;
  /** Told when nothing of a group fires any more. */
  readonly onOver?: (group: AlertGroup) => Promise<void>;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Names this process. */
  readonly holder: string;
  /** Between two looks at the inbox when nothing wakes the desk; 2 s when absent. */
  readonly everyMs?: number;
  /** Between two edits of one group's message; 10 s when absent. */
  readonly editEveryMs?: number;
  /** How long alerts wait for what is known of who calls whom; 1 s when absent. */
  readonly topologyPatienceMs?: number;
}
