/** Closing: the latest part first, each within its limit, errors heard, nothing opened after it has begun. */
import { expect, test } from 'vitest';
import { createLogger } from '../telemetry/telemetry.ts';
import { openClosing, unlessAborted } from './closing.ts';

const logger = createLogger('silent');
const forEver = () => new Promise<void>(() => undefined);

test('closes the latest part first; one that fails or hangs does not hold the others, and what hangs is named', async () => {
  const closing = openClosing(logger);
  const closed: string[] = [];
  closing.push('stream', () => void closed.push('stream'));
  closing.push('relay', forEver, 5);
  closing.push('copier', async () => {
    closed.push('copier');
    throw new Error('trouble');
  });
  closing.push('server', async () => void closed.push('server'));
  expect(await closing.close()).toEqual(['relay']);
  expect(closed).toEqual(['server', 'copier', 'stream']);
  expect(await closing.close()).toEqual(['relay']);
});

test('a part that is opened while the process stops is closed at once, and the opening ends', async () => {
  const closing = openClosing(logger);
  expect(await closing.close()).toEqual([]);
  let isClosed = false;
  const open = () =>
    closing.push('late', () => {
      isClosed = true;
    });
  expect(open).toThrow('late was opened while the process stops');
  await Promise.resolve();
  expect(isClosed).toBe(true);
});

test('work ends with its outcome, or with the reason of a signal that aborts', async () => {
  const stop = new AbortController();
  expect(await unlessAborted(stop.signal, Promise.resolve(1))).toBe(1);
  const waiting = unlessAborted(stop.signal, forEver());
  stop.abort(new Error('SIGTERM'));
  await expect(waiting).rejects.toThrow('SIGTERM');
  await expect(unlessAborted(stop.signal, forEver())).rejects.toThrow('SIGTERM');
});
