/** The page of runbooks: what each alert means, how to see more, what to do. Pure. */
import { alertName } from './alert.ts';
import { alertGroups } from './alerts.ts';

const intro = `# Runbooks

<!-- Printed by \`npm run docs\` from test/docs/watching. -->

What to do when an alert of [Watch](watch.md) comes: a *page* at once, a *ticket* in the morning. The annotation \`runbook\` of an alert leads here.
`;

/** The text of `docs/runbooks.md`. */
export function runbooksPage(): string {
  const index = alertGroups.flatMap(({ title, rules }) => [
    ...['', `## ${title}`, '', '| alert | severity | says |', '|---|---|---|'],
    ...rules.map(
      (rule) =>
        `| [${alertName(rule)}](#${alertName(rule).toLowerCase()}) | ${rule.severity} | ${rule.summary} |`,
    ),
  ]);
  const sections = alertGroups.flatMap(({ rules }) =>
    rules.flatMap((rule) => [
      ...['', `## ${alertName(rule)}`, ''],
      ...['```promql', ...linesOf(rule.expr), '```', ''],
      ...[`Holds ${rule.for === '0s' ? 'once' : `for ${rule.for}`}: ${rule.severity}. ${rule.means}`, ''],
      ...[`- See: ${rule.see}`, `- Do: ${rule.do}`],
    ]),
  );
  return `${[intro.trimEnd(), ...index, ...sections].join('\n')}\n`;
}

/** Breaks an expression before each `and`, so that no line is long. */
const linesOf = (expr: string) => expr.split(/ (?=and )/);
