/** The fields of a record's pipeline that are filled in, with their labels. Ticks stand in the stages that ask for them. */
import { useQuery } from '@tanstack/react-query';
import type { PipelineDefinitionView } from '../../../contract/api/api.ts';
import type { AttachedRecord } from '../api/api.ts';
import type { Row } from '../kinds/record-kinds.ts';
import { amountInWords, dateInWords, numberInWords } from '../parts/format.ts';
import { WebAddress } from '../parts/others.tsx';
import { filesQuery } from '../work/attaching.tsx';
import { definitionQuery } from '../work/definition-query.ts';
import { FileLink } from '../work/files.tsx';

type Field = PipelineDefinitionView['fields'][number];

/** Shows nothing while it loads, and where nothing is filled in: the rest of the page does not wait for it. */
export function FilledFields({ row, record }: { row: Row; record: AttachedRecord }) {
  const pipeline = String(row['pipeline']);
  const values = row['fields'] as Record<string, unknown>;
  const { data } = useQuery(definitionQuery(pipeline));
  const currency = typeof row['currency'] === 'string' ? row['currency'] : null;
  const filled = (data?.fields ?? []).flatMap((one) => {
    const text = inWords(one, values[one.field], currency);
    return text === '' ? [] : [{ ...one, text }];
  });
  if (filled.length === 0) return null;
  return (
    <dl className="fields" data-testid="filled-fields">
      {filled.map(({ field, label, type, text }) => (
        <div key={field}>
          <dt className="quiet">
            <bdi>{label}</bdi>
          </dt>
          <dd>
            {type === 'attachment' ? <NamedFile record={record} id={text} /> : <WebAddress url={text} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A file by its name; by its id while the names are loading. */
function NamedFile({ record, id }: { record: AttachedRecord; id: string }) {
  const { data } = useQuery(filesQuery(record));
  return <FileLink id={id} name={data?.items.find((one) => one.id === id)?.name ?? id} />;
}

/** An amount without a currency is the plain number: its pipeline says no more of it. */
function inWords({ type }: Field, value: unknown, currency: string | null): string {
  if (value === undefined || value === null || typeof value === 'boolean') return '';
  if (type === 'date') return dateInWords(String(value));
  if (type !== 'money') return String(value);
  return currency === null ? numberInWords(Number(value)) : amountInWords(String(value), currency);
}
