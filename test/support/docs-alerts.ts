/** The text of docs/alerts.md, rendered from the catalogue of alerts. Pure. */
import { z } from 'zod';
import { webhooksOf } from '../../src/console/openapi-webhooks.core.ts';
import { jsonSchemaOf } from '../../src/console/validation.ts';
import {
  type AlertGroup,
  type AlertType,
  alertEntry,
  alertGroups,
  alertTypes,
  eventsVersion,
  webhookEvents,
} from '../../src/contract/api/api.ts';

const recipientWords = {
  owner: 'owner',
  lane: 'users of the lane',
  managers: 'managers and admins',
  recipients: 'the users and lanes in `recipients`',
};

const onceWords = {
  tier: 'lead or task, episode, tier',
  'due time': 'lead or task, episode, tier, due time',
};

const urgencyWords = ['information', 'work', 'deadline'];

const heading = `# Alerts

<!-- Generated from src/contract/api/alert-catalogue.ts by \`npm run docs\`. -->

Scoville writes an alert when a lead, task, profile, record or endpoint changes. The live stream
\`GET /api/v1/alerts/stream\` sends every alert. A channel sends the alerts of its \`types\`, its \`scope\` and its filters by mail,
Slack or webhook.

- **When**: the change that writes the alert.
- **Data**: what it always has. The page \`/docs\` of an installation and [the typed client](../clients/typescript) have every field.
- **Notified**: channels with the scope \`mine\` send the alert to these users. The scopes \`my team\`, \`queue\` and \`all\` do not
  depend on this column.
- **Sent once per**: a channel sends one alert for each value of this key. Without a key it sends every alert.
- **Urgency**: at the hourly limit of a channel an alert waits only behind messages as urgent as itself. A *deadline* overtakes *work*, and
  work overtakes *information*.
- **Default**: the mail channel of a new user sends this type, and so does a channel created without \`types\`.
- **Message title**: the first words of a mail or Slack message.
- **Toast**: the title of the toast on the pages. Without a toast the pages refresh their lists.

An alert that asks for work (marked \`*\`) is dropped from a waiting digest when the work was done or went to another owner.
Webhooks get it all the same.

Events are version \`${eventsVersion}\`: the header \`scoville-version\` of webhooks and of the live stream says so, and \`dataschema\` of a
CloudEvent. Within a version types and fields may be added; none is removed, renamed or given another meaning. Ignore what you do
not know.
`;

const columns = [
  'Type',
  'When',
  'Data',
  'Notified',
  'Sent once per',
  'Urgency',
  'Default',
  'Message title',
  'Toast',
];

export function alertsPage(): string {
  const sections = (Object.keys(alertGroups) as AlertGroup[]).map(sectionOf);
  return `${heading}\n${[...sections, otherWebhooks(), example()].join('\n')}`;
}

function sectionOf(group: AlertGroup): string {
  const types = alertTypes.filter((type) => alertEntry(type).group === group);
  const rows = [columns, columns.map(() => '---'), ...types.map(cellsOf)];
  return `## ${alertGroups[group]}\n\n${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

function cellsOf(type: AlertType): string[] {
  const { when, carries, notified, onceBy, urgency, isDefault, asksForWork, title, toast } = alertEntry(type);
  return [
    `\`${type}\`${asksForWork ? ' *' : ''}`,
    when,
    `\`${carries}\``,
    notified.map((one) => recipientWords[one]).join(', ') || '–',
    onceBy === null ? '–' : onceWords[onceBy],
    urgencyWords[urgency] ?? '',
    isDefault ? 'yes' : 'no',
    title,
    toast?.one ?? '–',
  ];
}

/** Webhooks that are no alerts. */
function otherWebhooks(): string {
  const others = Object.entries(webhookEvents).filter(
    ([type]) => !(alertTypes as readonly string[]).includes(type),
  );
  const rows = [['Type', 'When'], ['---', '---'], ...others.map(([type, { when }]) => [`\`${type}\``, when])];
  return `## Other webhooks\n\n${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

/** One webhook, whole: the example of the OpenAPI document. */
function example(): string {
  const webhooks = webhooksOf({ schemas: {} }, (type) =>
    jsonSchemaOf(webhookEvents[type]?.data ?? z.never(), 'output'),
  );
  const content = webhooks['lead.opened']?.post.requestBody?.content;
  const body = JSON.stringify(content?.['application/json']?.example, null, 2);
  return `## Example\n\nThe body of a webhook; the page \`/docs\` of an installation has one for each type.\n\n\`\`\`json\n${body}\n\`\`\`\n`;
}
