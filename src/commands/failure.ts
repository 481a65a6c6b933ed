/** An error of a command in words, with the code of its process; never a stack. */
import { exitCodes } from './exit-codes.ts';
import { MisuseError, UsageError } from './usage-error.ts';

const systemWords: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder; name a file',
  ENOTDIR: 'a part of its path is a file',
  EACCES: 'nobody but its owner may do that; change its rights',
  EPERM: 'nobody but its owner may do that; change its rights',
  EROFS: 'it is on a disk that cannot be written',
  ENOSPC: 'the disk is full',
  EMFILE: 'too many files are open',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
};

/** Returns what to say of an error, and the code to end with. */
export function failureOf(error: unknown): { message: string; code: number } {
  if (error instanceof UsageError)
    return {
      message: error.message,
      code: error instanceof MisuseError ? exitCodes.misused : exitCodes.refused,
    };
  const { code, path, message } = error as NodeJS.ErrnoException;
  const words = code === undefined ? undefined : systemWords[code];
  if (words !== undefined)
    return { message: `"${path ?? ''}" cannot be used: ${words} (${code})`, code: exitCodes.misused };
  // The settings say what is wrong with themselves, in several lines.
  if (message?.startsWith('the environment is not usable')) return { message, code: exitCodes.misused };
  return {
    message: `Scoville has a fault: ${message ?? String(error)}. report this with the command that you gave`,
    code: exitCodes.broken,
  };
}
