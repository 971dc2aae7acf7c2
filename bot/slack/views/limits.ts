/** What Slack accepts. Lengths are UTF-16 units, counts are elements. Source: Slack's Block Kit reference. */
export const LIMITS = {
  blocksPerMessage: 50,
  blocksPerView: 100,
  /** Over all blocks of a message; Slack refuses about 13,200 as `msg_blocks_too_long`. */
  charactersPerMessage: 13_000,
  /** Slack takes 40,000 and advises 4,000; the notification shows the beginning. */
  messageText: 4_000,
  sectionText: 3_000,
  fieldText: 2_000,
  fields: 10,
  headerText: 150,
  contextElements: 10,
  contextText: 3_000,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2_000,
  accessibilityLabel: 75,
  actionId: 255,
  blockId: 255,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  viewTitle: 24,
  viewButton: 24,
  privateMetadata: 3_000,
  inputLabel: 2_000,
  placeholder: 150,
  /** Slack states none for rich text; ours keeps one element readable. */
  richTextElement: 2_000,
} as const;

/** Every string a reader or Slack's counter may see in these blocks, summed; kinds and ids are counted too. */
export function charactersOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + charactersOf(item), 0);
  if (typeof value === 'object' && value !== null) return charactersOf(Object.values(value));
  return 0;
}
