/** What `kubectl describe` prints: `Key:  value`, with what belongs to a key indented below it. */

export interface PrintedNode {
  /** Empty for a line without a key. */
  readonly key: string;
  /** What stands beside the key, or the whole line without one. */
  readonly value: string;
  readonly children: readonly PrintedNode[];
  /** From 1. */
  readonly line: number;
}

interface OpenNode extends PrintedNode {
  readonly indent: number;
  readonly children: OpenNode[];
}

/** A key ends with a colon that the end of the line or a run of spaces follows, or a single space where nothing else fits. */
const PAIR = /^([^:]+(?::[^\s:]+)*):(?:\s{2,}|\s|$)(.*)$/;

/**
 * Reads the descriptions of a text, one after the other: each begins with `Name:` in the first column. The root nodes of
 * each are its keys in the first column.
 */
export function parsePrintedTrees(text: string): { readonly nodes: readonly PrintedNode[]; readonly line: number }[] {
  const trees: { nodes: OpenNode[]; line: number }[] = [];
  let open: OpenNode[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    if (/^Name:\s/.test(line)) {
      trees.push({ nodes: [], line: index + 1 });
      open = [];
    }
    const tree = trees.at(-1);
    if (tree === undefined) continue;
    const indent = line.length - line.trimStart().length;
    const pair = PAIR.exec(line.trim());
    const node: OpenNode = {
      key: pair?.[1]?.trim() ?? '',
      value: (pair === null ? line : (pair[2] ?? '')).trim(),
      children: [],
      line: index + 1,
      indent,
    };
    while (open.length > 0 && open.at(-1)!.indent >= indent) open.pop();
    (open.at(-1)?.children ?? tree.nodes).push(node);
    open.push(node);
  }
  return trees;
}

/** The first node of a key among siblings. */
export function nodeAt(nodes: readonly PrintedNode[], ...path: readonly string[]): PrintedNode | undefined {
  let found: PrintedNode | undefined;
  let among = nodes;
  for (const key of path) {
    found = among.find((node) => node.key === key);
    if (found === undefined) return undefined;
    among = found.children;
  }
  return found;
}

/** The value beside a key; undefined where it is absent, empty or `<none>`. */
export function valueAt(nodes: readonly PrintedNode[], ...path: readonly string[]): string | undefined {
  const value = nodeAt(nodes, ...path)?.value;
  return value === undefined || value === '' || /^<(none|unset|unknown)>$/.test(value) ? undefined : value;
}

/** `a=b` pairs beside a key and on the lines below it, such as labels. */
export function pairsAt(nodes: readonly PrintedNode[], key: string, separator = '='): Record<string, string> {
  const node = nodeAt(nodes, key);
  if (node === undefined) return {};
  const texts = [
    node.value,
    ...node.children.map((child) => (child.key === '' ? child.value : `${child.key}: ${child.value}`)),
  ];
  return Object.fromEntries(
    texts.flatMap((text) => {
      const at = text.indexOf(separator);
      return at > 0 ? [[text.slice(0, at).trim(), text.slice(at + separator.length).trim()]] : [];
    }),
  );
}
