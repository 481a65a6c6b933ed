/** The whole report of the doctor: every finding, and its lines for people. Pure. */

import { type Finding, matters, stateOf } from './finding.ts';
import {
  certificateFindings,
  diskFindings,
  programFindings,
  settingFindings,
  workFindings,
} from './machine.core.ts';
import {
  clockFindings,
  installationFindings,
  migrationFindings,
  postgresFindings,
  redisFindings,
  replicaFindings,
} from './stores.core.ts';
import type { Survey } from './survey.ts';

const judges = [
  ...[settingFindings, redisFindings, postgresFindings, replicaFindings],
  ...[installationFindings, migrationFindings],
  ...[clockFindings, workFindings, programFindings, diskFindings, certificateFindings],
];

/** Returns what is well and what is not, by matter. */
export function findingsOf(survey: Survey): Finding[] {
  const all = judges.flatMap((judge) => judge(survey));
  return matters.flatMap((matter) => all.filter((one) => one.matter === matter));
}

/** Returns lines for a terminal: each finding with its remedy below, and a count at the end. */
export function findingLines(findings: readonly Finding[]): string[] {
  const width = Math.max(...matters.map((matter) => matter.length));
  const lines = findings.flatMap(({ matter, severity, says, remedy }) => [
    `${severity.padEnd(8)} ${matter.padEnd(width)}  ${says}`,
    ...(remedy === null ? [] : [`${' '.repeat(9 + width)}  → ${remedy}`]),
  ]);
  const counts = (['error', 'warning', 'unknown', 'well'] as const).map(
    (severity) => `${findings.filter((one) => one.severity === severity).length} ${severity}`,
  );
  return [...lines, '', counts.join(', ')];
}

/** Returns the same for programs. */
export const findingsJson = (findings: readonly Finding[]) =>
  JSON.stringify({ state: stateOf(findings), findings }, null, 2);
