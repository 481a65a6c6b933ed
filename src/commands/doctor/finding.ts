/** What the doctor says of one matter. */

/** What is looked at, in the order of the report. */
export const matters = [
  ...(['settings', 'redis', 'postgresql', 'installation', 'migrations', 'clocks'] as const),
  ...(['work', 'program', 'disk', 'certificates'] as const),
] as const;
export type Matter = (typeof matters)[number];

/** From the best to the worst. `unknown`: it could not be looked at, and that is no fault. */
export const severities = ['well', 'unknown', 'warning', 'error'] as const;
export type Severity = (typeof severities)[number];

export interface Finding {
  matter: Matter;
  severity: Severity;
  says: string;
  /** What to do; null where nothing is wrong. */
  remedy: string | null;
}

export const well = (matter: Matter, says: string): Finding => ({
  matter,
  severity: 'well',
  says,
  remedy: null,
});
export const unknown = (matter: Matter, says: string): Finding => ({
  matter,
  severity: 'unknown',
  says,
  remedy: null,
});
export const warning = (matter: Matter, says: string, remedy: string): Finding => ({
  matter,
  severity: 'warning',
  says,
  remedy,
});
export const failure = (matter: Matter, says: string, remedy: string): Finding => ({
  matter,
  severity: 'error',
  says,
  remedy,
});

/** The worst of all. */
export function stateOf(findings: readonly Finding[]): Severity {
  return severities.findLast((severity) => findings.some((one) => one.severity === severity)) ?? 'well';
}
