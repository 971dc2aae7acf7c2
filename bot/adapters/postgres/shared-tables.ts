import type { ColumnType, Generated } from 'kysely';

/** The tables of migrations 0005 and 0006, for what several processes share. */
export interface SharedTables {
  delivery_claims: { id: string; holder: string; handled: boolean; until: Date };
  delivery_inbox: {
    id: string;
    /** As JSON; null once it is done. */
    body: string | null;
    holder: string;
    attempts: Generated<number>;
    received_at: Generated<Date>;
    /** When a handling that broke may be tried again. */
    again_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    done_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  };
  channel_turns: { channel: string; next_at: Date };
  recent_asks: {
    key: string;
    /** Of the last minute, oldest first. */
    times: Date[];
    most: number;
    /** Of the last ask: whether there was room for it, and whether it was the first without. */
    granted: boolean;
    first_refusal: boolean;
    asked_at: Date;
  };
}
