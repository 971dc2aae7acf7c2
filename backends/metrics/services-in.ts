/** The services named in a parameter, separated by commas; none for an absent one. */
export function servicesIn(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
