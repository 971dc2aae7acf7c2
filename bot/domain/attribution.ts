/** How a remembered statement names who made it; and what stands there once that person is forgotten. */
export function saidBy(displayName: string): string {
  return `, ${displayName} said: `;
}

/** The text without the name of one who is forgotten. */
export function withoutName(text: string, displayName: string): string {
  return displayName === '' ? text : text.replaceAll(saidBy(displayName), saidBy('somebody'));
}
