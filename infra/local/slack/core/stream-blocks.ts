import type { Block, StreamPart, StreamRecord, StreamTask } from '../state/records.ts';

/**
 * The blocks a streamed message shows: its text as `markdown` blocks, its tasks as `task_card` blocks where they arrived,
 * or all in one `plan` in plan mode, then the blocks that ended it.
 */
export function blocksOfStream(stream: StreamRecord, final: readonly Block[] = []): readonly Block[] {
  const tasks = stream.parts.flatMap((part) => (part.kind === 'task' ? [part.task] : []));
  const plan: Block[] =
    stream.mode === 'plan' && (tasks.length > 0 || stream.planTitle !== undefined)
      ? [{ type: 'plan', block_id: 'plan', title: stream.planTitle ?? 'Plan', tasks: tasks.map(taskCard) }]
      : [];
  const rest = stream.parts.flatMap((part, index): readonly Block[] => {
    if (part.kind === 'blocks') return part.blocks;
    if (part.kind === 'markdown')
      return part.text.trim() === '' ? [] : [{ type: 'markdown', block_id: `text-${index}`, text: part.text }];
    return stream.mode === 'plan' ? [] : [taskCard(part.task)];
  });
  return [...plan, ...rest, ...final];
}

/** Appends text to the last part if that is text. */
export function appendMarkdown(parts: readonly StreamPart[], text: string): readonly StreamPart[] {
  const last = parts.at(-1);
  if (last?.kind !== 'markdown') return [...parts, { kind: 'markdown', text }];
  return [...parts.slice(0, -1), { kind: 'markdown', text: last.text + text }];
}

/** Puts a task in place of the earlier one of its id, its details and output added to those it had. */
export function upsertTask(parts: readonly StreamPart[], task: StreamTask): readonly StreamPart[] {
  const known = parts.some((part) => part.kind === 'task' && part.task.id === task.id);
  if (!known) return [...parts, { kind: 'task', task }];
  return parts.map((part) =>
    part.kind === 'task' && part.task.id === task.id
      ? {
          kind: 'task',
          task: {
            ...part.task,
            ...task,
            details: joined(part.task.details, task.details),
            output: joined(part.task.output, task.output),
          },
        }
      : part,
  );
}

function joined(before: string | undefined, after: string | undefined): string | undefined {
  return before === undefined ? after : before + (after ?? '');
}

function taskCard(task: StreamTask): Block {
  return {
    type: 'task_card',
    block_id: `task-${task.id}`,
    task_id: task.id,
    title: task.title,
    status: task.status,
    ...(task.details === undefined ? {} : { details: richText(task.details) }),
    ...(task.output === undefined ? {} : { output: richText(task.output) }),
    ...(task.sources === undefined ? {} : { sources: task.sources }),
  };
}

function richText(text: string): Block {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] };
}
