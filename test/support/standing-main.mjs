/**
 * Loaded before the program: on SIGUSR2 its main thread reads a pipe, and stands still until somebody has written there. It takes no
 * processor time meanwhile, so tests of a busy process do not depend on the speed of the machine.
 */
import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) process.on('SIGUSR2', () => readFileSync(String(process.env['SCOVILLE_TEST_PIPE'])));
