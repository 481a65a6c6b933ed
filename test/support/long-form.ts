/** The form in which the tests run, and the seed that repeats what they leave to chance. */

/** The long form (`npm run test:faults`). */
export const isLong = process.env['SCOVILLE_FAULTS'] === 'long';
/** Printed by each test that uses it; a failing one can be given again. */
export const seed = Number(process.env['SCOVILLE_SEED'] ?? Date.now() % 1_000_000);

/** The seed, where it is given or the long form runs; else always the same: what a short form finds, it finds on every machine. */
export const seedOfShort = (usual: number): number =>
  isLong || process.env['SCOVILLE_SEED'] !== undefined ? seed : usual;
