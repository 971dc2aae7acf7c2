import { isObject } from '../block-kit/check.ts';
import type { Block } from '../state/records.ts';

export type Element = Readonly<Record<string, unknown>> & { readonly type: string };

/** The interactive element by its block and action id, also within containers, cards and carousels. */
export function elementIn(blocks: readonly Block[], blockId: string, actionId: string): Element | undefined {
  for (const block of blocks) {
    if (block.block_id === blockId) {
      const found = elementsOf(block).find((element) => element.action_id === actionId);
      if (found !== undefined) return found;
    }
    const within = elementIn(inner(block), blockId, actionId);
    if (within !== undefined) return within;
  }
  return undefined;
}

/** The element of an action id, wherever it stands, with its block's id: the first one. */
export function elementByAction(
  blocks: readonly Block[],
  actionId: string,
): { blockId: string; element: Element } | undefined {
  for (const block of blocks) {
    const element = elementsOf(block).find((one) => one.action_id === actionId);
    if (element !== undefined) return { blockId: block.block_id ?? '', element };
    const within = elementByAction(inner(block), actionId);
    if (within !== undefined) return within;
  }
  return undefined;
}

function inner(block: Block): readonly Block[] {
  return [block.child_blocks, block.type === 'carousel' ? block.elements : undefined].flatMap((list) =>
    Array.isArray(list) ? (list as Block[]) : [],
  );
}

function elementsOf(block: Block): readonly Element[] {
  const lists = [block.elements, block.actions, [block.accessory], [block.element]];
  return lists.flatMap((list) => (Array.isArray(list) ? list.filter(isObject) : [])) as Element[];
}
