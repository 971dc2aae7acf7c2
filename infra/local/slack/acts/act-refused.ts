/** What a person tried cannot be done; the message is for that person. */
export class ActRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ActRefused';
  }
}
