import { nameInWords } from './name-in-words.ts';

type Labels = Readonly<Record<string, string>>;

/**
 * Zabbix knows a figure by a key with parameters (manual, "Item key format"), which no metric of Prometheus may be called:
 * what brings its figures over has one metric for all of them, and the key in a label.
 */
const OF_ITEMS = /^zabbix_(?:items?|history|trends?|metrics?)(?:_(?:last_?)?value)?$/i;
const KEY_LABELS = ['item_key', 'key_', 'key', 'item'] as const;
const KEY = /^([\w.-]+)(?:\[(.*)\])?$/;
/** A quoted or plain parameter up to the next comma; quotes within are escaped. */
const PARAMETER = /\s*(?:"((?:[^"\\]|\\.)*)"|([^,]*))\s*(?:,|$)/y;

/** Whether all figures of a Zabbix server stand under a metric of this name. */
export function isOfItems(name: string): boolean {
  return OF_ITEMS.test(name);
}

/** The key of a figure that stands under such a metric; undefined for any other. */
export function itemKeyOf(name: string, labels: Labels): string | undefined {
  if (!isOfItems(name)) return undefined;
  return KEY_LABELS.map((label) => labels[label]).find((value) => value !== undefined && value !== '');
}

/**
 * A key as a metric's name in words: parameters that say of what it is (a mount point, a device) are left out, one behind
 * them that says which figure is kept, as the agent's own mode or a bean's attribute is. Undefined for what is no key.
 */
export function itemKeyInWords(key: string): string | undefined {
  const [, bare = '', inside = ''] = KEY.exec(key) ?? [];
  if (bare === '') return undefined;
  const parameters = parametersOf(inside);
  // `jmx["java.lang:type=Memory",HeapMemoryUsage.used]`: the bean's type says what the attribute is of.
  const type = bare === 'jmx' ? /\btype=(\w+)/.exec(parameters[0] ?? '')?.[1] : undefined;
  return nameInWords([bare, type, figureOf(bare, parameters)].filter((part) => part !== undefined).join('_'));
}

/** The parameter that says which figure it is, in plain letters: the last of several, or an attribute in camel case. */
function figureOf(bare: string, parameters: readonly string[]): string | undefined {
  const last = parameters.findLast((one) => one !== '');
  if (last === undefined || !/^[A-Za-z][\w.]*$/.test(last)) return undefined;
  // The agent's share of the processor is that of users unless another is asked for.
  if (bare === 'system.cpu.util') return last === 'user' ? undefined : last;
  return parameters.length > 1 || bare === 'vm.memory.size' || /[a-z][A-Z]/.test(last) ? last : undefined;
}

function parametersOf(inside: string): readonly string[] {
  const found: string[] = [];
  PARAMETER.lastIndex = 0;
  while (PARAMETER.lastIndex < inside.length) {
    const match = PARAMETER.exec(inside);
    if (match === null) break;
    found.push((match[1] ?? match[2] ?? '').trim());
  }
  return found;
}
