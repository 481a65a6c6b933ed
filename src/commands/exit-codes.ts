/** The codes that the command line ends with, and what each means. */

export const exitCodes = {
  done: 0,
  refused: 1,
  misused: 2,
  broken: 70,
  interrupted: 130,
} as const;

export const exitCodeWords: Readonly<Record<keyof typeof exitCodes, string>> = {
  done: 'it is done; of check: no file has an error, whatever its warnings',
  refused:
    'it was refused or failed, and the message says why; of check: a file has an error or an example is not met',
  misused: 'the command was called in a wrong way, or a file could not be read; nothing was done',
  broken: 'Scoville itself has a fault; report the message with the command',
  interrupted: 'it was interrupted by Ctrl-C; a job that it had begun was cancelled',
};
