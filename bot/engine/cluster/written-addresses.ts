import { WRITTEN } from './parameters.ts';

/** An address written somewhere in a text of settings: a configuration file, a list or an object in JSON. */
export interface WrittenAddress {
  /** The key it stands behind, where there is one: `uri`, `proxy_pass`. */
  readonly key: string;
  /** A URL, or `host:port`. */
  readonly value: string;
}

const URL_IN_TEXT = /(?:jdbc:)?[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>,;)\]}|]+/gi;
const KEY_BEFORE = /["']?([\w.-]+)["']?\s*(?:[:=]|\s)\s*["'(]?$/;
const SOCKET = /address:\s*["']?([\w.-]+)["']?[\s,}]+port_value:\s*(\d{1,5})/g;
const UPSTREAM = /^\s*server\s+([a-z0-9][\w.-]*:\d{1,5})\b[^{]*;/gim;
const COMMENT = /^\s*(?:#|\/\/|;|<!--)/;
const PLACEHOLDER = /\$\{([\w.-]+)(?::-?([^${}]*))?\}/g;

/** Words of the configurations of gateways and proxies: what they name is where requests are sent on to. */
const ROUTES =
  /\bproxy_pass\b|\bpredicates\b|\b_format_version\b|\bloadBalancer\b|\bvirtual_hosts\b|\broute_config\b|\bupstream\s+\S+\s*\{|\breverse_proxy\b|\buse_backend\b/;

/** Whether a text is a gateway's or proxy's own list of routes. */
export function holdsRoutes(text: string): boolean {
  return ROUTES.test(text);
}

/**
 * The addresses in a text, comments left out. `${NAME:default}` is what `value` gives for the name, else the default;
 * one that has neither is left out with its address.
 */
export function writtenAddresses(text: string, value: (name: string) => string | undefined): readonly WrittenAddress[] {
  if (text.length > WRITTEN.letters) return [];
  const found: WrittenAddress[] = [];
  for (const line of text.split('\n')) {
    if (COMMENT.test(line) || !line.includes('://')) continue;
    const filled = line.replace(
      PLACEHOLDER,
      (_, name: string, otherwise?: string) => value(name) ?? otherwise ?? '${}',
    );
    for (const match of filled.matchAll(URL_IN_TEXT)) {
      if (match[0].includes('$') || match[0].includes('{')) continue;
      found.push({ key: KEY_BEFORE.exec(filled.slice(0, match.index))?.[1] ?? '', value: match[0] });
    }
  }
  for (const [, host, port] of text.matchAll(SOCKET)) found.push({ key: 'address', value: `${host}:${port}` });
  for (const [, address] of text.matchAll(UPSTREAM)) found.push({ key: 'server', value: address! });
  return found.slice(0, WRITTEN.addresses);
}
