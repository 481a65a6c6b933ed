/** The files of rules for Prometheus, and the cases that promtool tries them with. Pure. */
import { stringify } from 'yaml';
import { type AlertRule, alertName } from './alert.ts';
import type { AlertCase } from './alert-cases.ts';
import { alertGroups, alerts } from './alerts.ts';
import { recordingRules } from './objectives.core.ts';

const made =
  '# Printed by `npm run docs` from test/docs/watching. Each alert has a section in docs/runbooks.md.\n';

/** What a group is evaluated every: the windows of burning are long. */
const recordEvery = '30s';

const valueTemplates: Record<AlertRule['unit'], string> = {
  number: '{{ $value | humanize }}',
  seconds: '{{ $value | humanizeDuration }}',
  part: '{{ $value | humanizePercentage }}',
};

/** Returns the section of an alert in the runbook, from the top folder of the repository. */
export const runbookOf = (rule: AlertRule) => `docs/runbooks.md#${alertName(rule).toLowerCase()}`;

/** The text of `ops/prometheus/scoville.rules.yaml`. */
export function rulesFile(): string {
  const groups = [
    { name: 'scoville-objectives', interval: recordEvery, rules: recordingRules },
    ...alertGroups.map(({ group, rules }) => ({ name: group, rules: rules.map(ruleOf) })),
  ];
  return made + stringify({ groups }, { lineWidth: 0 });
}

function ruleOf(rule: AlertRule) {
  return {
    alert: alertName(rule),
    expr: rule.expr,
    ...(rule.for !== '0s' && { for: rule.for }),
    labels: { severity: rule.severity },
    annotations: { summary: rule.summary, value: valueTemplates[rule.unit], runbook: runbookOf(rule) },
  };
}

/**
 * The text of `ops/prometheus/scoville.test.yaml`, for `promtool test rules`: the cases that are looked at every so often. Those of
 * a week have a file of their own, because all rules are evaluated as often.
 */
export function rulesTestFile(cases: readonly AlertCase[], every: '1m' | '10m'): string {
  const chosen = cases.filter((one) => (one.every ?? '1m') === every);
  const tests = chosen.map(({ name, of, series, quiet, fires }) => {
    const rule = alerts.find((one) => one.name === of);
    if (rule === undefined) throw new Error(`a case of ${of}: no such alert`);
    const alertname = alertName(rule);
    return {
      name: `${alertname}: ${name}`,
      interval: every,
      input_series: Object.entries(series).map(([of, values]) => ({ series: of, values })),
      alert_rule_test: [
        ...quiet.map((eval_time) => ({ eval_time, alertname, exp_alerts: [] })),
        ...fires.map(({ at, value, labels = {} }) => ({
          ...{ eval_time: at, alertname },
          exp_alerts: [
            {
              exp_labels: { severity: rule.severity, ...labels },
              exp_annotations: { summary: rule.summary, value, runbook: runbookOf(rule) },
            },
          ],
        })),
      ],
    };
  });
  // Otherwise in any order: alerts would see what was recorded a turn before.
  const order = ['scoville-objectives', ...alertGroups.map(({ group }) => group)];
  const file = {
    ...{ rule_files: ['scoville.rules.yaml'], evaluation_interval: every, group_eval_order: order },
    tests,
  };
  return made + stringify(file, { lineWidth: 0 });
}
