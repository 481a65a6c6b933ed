/** Quarantine: leads of people that public keys alone have named, beyond their limits; opened or dropped by hand. */
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { HeldLeadView } from '../../../contract/api/api.ts';
import { counted } from '../parts/counted.ts';
import { dateInWords } from '../parts/format.ts';
import { Dotted, Foreign, MailAddress } from '../parts/others.tsx';
import { ProfileLink } from '../parts/profile-link.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useMayChange } from '../session/session.tsx';
import { ChoiceList, type Column, type ListAct } from './choice-list.tsx';
import { Filters, type ListFilter, useListSearch } from './filters.tsx';
import { Opened } from './opened.tsx';
import { runApi } from './run-api.ts';

const filters: readonly ListFilter[] = [
  { name: 'campaign', label: 'Campaign' },
  { name: 'programme', label: 'Programme' },
  { name: 'profile', label: 'Profile' },
];

const whys: Readonly<Record<HeldLeadView['why'], string>> = {
  leads: 'its key has opened as many leads in the hour as it may',
  identities: 'its address has named too many people in an hour',
};

const nameOf = ({ person: { name, email, userId, phone } }: HeldLeadView) =>
  name ?? email ?? phone ?? userId ?? 'somebody without a name';

const columns: readonly Column<HeldLeadView>[] = [
  { label: 'Who', cell: (lead) => <Foreign text={nameOf(lead)} /> },
  { label: 'Held since', cell: ({ heldAt }) => dateInWords(heldAt) },
  { label: 'Tier', cell: ({ tierName, score }) => <Dotted texts={[tierName, counted(score, 'point')]} /> },
  { label: 'Why', cell: ({ why }) => whys[why], isMinor: true },
  { label: 'Campaign', cell: ({ campaign }) => <Foreign text={campaign} />, isMinor: true },
];

const leads = (count: number | null) => (count === null ? 'All that fit' : counted(count, 'lead'));

const acts: readonly ListAct[] = [
  {
    name: 'release',
    label: 'Open',
    past: 'opened',
    step: (request) => runApi.many('quarantine', 'release', request),
    question: (count) => ({
      title: 'Open as leads?',
      says: `${leads(count)} will be routed, with a contact task and a notification to its rep. This cannot be undone here.`,
      yes: 'Open',
    }),
  },
  {
    name: 'drop',
    label: 'Drop',
    past: 'dropped',
    step: (request) => runApi.many('quarantine', 'drop', request),
    question: (count) => ({
      title: 'Drop for good?',
      says: `${leads(count)} will be gone: this rise opens nothing, also when the person comes back.`,
      yes: 'Drop',
    }),
  },
];

export function QuarantinePart() {
  const { filter, opened, choose, open } = useListSearch(filters);
  const may = useMayChange()('/quarantine');
  return (
    <>
      <Text className="quiet" mb="md">
        Everybody may send events with a public key, also somebody who invents people. Beyond its limits leads
        wait here.
      </Text>
      <Filters filters={filters} values={filter} choose={choose} />
      <ChoiceList
        key={JSON.stringify(filter)}
        name="quarantine"
        label="Held leads"
        filter={filter}
        load={(cursor) => runApi.held(filter, cursor)}
        idOf={({ id }) => id}
        columns={columns}
        acts={may ? acts : []}
        onOpen={open}
        empty="No lead is held back."
      />
      <HeldLead id={opened} onClose={() => open(null)} />
    </>
  );
}

function HeldLead({ id, onClose }: { id: string | null; onClose: () => void }) {
  const { data, error } = useQuery({
    queryKey: ['run', 'held-lead', id],
    queryFn: () => runApi.heldLead(id ?? ''),
    enabled: id !== null,
  });
  return (
    <Opened title="Held lead" isOpen={id !== null} onClose={onClose}>
      <Refusal error={error} />
      {data && (
        <>
          <Text fw={600}>
            <Foreign text={nameOf(data)} />
          </Text>
          <Text className="quiet" mb="sm">
            It is held because {whys[data.why]}.
          </Text>
          <dl className="details">
            <dt>Address</dt>
            <dd>{data.person.email === null ? 'none' : <MailAddress email={data.person.email} />}</dd>
            <dt>Phone</dt>
            <dd>
              <Foreign text={data.person.phone ?? 'none'} />
            </dd>
            <dt>Company</dt>
            <dd>
              <Foreign text={data.person.company ?? 'none'} />
            </dd>
            <dt>Key</dt>
            <dd>
              <Foreign text={data.key ?? 'not known'} />
            </dd>
            <dt>Profile</dt>
            <dd>
              <ProfileLink id={data.profile} />
            </dd>
          </dl>
          <Text fw={600} mt="sm">
            What heated it
          </Text>
          <ul className="refused-of-many">
            {data.reasons.map((reason) => (
              <li key={`${reason.rule} ${reason.at}`}>
                <Dotted texts={[reason.label, counted(reason.value, 'point')]} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Opened>
  );
}
