/**
 * The guard of a test run: ends its processes and removes its folder when the run ends without doing so itself.
 *
 * It holds one end of a pipe whose other end the run holds. The system closes that end with the run, also after SIGKILL.
 */
import { endAbandonedRun } from './test-run.ts';

const [directory = ''] = process.argv.slice(2);
const { promise: runHasEnded, resolve } = Promise.withResolvers<void>();
process.stdin
  .once('error', () => resolve())
  .once('end', () => resolve())
  .resume();
await runHasEnded;
await endAbandonedRun(directory);
