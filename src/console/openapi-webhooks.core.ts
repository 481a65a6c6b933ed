/** The webhooks of the OpenAPI document: an operation for each event that Scoville posts. Pure. */
import {
  alertEntry,
  alertTypes,
  eventDataSchemaOf,
  eventsVersion,
  webhookEvents,
} from '../contract/api/api.ts';
import { exampleOf } from './openapi-examples.core.ts';
import { webhooksGroup } from './openapi-groups.ts';
import { hoisted, resolvedSchema } from './openapi-schemas.core.ts';
import type { Components, Operation, Parameter, Schema } from './openapi-shapes.ts';

const instant: Schema = { type: 'string', format: 'date-time' };

/** The headers of Standard Webhooks. */
export const webhookHeaders: Readonly<Record<string, Parameter>> = {
  'Webhook-Id': {
    in: 'header',
    name: 'webhook-id',
    required: true,
    description:
      'The id of the message. Retries and replays have the same: skip an id that was received before.',
    schema: { type: 'string', maxLength: 200 },
    example: 'dv_0a9b8c7d-6e5f-4a3b-9c2d-1e0f9a8b7c6d',
  },
  'Webhook-Timestamp': {
    in: 'header',
    name: 'webhook-timestamp',
    required: true,
    description: 'When it was sent, in seconds since 1970. Refuse one that is older than five minutes.',
    schema: { type: 'string', pattern: '^\\d+$' },
    example: '1796115600',
  },
  'Webhook-Signature': {
    in: 'header',
    name: 'webhook-signature',
    required: true,
    description:
      '`v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet.',
    schema: { type: 'string' },
    example: 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  },
  'Scoville-Version': {
    in: 'header',
    name: 'scoville-version',
    required: true,
    description: 'The version of the events. Nothing is removed or renamed within it.',
    schema: { type: 'string', const: eventsVersion },
    example: eventsVersion,
  },
};

/** Returns the webhooks by type. Adds the shapes of their data to the components. */
export function webhooksOf(
  components: Pick<Components, 'schemas'>,
  schemaOf: (type: string) => Schema,
): Record<string, { post: Operation }> {
  return Object.fromEntries(
    Object.entries(webhookEvents).map(([type, { when }]) => [
      type,
      {
        post: webhook(type, when, hoisted(schemaOf(type), components.schemas, 'output'), components.schemas),
      },
    ]),
  );
}

function webhook(
  type: string,
  when: string,
  data: Schema,
  schemas: Readonly<Record<string, Schema>>,
): Operation {
  const standard = shape({ type: { const: type }, timestamp: instant, data });
  const event = shape({
    specversion: { const: '1.0' },
    id: { type: 'string' },
    source: { const: 'urn:scoville' },
    type: { const: type },
    subject: { type: 'string' },
    time: instant,
    datacontenttype: { const: 'application/json' },
    dataschema: { const: eventDataSchemaOf(type) },
    data,
  });
  event.title = 'CloudEvent';
  event.required = event.required?.filter((name) => name !== 'subject') ?? [];
  return {
    operationId: `on${type.replace(/(?:^|[.-])(\w)/g, (_whole, letter: string) => letter.toUpperCase())}`,
    tags: [webhooksGroup.title],
    summary: `Posted when ${when}`,
    description: `One of \`${eventsVersion}\`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.`,
    security: [],
    parameters: Object.keys(webhookHeaders).map((name) => ({ $ref: `#/components/parameters/${name}` })),
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: standard, example: exampleFor(type, standard, schemas) },
        'application/cloudevents+json': { schema: event, example: exampleFor(type, event, schemas) },
      },
    },
    responses: {
      '2XX': { description: 'It is taken. A body is not read.' },
      default: { description: 'It is not taken, and tried again. The status 410 stops the endpoint.' },
    },
  };
}

/** An alert has what its row carries, and not all that some alert may have. */
function exampleFor(type: string, schema: Schema, schemas: Readonly<Record<string, Schema>>): object {
  const whole = exampleOf(schema, schemas) as { data: Record<string, unknown> };
  const row = alertTypes.find((one) => one === type);
  const needed = new Set(resolvedSchema(schema.properties?.['data'] ?? {}, schemas).required);
  if (row !== undefined) needed.add(alertEntry(row).carries);
  const data = Object.entries(whole.data).filter(([name]) => needed.has(name));
  return { ...whole, data: Object.fromEntries(data) };
}

const shape = (properties: Record<string, Schema>): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
