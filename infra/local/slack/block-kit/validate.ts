import type { Block } from '../state/records.ts';
import { blocksOn, type Surface } from './blocks.ts';
import { boolean, byType, isObject, list, object, type Problem, text } from './check.ts';
import { plainText } from './composition.ts';
import { limits } from './limits.ts';

/** What Slack answers instead of taking the blocks. */
export interface Refusal {
  readonly error: string;
  readonly problems: readonly Problem[];
}

/**
 * Judges the blocks of a message as Slack does. Returns the blocks with the ids Slack adds (`block_id`, `action_id`), or
 * the refusal: `invalid_blocks_format`, `invalid_blocks` or `msg_blocks_too_long`.
 */
export function judgeMessageBlocks(value: unknown, at = '/blocks'): { blocks: readonly Block[] } | Refusal {
  if (!Array.isArray(value)) return { error: 'invalid_blocks_format', problems: [] };
  const problems = problemsOf(value, 'message', at);
  if (problems.length > 0) return { error: 'invalid_blocks', problems };
  if (charactersIn(value) > limits.message.blockCharacters) return { error: 'msg_blocks_too_long', problems: [] };
  return { blocks: withIds(value as Block[]) };
}

/** Judges a view for `views.open`, `views.update`, `views.push` or `views.publish`. */
export function judgeView(value: unknown): { view: Record<string, unknown> & { blocks: readonly Block[] } } | Refusal {
  const problems: Problem[] = [];
  viewShape(value, '/view', problems);
  if (isObject(value) && Array.isArray(value.blocks)) {
    problems.push(...problemsOf(value.blocks, value.type === 'home' ? 'home' : 'modal', '/view/blocks'));
    const takesInput = (value.blocks as unknown[]).some((block) => isObject(block) && block.type === 'input');
    if (value.type === 'modal' && takesInput && value.submit === undefined)
      problems.push({
        message: '`submit` is required when an `input` block is in the `blocks` array',
        pointer: '/view',
      });
  }
  if (problems.length > 0) return { error: 'invalid_arguments', problems };
  const view = value as Record<string, unknown> & { blocks: readonly Block[] };
  if (Buffer.byteLength(JSON.stringify(view)) > limits.view.bytes) return { error: 'view_too_large', problems: [] };
  return { view: { ...view, blocks: withIds(view.blocks) } };
}

const metadata = {
  private_metadata: text(limits.view.privateMetadata),
  callback_id: text(limits.view.callbackId),
  external_id: text(255),
};
const anyBlocks = { blocks: list(() => {}, { min: 1 }) };
const viewShape = byType({
  modal: object(
    { title: plainText(limits.view.title), ...anyBlocks },
    {
      ...metadata,
      submit: plainText(limits.view.submit),
      close: plainText(limits.view.close),
      clear_on_close: boolean,
      notify_on_close: boolean,
      submit_disabled: boolean,
    },
  ),
  home: object(anyBlocks, metadata),
});

function problemsOf(blocks: readonly unknown[], surface: Surface, at: string): readonly Problem[] {
  const problems: Problem[] = [];
  const max = surface === 'message' ? limits.message.blocks : limits.view.blocks;
  list(byType(blocksOn[surface]), { max })(blocks, at, problems);
  if (problems.length > 0) return problems;
  repeatedIds(blocks as Block[], at, problems);
  if (surface === 'message') countedBlocks(blocks as Block[], at, problems);
  return problems;
}

/** Rules over all the blocks of a message: markdown characters, tables and charts. */
function countedBlocks(blocks: readonly Block[], at: string, problems: Problem[]): void {
  const of = (type: string) => blocks.filter((block) => block.type === type);
  const markdown = of('markdown').reduce((sum, block) => sum + String(block.text).length, 0);
  if (markdown > limits.message.markdownCharacters)
    problems.push({
      message: `markdown text must be less than ${limits.message.markdownCharacters + 1} characters`,
      pointer: at,
    });
  if (of('table').length > limits.message.tables) problems.push({ message: 'only_one_table_allowed', pointer: at });
  if (of('data_visualization').length > limits.message.charts)
    problems.push({ message: `no more than ${limits.message.charts} data_visualization blocks allowed`, pointer: at });
  for (const [index, block] of blocks.entries()) {
    const max =
      block.type === 'table'
        ? limits.table.characters
        : block.type === 'data_table'
          ? limits.dataTable.characters
          : undefined;
    if (max !== undefined && charactersIn(block.rows) > max)
      problems.push({ message: `must be less than ${max + 1} characters`, pointer: `${at}/${index}/rows` });
  }
}

/** A block_id is unique among the blocks, an action_id within its block. */
function repeatedIds(blocks: readonly Block[], at: string, problems: Problem[]): void {
  const seen = new Set<string>();
  for (const [index, block] of blocks.entries()) {
    const pointer = `${at}/${index}`;
    if (block.block_id !== undefined && seen.has(block.block_id))
      problems.push({ message: `\`block_id\` \`${block.block_id}\` already exists`, pointer: `${pointer}/block_id` });
    if (block.block_id !== undefined) seen.add(block.block_id);
    const actions = new Set<unknown>();
    for (const [position, element] of elementsOf(block).entries()) {
      if (element.action_id === undefined) continue;
      if (actions.has(element.action_id))
        problems.push({
          message: `\`action_id\` \`${String(element.action_id)}\` already exists`,
          pointer: `${pointer}/elements/${position}/action_id`,
        });
      actions.add(element.action_id);
    }
  }
}

const quiet = new Set([
  'plain_text',
  'mrkdwn',
  'image',
  'rich_text_section',
  'rich_text_list',
  'rich_text_quote',
  'rich_text_preformatted',
  'card',
]);

function elementsOf(block: Block): readonly Record<string, unknown>[] {
  const elements = Array.isArray(block.elements) ? (block.elements as Record<string, unknown>[]) : [];
  return elements.filter((element) => !quiet.has(String(element.type)));
}

/** The characters a reader would see: every text, title, label and value of the blocks. */
function charactersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + charactersIn(one), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce((sum, [name, field]) => {
    if (typeof field === 'string') return sum + (shown.has(name) ? field.length : 0);
    return sum + charactersIn(field);
  }, 0);
}

const shown = new Set(['text', 'title', 'alt_text', 'label', 'caption']);

/** The blocks with a `block_id` each, and an `action_id` for each interactive element, as Slack makes them up. */
function withIds(blocks: readonly Block[]): readonly Block[] {
  let count = 0;
  const made = () => `b${(count++).toString(36).padStart(4, '0')}`;
  const taken = new Set(blocks.map((block) => block.block_id));
  const free = (): string => {
    const id = made();
    return taken.has(id) ? free() : id;
  };
  const named = (element: unknown): unknown =>
    isObject(element) && !quiet.has(String(element.type)) && element.action_id === undefined
      ? { ...element, action_id: free() }
      : element;
  return blocks.map((block) => ({
    ...block,
    block_id: block.block_id ?? free(),
    ...(Array.isArray(block.elements) && block.type !== 'rich_text' && block.type !== 'context'
      ? { elements: block.elements.map(named) }
      : {}),
    ...(isObject(block.accessory) ? { accessory: named(block.accessory) } : {}),
    ...(block.type === 'input' ? { element: named(block.element) } : {}),
  }));
}
