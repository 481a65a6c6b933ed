/** A record as a page: what it is, what its stage asks for, and what happened. */
import { Foreign, MailAddress, PhoneNumber, WebAddress } from '../parts/others.tsx';
import './records.css';
import { Alert, Divider, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { PersonView } from '../../../contract/api/api.ts';
import { attachedLists, type StagedRecord } from '../api/api.ts';
import { isMergedList } from '../duplicates/merged-list.ts';
import { RecordDuplicates } from '../duplicates/record-duplicates.tsx';
import { KeyPressed } from '../keys/use-keys.tsx';
import { cellText, endOfRow, voidedInWords } from '../kinds/cell-text.ts';
import {
  addressOf,
  kindAt,
  nameOfRow,
  type RecordKind,
  type Row,
  readRecord,
} from '../kinds/record-kinds.ts';
import { usePathOfPage } from '../parts/path-of-page.ts';
import { ProfileLink } from '../parts/profile-link.tsx';
import { useMayChange, useSession } from '../session/session.tsx';
import { useOwnerName } from '../team/use-owner-name.ts';
import { ClaimedAddress } from '../work/claimed-address.tsx';
import { type ContactAbout, ContactLog, useLogAhead } from '../work/contact-log.tsx';
import { Voided } from '../work/ended.tsx';
import { Files } from '../work/files.tsx';
import { Moves } from '../work/moves.tsx';
import { OpenedRecords, type Origin } from '../work/opened-records.tsx';
import { StageGuide } from '../work/stage-guide.tsx';
import { Story } from '../work/story.tsx';
import { AccountScores } from './account-scores.tsx';
import { FilledFields } from './filled-fields.tsx';
import { Origins } from './origins.tsx';

/** Pipelines have stages; people and companies have none. */
const withoutStage = new Set(['/people', '/companies']);
/** The names by which activities are found. */
const activitiesBy: Readonly<Record<string, string>> = { '/people': 'person', '/companies': 'company' };

/** What a record of a list is, where others are opened from it, or are its own. */
const origins: Readonly<Record<string, Origin>> = {
  ...{ '/people': 'person', '/companies': 'company' },
  ...{ '/opportunities': 'opportunity', '/deals': 'deal', '/orders': 'order' },
};
/** What a record of a list is to a contact that is logged; of a campaign none is. */
const contactOf: Readonly<Record<string, keyof ContactAbout>> = {
  ...origins,
  '/jobs': 'job',
};

export function RecordPage() {
  const kind = kindAt(usePathOfPage());
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { data, error, isPending } = useQuery({
    queryKey: ['work', 'record', kind.path, id],
    queryFn: () => readRecord(kind, id),
  });
  const ahead = useLogAhead(isPending, error !== null);
  // A merged record answers as the one that it became part of.
  const address = data === undefined || data.id === id ? null : addressOf(kind, data);
  const navigate = useNavigate();
  useEffect(() => {
    if (address !== null) void navigate({ to: address, replace: true });
  }, [address, navigate]);
  return (
    <div className="page wide">
      <Link to={kind.path} className="quiet">
        {kind.title}
      </Link>
      {isPending && <Skeleton height={36} my="sm" width={320} />}
      {error && (
        <>
          <Title order={1} size="h2">
            This record cannot be shown
          </Title>
          <Alert color="red" role="alert" my="md">
            <Foreign text={error.message} />
          </Alert>
        </>
      )}
      {data?.id === id && <Body kind={kind} row={data} />}
      {data?.id === id && ahead.isPressed && <KeyPressed keys="l" onDone={ahead.onDone} />}
    </div>
  );
}

function Body({ kind, row }: { kind: RecordKind; row: Row }) {
  const nameOfOwner = useOwnerName();
  const values = kind.columns.map((column) => ({ ...column, text: cellText(column, row, nameOfOwner) }));
  const isVoided = voidedInWords(endOfRow(row)) !== null;
  const hasStage = !withoutStage.has(kind.path) && row['pipeline'] !== null;
  const may = useMayChange();
  const staged = { list: kind.path.slice(1) as StagedRecord['list'], id: row.id };
  const { email } = useSession();
  const origin = origins[kind.path];
  const about = aboutOf(kind, row);
  const list = kind.path.slice(1);
  const attached = attachedLists.find((list) => kind.path === `/${list}`);
  return (
    <>
      <Group mb="md">
        <Title order={1} size="h2">
          <Foreign text={nameOfRow(kind, row)} />
        </Title>
      </Group>
      <div className="record">
        <section aria-label="What it is">
          <dl className="fields">
            {values
              .filter(({ text }) => text !== '')
              .map(({ field, label, text }) => (
                <div key={field}>
                  <dt className="quiet">{label}</dt>
                  <dd>
                    <Value field={field} text={text} />
                  </dd>
                </div>
              ))}
          </dl>
          {hasStage && attached !== undefined && (
            <FilledFields row={row} record={{ list: attached, id: row.id }} />
          )}
          <Voided of={endOfRow(row)} />
          {hasStage && !isVoided && (
            <Stack mb="md">
              <StageGuide record={staged} />
              {may(`${kind.path}/${row.id}`) && <Moves record={staged} />}
            </Stack>
          )}
          {kind.path === '/companies' && <AccountScores id={row.id} />}
          <Origins row={row} />
          {kind.path === '/people' && row['isEmailClaimed'] === true && (
            <ClaimedAddress person={row as unknown as PersonView} />
          )}
          {kind.path === '/people' && typeof row['email'] === 'string' && !row['isEmailClaimed'] && (
            <Text size="sm">
              <ProfileLink id={row['email']} words="Everything they did" />
            </Text>
          )}
          {kind.path === '/campaigns' && <PeopleOfCampaign campaign={nameOfRow(kind, row)} />}
          {isMergedList(list) && may(`/${list}/${row.id}/merges`) && (
            <RecordDuplicates
              list={list}
              id={row.id}
              claimed={row['isEmailClaimed'] === true ? String(row['email']) : null}
            />
          )}
          {origin !== undefined && <OpenedRecords of={origin} id={row.id} />}
          {about !== null && !isVoided && may('/activities') && (
            <Stack my="md">
              <Divider label="Log a contact" labelPosition="left" />
              <ContactLog about={about} me={email} />
            </Stack>
          )}
          {attached !== undefined && <Files record={{ list: attached, id: row.id }} isClosed={isVoided} />}
        </section>
        <section aria-label="What happened">
          <Title order={2} size="h4" mb="sm">
            What happened
          </Title>
          <Story
            record={row.id}
            about={{ [activitiesBy[kind.path] ?? 'record']: row.id }}
            pipeline={typeof row['pipeline'] === 'string' ? row['pipeline'] : null}
          />
        </section>
      </div>
    </>
  );
}

/** A value that can be written to, called or opened is a link. */
function Value({ field, text }: { field: string; text: string }) {
  if (field === 'email') return <MailAddress email={text} />;
  return field === 'phone' ? <PhoneNumber phone={text} /> : <WebAddress url={text} />;
}

/** The people that somebody has added to the campaign. */
function PeopleOfCampaign({ campaign }: { campaign: string }) {
  return (
    <Text size="sm" my="sm">
      <Link to={'/people' as string} search={{ campaign }} className="address">
        People added to it
      </Link>
    </Text>
  );
}

/** What a contact logged on the page is about: the record, and its person. Null where nobody may be contacted. */
function aboutOf({ path }: RecordKind, row: Row): ContactAbout | null {
  const name = contactOf[path];
  const person = row['person'] as { id: string; doNotContact?: boolean } | null | undefined;
  if (name === undefined || row['doNotContact'] === true || person?.doNotContact === true) return null;
  return { [name]: row.id, ...(person && { person: person.id }) };
}
