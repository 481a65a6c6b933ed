/** The calls of duplicates: pairs, what a merge would do, the merge, and its undo. */
import { answered, type Shape } from '../../../../clients/typescript/client.js';
import type {
  DuplicateView,
  KnownPerson,
  MergedList,
  MergePreview,
  MergeView,
} from '../../../contract/api/api.ts';
import { client, type Page } from '../api/api.ts';

const pageItems = 30;
const ofId = (id: string) => ({ params: { path: { id } } });

/** What is asked for of pairs or merges. */
interface Asked {
  list: MergedList;
  record?: string;
  cursor?: string | null;
}

const queryOf = ({ list, record, cursor }: Asked) => ({
  ...{ list, limit: pageItems },
  ...(record !== undefined && { record }),
  ...(typeof cursor === 'string' && { cursor }),
});

/** A merge as it was chosen. */
export interface Chosen {
  preview: MergePreview;
  /** Fields whose value is the merged record's. */
  take: readonly string[];
}

export const duplicatesApi = {
  pairs: (asked: Asked, isDistinct: boolean): Promise<Page<DuplicateView>> =>
    answered(
      client.GET('/api/v1/duplicates', {
        params: { query: { ...queryOf(asked), ...(isDistinct && { distinct: 'true' as const }) } },
      }),
    ) as Promise<Page<DuplicateView>>,
  dismiss: (list: MergedList, records: [string, string]) =>
    answered(client.POST('/api/v1/duplicates/dismiss', { body: { list, records } })),
  suggest: (list: MergedList, records: [string, string]) =>
    answered(client.POST('/api/v1/duplicates/suggest', { body: { list, records } })),
  preview: (list: MergedList, id: string, merged: string): Promise<MergePreview> => {
    const asked = { params: { path: { id }, query: { merged } } };
    return list === 'people'
      ? answered(client.GET('/api/v1/people/{id}/merge-preview', asked))
      : answered(client.GET('/api/v1/companies/{id}/merge-preview', asked));
  },
  /** On the two records as they were compared. */
  merge: ({ preview: { list, kept, merged }, take }: Chosen): Promise<MergeView> => {
    const body = { merged: merged.id, mergedRevision: merged.revision, take };
    const asked = { params: { path: { id: kept.id }, header: { 'If-Match': `"${kept.revision}"` } } };
    return list === 'people'
      ? answered(client.POST('/api/v1/people/{id}/merges', { ...asked, body: body as Shape<'PersonMerge'> }))
      : answered(
          client.POST('/api/v1/companies/{id}/merges', { ...asked, body: body as Shape<'CompanyMerge'> }),
        );
  },
  /** Two people as they were loaded: the kept one keeps what it has. */
  mergePeople: (kept: KnownPerson, merged: KnownPerson): Promise<MergeView> =>
    answered(
      client.POST('/api/v1/people/{id}/merges', {
        params: { path: { id: kept.id }, header: { 'If-Match': `"${kept.revision}"` } },
        body: { merged: merged.id, mergedRevision: merged.revision, take: [] },
      }),
    ),
  merges: (asked: Asked): Promise<Page<MergeView>> =>
    answered(client.GET('/api/v1/merges', { params: { query: queryOf(asked) } })),
  undo: (id: string) => answered(client.POST('/api/v1/merges/{id}/undo', ofId(id))),
};
