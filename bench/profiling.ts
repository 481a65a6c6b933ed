/** CPU profiles of the programs that the bench starts. */

/** Settings that make the program write a CPU profile, when profiles are asked for. */
export function profiling(): Record<string, string> {
  const directory = process.env['SCOVILLE_BENCH_PROFILES'];
  return directory === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${directory}` };
}
