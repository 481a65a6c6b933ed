/** The calls of the pages of keys and webhooks. */
import { answered, type Shape } from '../../../../clients/typescript/client.js';
import type {
  ChannelView,
  DeliveryView,
  DeliveryWithAttempts,
  EndpointView,
  IngestKeyView,
  PipelineDefinitionView,
} from '../../../contract/api/api.ts';
import { allOf, client, listOf, type Page } from '../api/api.ts';

const ofId = (id: string) => ({ params: { path: { id } } });
const logItems = 10;

export type NewKey = Shape<'NewIngestKey'>;
export type KeyChange = Shape<'IngestKeyChange'>;

export interface NewWebhook {
  name: string;
  target: string;
  types: string[];
}

export const accessApi = {
  keys: async (): Promise<IngestKeyView[]> => (await answered(client.GET('/api/v1/keys'))).items,
  makeKey: (key: NewKey): Promise<IngestKeyView> => answered(client.POST('/api/v1/keys', { body: key })),
  changeKey: (id: string, change: KeyChange): Promise<IngestKeyView> =>
    answered(client.PATCH('/api/v1/keys/{id}', { ...ofId(id), body: change })),
  rotateKey: (id: string, graceSeconds: number): Promise<IngestKeyView> =>
    answered(client.POST('/api/v1/keys/{id}/rotate', { ...ofId(id), body: { graceSeconds } })),
  revokeKey: (id: string): Promise<IngestKeyView> => answered(client.DELETE('/api/v1/keys/{id}', ofId(id))),
  /** Pipelines that a form can open records of, as `process/pipeline`. */
  formPipelines: async (): Promise<string[]> =>
    (await answered(client.GET('/api/v1/pipelines'))).items
      .filter(({ kind }) => kind !== 'campaign')
      .map(({ id }) => id.replace(/@\d+$/, '')),
  pipeline: (name: string): Promise<PipelineDefinitionView> => {
    const [process = '', pipeline = ''] = name.split('/');
    return answered(
      client.GET('/api/v1/pipelines/{process}/{pipeline}', { params: { path: { process, pipeline } } }),
    ) as Promise<PipelineDefinitionView>;
  },

  /** Channels that are webhooks: the caller's own; for managers those of everybody and of the installation. */
  webhooks: (): Promise<ChannelView[]> => allOf('/channels', { kind: 'webhook' }),
  /** Without types it sends those that a channel sends. */
  makeWebhook: ({ types, ...channel }: NewWebhook): Promise<ChannelView> =>
    answered(
      client.POST('/api/v1/channels', {
        body: {
          ...{ kind: 'webhook', scope: 'all', owner: null, ...channel },
          ...(types.length > 0 && { types }),
        },
      }),
    ),
  changeWebhook: (id: string, change: Shape<'ChannelChange'>): Promise<ChannelView> =>
    answered(client.PATCH('/api/v1/channels/{id}', { ...ofId(id), body: change })),
  deleteWebhook: (id: string) => answered(client.DELETE('/api/v1/channels/{id}', ofId(id))),
  testWebhook: (id: string): Promise<{ delivery: string }> =>
    answered(client.POST('/api/v1/channels/{id}/test', ofId(id))),
  /** The latest deliveries of a channel. */
  log: (channel: string): Promise<Page<DeliveryView>> =>
    listOf('/deliveries', { chosenBy: channel, limit: logItems }),
  delivery: (id: string): Promise<DeliveryWithAttempts> =>
    answered(client.GET('/api/v1/deliveries/{id}', ofId(id))),
  endpoints: async (): Promise<EndpointView[]> => (await answered(client.GET('/api/v1/endpoints'))).items,
  rotateSecret: (id: string): Promise<EndpointView> =>
    answered(client.POST('/api/v1/endpoints/{id}/rotate', ofId(id))),
  enable: (id: string): Promise<EndpointView> =>
    answered(client.POST('/api/v1/endpoints/{id}/enable', ofId(id))),
  setFormat: (id: string, format: EndpointView['format']): Promise<EndpointView> =>
    answered(client.PATCH('/api/v1/endpoints/{id}', { ...ofId(id), body: { format } })),
};
