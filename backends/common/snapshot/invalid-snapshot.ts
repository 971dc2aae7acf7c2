/** The folder cannot be used at all; the message is one line that says why. A main ends with exit status 2. */
export class InvalidSnapshot extends Error {
  override readonly name = 'InvalidSnapshot';
}
