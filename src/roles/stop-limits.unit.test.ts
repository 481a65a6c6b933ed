/** The limits of a stop, side by side: each leaves room for the limits inside it. */
import { expect, test } from 'vitest';
import { limits } from '../base/kernel/kernel.ts';

test('the limits of a stop leave room for each other: npm kills the program only after it has stopped its servers', async () => {
  const plainJavaScript: string = '../setup/child-processes.mjs';
  const { childStopMsMax } = (await import(plainJavaScript)) as { childStopMsMax: number };
  expect(limits.requestsStopMsMax + limits.closeStepMsMax).toBeLessThan(limits.stopMsMax);
  expect(limits.deliveryStopMsMax + limits.closeStepMsMax).toBeLessThan(limits.stopMsMax);
  expect(limits.stopMsMax + limits.privateServerStopMsMax + limits.closeStepMsMax).toBeLessThan(
    childStopMsMax,
  );
});
