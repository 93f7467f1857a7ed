/** The tool cannot do its work: one message for the user, exit status 2. */
export class UsageProblem extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UsageProblem';
  }
}
