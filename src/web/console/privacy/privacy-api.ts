/** The calls of the page of privacy: what is stored of a person, erasures and their receipts. */
import { answered, type Shape } from '../../../../clients/typescript/client.js';
import type { ErasureView } from '../../../contract/api/api.ts';
import { client, orNull } from '../api/api.ts';

export type PersonExport = Shape<'PersonExport'>;
export type Receipt = NonNullable<ErasureView['receipt']>;

export const privacyApi = {
  /** Everything that is stored of a person; null where nobody is known by that identity. */
  find: (identity: string): Promise<PersonExport | null> =>
    orNull(answered(client.POST('/api/v1/privacy/export', { body: { identity } }))),
  erase: (identity: string): Promise<ErasureView> =>
    answered(client.POST('/api/v1/privacy/erase', { body: { identity } })),
  erasure: (id: string): Promise<ErasureView> =>
    answered(client.GET('/api/v1/erasures/{id}', { params: { path: { id } } })),
  erasures: async (): Promise<ErasureView[]> => (await answered(client.GET('/api/v1/erasures'))).items,
  isGenuine: async (receipt: object): Promise<boolean> =>
    (await answered(client.POST('/api/v1/erasures/verify', { body: receipt as Receipt }))).isGenuine,
};
