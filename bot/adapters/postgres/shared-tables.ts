/** The tables of migration 0005, for what several processes share. */
export interface SharedTables {
  delivery_claims: { id: string; holder: string; handled: boolean; until: Date };
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
