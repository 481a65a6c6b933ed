/** The fields that can be set of selected records: those of their list, and of their pipeline where they are of one. */
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import type { Row } from '../kinds/record-kinds.ts';
import type { WantedField } from '../work/wanted-fields.ts';
import type { BulkList } from './bulk-api.ts';
import { changedFields } from './changed-fields.ts';

export function useSettable(
  list: BulkList,
  rows: readonly Row[],
): { plain: readonly WantedField[]; fields: readonly WantedField[]; error: Error | null } {
  const pipelines = new Set(rows.flatMap(({ pipeline }) => (typeof pipeline === 'string' ? [pipeline] : [])));
  const [only = ''] = pipelines.size === 1 ? pipelines : [];
  const { data, error } = useQuery({
    queryKey: ['work', 'pipeline', only],
    queryFn: () => api.pipeline(only),
    enabled: only !== '',
  });
  const fields = (data?.fields ?? []).filter(({ type }) => type !== 'attachment');
  return {
    plain: changedFields[list],
    fields: fields.map(({ field, label, type, choices }) => ({ field, label, type, choices })),
    error,
  };
}
