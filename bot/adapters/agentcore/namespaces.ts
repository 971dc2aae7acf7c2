import type { Actor } from '../../domain/actor.ts';
import type { Component } from '../../domain/target.ts';

// Where things lie in AgentCore Memory. Each namespace ends with `/`: AgentCore matches by prefix, and without it one
// person's records would answer for another whose name begins alike. The strategies of the memory fill in `{actorId}`
// and `{sessionId}` and write below the first and the third; the bot itself writes below the second and the third.

/** What all knowledge of the infrastructure lies below. No strategy writes here: it is of components, not of actors. */
export const INFRASTRUCTURE = '/sre/infrastructure/';

/** How a person wants to be answered. Written by the user-preference strategy, from the person's conversations. */
export function preferencesNamespace(actor: Pick<Actor, 'username'>): string {
  return `/sre/users/${namespacePart(actor.username)}/preferences/`;
}

/** Everything that is kept of one person's investigations; with a session, of that one. */
export function summariesNamespace(actor: Pick<Actor, 'username'>, sessionId?: string): string {
  const all = `/sre/investigations/${namespacePart(actor.username)}/`;
  return sessionId === undefined ? all : `${all}${sessionId}/`;
}

/** What is known of one component: `/sre/infrastructure/service/cart/`. */
export function componentNamespace(component: Component): string {
  return `${INFRASTRUCTURE}${component.split('/').map(namespacePart).join('/')}/`;
}

/** Namespaces know letters, digits and hyphens; everything else becomes `_` and its hexadecimal bytes, reversibly. */
function namespacePart(name: string): string {
  return name.replace(/[^a-zA-Z0-9-]/gu, (character) => `_${Buffer.from(character).toString('hex')}`);
}
