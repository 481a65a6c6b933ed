/** The form in which the tests run, and the seed that repeats what they leave to chance. */

/** The long form (`npm run test:faults`). */
export const isLong = process.env['SCOVILLE_FAULTS'] === 'long';
const given = process.env['SCOVILLE_SEED'];
/** Whether the seed was given: then every form has it. */
export const isSeedGiven = given !== undefined;
/**
 * Printed by each test that uses it; a failing one can be given again. A short form has always the same: what it finds, it finds on every
 * machine.
 */
export const seed = Number(given ?? (isLong ? Date.now() % 1_000_000 : 284_783));
