import { isIPv6 } from 'node:net';
import { isPublicIPv4 } from '../domain/addresses.ts';
import type { SecretRule } from './rules.ts';

/** Which addresses of people and machines are hidden beside secrets. */
export interface RedactionPolicy {
  readonly emails: boolean;
  /** `public` leaves private, loopback and link-local addresses, which say where in a cluster something is. */
  readonly addresses: 'none' | 'public' | 'all';
}

/** An account on a machine is written the same way: `git@host:path`, `ssh admin@host`; nobody reads mail there. */
const EMAIL: SecretRule = {
  kind: 'e-mail',
  pattern:
    /(?<![\w.%+-]|\b(?:ssh|scp|sftp|rsync|mosh|ssh-copy-id)\b[^\n@]{0,80}\s)[A-Za-z0-9][\w.%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w-]|\.\w|:[\w~/])/g,
};
const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const IPV4 = new RegExp(`(?<![\\w.-])(?:${OCTET}\\.){3}${OCTET}(?![\\w-]|\\.\\d)`, 'g');
const IPV6 = /(?<![\w:.])(?=[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:)[0-9A-Fa-f:]{3,39}(?![\w:])/g;

export interface Found {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

/** E-mail and network addresses in a text, as far as the policy hides them. */
export function findPersonal(text: string, policy: RedactionPolicy): Found[] {
  const found: Found[] = [];
  const add = (kind: string, pattern: RegExp, accept: (match: string) => boolean) => {
    for (const match of text.matchAll(pattern)) {
      if (accept(match[0])) found.push({ kind, start: match.index, end: match.index + match[0].length });
    }
  };
  if (policy.emails) add(EMAIL.kind, EMAIL.pattern, () => true);
  if (policy.addresses !== 'none') {
    const all = policy.addresses === 'all';
    add('address', IPV4, (address) => all || isPublicIPv4(address));
    add('address', IPV6, (address) => isIPv6(address) && address !== '::' && (all || isPublicIPv6(address)));
  }
  return found;
}

function isPublicIPv6(address: string): boolean {
  return !/^(?:::1$|::ffff:|f[cd]|fe[89ab]|ff)/i.test(address);
}
