/** The fields of two records beside each other; where both say something, one of the two is chosen. */
import { Radio } from '@mantine/core';
import type { DuplicateRecord, MergePreview } from '../../../contract/api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { fieldInWords, isChoice, nameOf } from './duplicate-words.ts';

interface Props {
  preview: MergePreview;
  choice: Readonly<Record<string, 'kept' | 'merged'>>;
  choose: (field: string, side: 'kept' | 'merged') => void;
}

type Field = MergePreview['fields'][number];

export function CompareTable({ preview: { kept, merged, fields }, choice, choose }: Props) {
  const shown = fields.filter((field) => field.kept !== null || field.merged !== null);
  return (
    <table className="compare">
      <thead>
        <tr>
          <td />
          <Head record={kept} words="Stays" />
          <Head record={merged} words="Becomes part of it" />
        </tr>
      </thead>
      <tbody>
        {shown.map((field) => (
          <tr key={field.field} data-testid={`field-${field.field}`}>
            <th scope="row" className="quiet">
              {fieldInWords(field.field)}
            </th>
            <Side field={field} side="kept" chosen={choice[field.field] ?? field.stays} choose={choose} />
            <Side field={field} side="merged" chosen={choice[field.field] ?? field.stays} choose={choose} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Head({ record, words }: { record: DuplicateRecord; words: string }) {
  return (
    <th scope="col">
      <span className="quiet">{words}</span>
      <br />
      <Foreign text={nameOf(record)} />
      <br />
      <span className="quiet">since {dateInWords(record.createdAt)}</span>
    </th>
  );
}

interface SideProps extends Pick<Props, 'choose'> {
  field: Field;
  side: 'kept' | 'merged';
  chosen: 'kept' | 'merged';
}

function Side({ field, side, chosen, choose }: SideProps) {
  const value = field[side];
  const text = value === null ? <span className="quiet">none</span> : <Foreign text={value} />;
  return (
    <td data-stays={chosen === side && value !== null}>
      {isChoice(field) ? (
        <Radio
          name={field.field}
          checked={chosen === side}
          onChange={() => choose(field.field, side)}
          label={text}
          data-testid={`take-${field.field}-${side}`}
        />
      ) : (
        text
      )}
    </td>
  );
}
