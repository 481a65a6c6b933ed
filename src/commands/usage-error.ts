/** An error that the user of the command line can correct: shown without a stack. */
export class UsageError extends Error {}
