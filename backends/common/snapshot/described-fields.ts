import { nodeAt, type PrintedNode } from './printed-tree.ts';

/** Leaves out members that are undefined. */
export function settle<T extends Record<string, unknown>>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}

/** RFC 3339 of `Mon, 05 May 2024 04:00:11 +0000`; undefined when it is no time. */
export function printedTime(text: string | undefined): string | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** The table below `Conditions:`; a node's has times, reasons and messages as well. */
export function conditionsOf(nodes: readonly PrintedNode[]): Record<string, unknown>[] {
  const rows = nodeAt(nodes, 'Conditions')?.children ?? [];
  return rows.flatMap(({ key, value }) => {
    const text = key === '' ? value : `${key}: ${value}`;
    const [type = '', status = '', ...rest] = text.split(/\s{2,}/);
    if (!/^(True|False|Unknown)$/.test(status)) return [];
    const words = rest.filter((part) => printedTime(part) === undefined || !/^[A-Z][a-z]{2}, /.test(part));
    const times = rest.filter((part) => /^[A-Z][a-z]{2}, /.test(part));
    return [
      settle({
        type,
        status,
        lastTransitionTime: printedTime(times.at(-1)),
        reason: words[0],
        message: words.length > 1 ? words.slice(1).join('  ') : undefined,
      }),
    ];
  });
}
