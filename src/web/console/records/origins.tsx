/** What a record is of: its person and company, and the records it came from, each a link. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { kindAt, nameOfRow, type Row, readRecord, valueIn } from '../kinds/record-kinds.ts';
import { Foreign } from '../parts/others.tsx';

/** The field with the id, the list it is in, what it is called, and the field with its name where the row has it. */
const links = [
  { field: 'person.id', list: '/people', label: 'Person', name: 'person.name' },
  { field: 'company', list: '/companies', label: 'Company' },
  { field: 'lead', list: '/leads', label: 'Lead' },
  { field: 'opportunity', list: '/opportunities', label: 'Opportunity' },
  { field: 'deal', list: '/deals', label: 'Deal' },
  { field: 'order', list: '/orders', label: 'Order' },
] as const;

/** Of a row that names none of them, nothing. */
export function Origins({ row }: { row: Row }) {
  const known = links.flatMap((link) => {
    const id = valueIn(row, link.field);
    if (typeof id !== 'string' || !/^[a-z]{2}_[\w-]+$/.test(id)) return [];
    return [{ ...link, id, said: 'name' in link ? valueIn(row, link.name) : null }];
  });
  if (known.length === 0) return null;
  return (
    <nav aria-label="What it is of" data-testid="origins">
      <dl className="fields">
        {known.map(({ field, list, label, id, said }) => (
          <div key={field}>
            <dt className="quiet">{label}</dt>
            <dd>
              <Link to={`${list}/${id}` as string} className="address">
                {typeof said === 'string' && said !== '' ? (
                  <Foreign text={said} />
                ) : (
                  <NameOf list={list} id={id} label={label} />
                )}
              </Link>
            </dd>
          </div>
        ))}
      </dl>
    </nav>
  );
}

/** The name of a record that the row names by its id alone. What it is stands there until then, and where it cannot be read. */
function NameOf({ list, id, label }: { list: string; id: string; label: string }) {
  const kind = kindAt(list);
  const { data } = useQuery({ queryKey: ['work', 'record', list, id], queryFn: () => readRecord(kind, id) });
  return <Foreign text={data === undefined ? label : nameOfRow(kind, data)} />;
}
