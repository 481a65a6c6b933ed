/** A beat: a small act at every tick of the clock, for heartbeats and watches, which are no rounds over a store. */

export interface Beat {
  /** Ends it; an act under way is not waited for. */
  close(): void;
}

/**
 * Runs `act` every so often, first after that time. An act never overlaps itself: a tick while it is under way is skipped.
 * The beat does not keep the process running. An act handles its own errors.
 */
export function every(ms: number, act: () => unknown): Beat {
  let isUnderWay = false;
  const timer = setInterval(async () => {
    if (isUnderWay) return;
    isUnderWay = true;
    try {
      await act();
    } finally {
      isUnderWay = false;
    }
  }, ms);
  timer.unref();
  return { close: () => clearInterval(timer) };
}
