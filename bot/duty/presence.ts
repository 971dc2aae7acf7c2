import type { Logger } from 'pino';
import type { Presence } from '../domain/absence.ts';
import type { AlertInbox } from '../ports/alert-inbox.ts';
import type { Board } from '../ports/board.ts';
import type { Clock } from '../ports/clock.ts';
import type { RecordStore } from '../ports/record-store.ts';

export interface PresenceDeps {
  readonly records: RecordStore<Presence>;
  readonly inbox: Pick<AlertInbox, 'began'>;
  readonly board: Board;
  readonly teamId: () => Promise<string>;
  /** Where absences are told. */
  readonly channel: string;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

/** Shorter gaps are those of an update in which one process follows the other. */
const AWAY_MS = 2 * 60_000;
/** Sources send again for minutes what they could not deliver; so long the alerts of an absence are counted. */
const COUNTED_MS = 10 * 60_000;
const ID = 'bots';

/**
 * One sign of life, common to all bots on a database. The first after a gap tells in the channel of alerts that nobody was
 * there, from when until when, and keeps its count of alerts up to date while sources deliver late. Told once, whichever
 * process finds it. Throws SreError where the database is away: then nobody is there.
 */
export function createPresence(deps: PresenceDeps): { beat(): Promise<void> } {
  const { records, board, clock } = deps;
  let shown: { readonly from: string; readonly alerts: number; readonly isCounting: boolean } | undefined;

  async function tell({ from, to }: NonNullable<Presence['absence']>): Promise<void> {
    const isCounting = clock.now().getTime() - Date.parse(to) < COUNTED_MS;
    const alerts = await deps.inbox.began(from, to);
    if (shown?.from !== from || shown.alerts !== alerts || shown.isCounting !== isCounting) {
      const notice = { kind: 'absence', absence: { from, to, alerts, isCounting } } as const;
      await board.put({ channel: deps.channel, since: to }, 'absence', from, notice);
      shown = { from, alerts, isCounting };
    }
    if (isCounting) return;
    await records.change(ID, (current) => {
      const { absence, ...rest } = current;
      return absence?.from === from ? rest : undefined;
    });
  }

  return {
    async beat() {
      const aliveAt = clock.now().toISOString();
      const first: Presence = { id: ID, teamId: await deps.teamId(), state: 'here', aliveAt };
      const isFirst = await records.add(first);
      if (isFirst) return;
      const now = await records.change(ID, (current) => {
        const gap = Date.parse(aliveAt) - Date.parse(current.aliveAt);
        if (gap < 0) return current;
        return { ...current, aliveAt, ...(gap >= AWAY_MS && { absence: { from: current.aliveAt, to: aliveAt } }) };
      });
      if (now?.absence === undefined) return;
      // That it cannot be told now makes nobody absent.
      await tell(now.absence).catch((error: unknown) => deps.log.warn({ err: error }, 'an absence was not told'));
    },
  };
}
