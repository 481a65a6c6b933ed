/** An error that the user of the command line can correct: shown without a stack. */
export class UsageError extends Error {}

/** The command was called in a wrong way: nothing was done. */
export class MisuseError extends UsageError {}

/** A failure that passes: the server is away or busy. */
export class PassingError extends UsageError {}
