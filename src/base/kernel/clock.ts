/** The clock port: how the shell asks for the time, so that tests can turn it by hand. */

/** A source of wall-clock time. `nowMs` is milliseconds since the Unix epoch, UTC. */
export interface Clock {
  nowMs(): number;
}

/** The machine's own clock; the only place outside tests that reads it. */
export const systemClock: Clock = { nowMs: () => Date.now() };
