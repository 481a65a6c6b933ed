/** What an alert rule of Prometheus has, with its part of the runbook. */

export interface AlertRule {
  /** Without the `Scoville` in front. */
  name: string;
  /** A page wakes somebody; a ticket can wait for the morning. */
  severity: 'page' | 'ticket';
  expr: string;
  /** How long it has to hold. */
  for: string;
  /** How the value is written. */
  unit: 'number' | 'seconds' | 'part';
  /** One sentence, on the alert. */
  summary: string;
  /** In the runbook: what it means, how to see more, what to do. Markdown. */
  means: string;
  see: string;
  do: string;
}

/** The name in Prometheus, and of its heading in the runbook. */
export const alertName = ({ name }: Pick<AlertRule, 'name'>) => `Scoville${name}`;
