/** The shapes of what clients send to the doors for events and forms, and of what those answer. */
import { limits } from '../base/kernel/kernel.ts';
import type { Schema } from './openapi-shapes.ts';

const anything: Schema = {};
const open = (description: string): Schema => ({
  type: 'object',
  description,
  properties: {},
  additionalProperties: anything,
});
const id = (description: string): Schema => ({
  type: ['string', 'integer'],
  maxLength: limits.idLengthMax,
  description,
});
const time = (description: string): Schema => ({ type: ['string', 'integer'], description });

/** What every event may say. */
const common: Record<string, Schema> = {
  userId: id('Who did it, as your product knows them. Ids are compared as they are.'),
  anonymousId: id('The device, before anybody is known. One of the two ids is needed.'),
  messageId: id('Says which event it is: the same id counts once. Made where it is left out.'),
  timestamp: time('When it happened: ISO 8601, or epoch milliseconds or seconds. Now where it is left out.'),
  originalTimestamp: time('The same by the clock of the client.'),
  sentAt: time('When the client sent it: it corrects a clock that is wrong.'),
  context: open('`page`, `campaign`, `traits`, `consent`, and whatever else clients say.'),
  integrations: open('Ignored.'),
  writeKey: { type: 'string', description: 'The key, where it stands neither in a header nor in the query.' },
};

const event = (title: string, own: Record<string, Schema>, required: string[] = []): Schema => ({
  ...{ title, type: 'object', properties: { ...own, ...common }, required, additionalProperties: anything },
});

const traits = open('What is known of them: `email`, `phone`, `name`, `company` …');
const properties = open('What rules look at: `category`, `content_asset_id`, `value` …');
const name = (description: string): Schema => ({ type: 'string', description });

/** By the name of the call. */
export const eventSchemas = {
  track: event(
    'TrackEvent',
    { event: name('What was done, such as `Video Playback Started`.'), properties },
    ['event'],
  ),
  page: event('PageEvent', { name: name('Of the page.'), category: name('Of the page.'), properties }),
  screen: event('ScreenEvent', {
    name: name('Of the screen.'),
    category: name('Of the screen.'),
    properties,
  }),
  identify: event('IdentifyEvent', { traits }),
  alias: event('AliasEvent', { previousId: id('The id of before, which the `userId` takes over.') }, [
    'previousId',
  ]),
  group: event('GroupEvent', { groupId: id('The company or team.'), traits }, ['groupId']),
};
export type EventCall = keyof typeof eventSchemas;

export const batchSchema: Schema = {
  title: 'EventBatch',
  type: 'object',
  properties: {
    batch: {
      type: 'array',
      description: `At most ${limits.batchEventsMax} events, each with its \`type\`.`,
      items: {
        title: 'BatchedEvent',
        type: 'object',
        properties: { type: { type: 'string', description: 'The call: `track`, `page` …' }, ...common },
        required: ['type'],
        additionalProperties: anything,
      },
    },
    context: open('What all events share.'),
    sentAt: time('When the client sent it.'),
    writeKey: common['writeKey'] ?? {},
  },
  required: ['batch'],
  additionalProperties: anything,
};

const count = (description: string): Schema => ({ type: 'integer', minimum: 0, description });
const success: Schema = { type: 'boolean', const: true };
const dropped: Schema = {
  type: 'string',
  description: 'Only where names were dropped with their values: which ones are never taken.',
};

const warning: Record<string, Schema> = {
  code: {
    type: 'string',
    description: '`means_nobody`, `not_an_address`, `time_ahead` … as in docs/send-events.md.',
  },
  message: { type: 'string', description: 'Which field, and how the event counts.' },
};
const warningsOf = (title: string, properties: Record<string, Schema>): Schema => ({
  type: 'array',
  description: 'Only where something is taken otherwise than it was said. The event counts.',
  items: {
    title,
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  },
});

export const eventAnswer: Schema = {
  title: 'EventAccepted',
  type: 'object',
  properties: {
    success,
    late: {
      type: 'integer',
      const: 1,
      description: 'Only where it came too late to give points. It is kept.',
    },
    warnings: warningsOf('EventWarning', warning),
    dropped,
  },
  required: ['success'],
  additionalProperties: false,
};

const errors: Schema = {
  type: 'array',
  items: {
    title: 'EventError',
    type: 'object',
    properties: {
      index: count('Of the event in the batch.'),
      code: { type: 'string', description: 'As in docs/errors.md.' },
      message: { type: 'string' },
    },
    required: ['index', 'code', 'message'],
    additionalProperties: false,
  },
};

export const batchAnswer: Schema = {
  title: 'BatchAccepted',
  type: 'object',
  properties: {
    success,
    accepted: count('Events that are in the stream.'),
    rejected: count('Events that were refused; sending them again does not help.'),
    late: count('Accepted events that came too late to give points.'),
    lateIndexes: { type: 'array', items: { type: 'integer', minimum: 0 } },
    errors,
    furtherErrors: {
      ...{ type: 'integer', minimum: 1 },
      description: `Only where \`errors\` would have more than ${limits.batchErrorsBytesMax} bytes: how many are not listed.`,
    },
    warnings: warningsOf('BatchedEventWarning', { index: count('Of the event in the batch.'), ...warning }),
    furtherWarnings: {
      ...{ type: 'integer', minimum: 1 },
      description: `Only where there are more than ${limits.batchWarningsMax}: how many are not listed.`,
    },
    dropped,
  },
  required: ['success', 'accepted', 'rejected', 'late', 'lateIndexes', 'errors'],
  additionalProperties: false,
};

export const mailAnswer: Schema = {
  title: 'MailEventsAccepted',
  type: 'object',
  properties: { success, accepted: count('Events that are in the stream.'), rejected: count('The others.') },
  required: ['success', 'accepted', 'rejected'],
  additionalProperties: false,
};

export const formSchema: Schema = {
  title: 'FormSubmission',
  type: 'object',
  properties: {
    email: { type: 'string', description: 'Of the sender. An `email` or a `phone` is needed.' },
    name: { type: 'string' },
    phone: { type: 'string' },
    company: { type: 'string' },
    website: { type: 'string', description: 'Left empty: people do not see it, and robots fill it in.' },
    submission: {
      type: 'string',
      description: 'A mark of the page: the same mark opens nothing more in a day.',
    },
  },
  additionalProperties: anything,
};

export const formAnswer: Schema = {
  title: 'FormAccepted',
  type: 'object',
  properties: { accepted: { type: 'boolean', const: true } },
  required: ['accepted'],
  additionalProperties: false,
};

export const aliveSchema: Schema = {
  title: 'Alive',
  type: 'object',
  properties: { status: { type: 'string', const: 'ok' } },
  required: ['status'],
  additionalProperties: false,
};

const texts: Schema = { type: 'array', items: { type: 'string' } };

export const readySchema: Schema = {
  title: 'Readiness',
  type: 'object',
  properties: {
    status: { type: 'string', enum: ['ok', 'unavailable'] },
    reasons: { ...texts, description: 'What is away.' },
    details: { type: 'string', description: 'What goes on, where something does.' },
    notes: { ...texts, description: 'What is worth knowing and hinders nothing.' },
  },
  required: ['status', 'reasons'],
  additionalProperties: false,
};
