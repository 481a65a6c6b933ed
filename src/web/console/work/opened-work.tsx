/** A lead or a contact's task, opened beside the list or over it: whose it is, what is to be done, why, and what happened. */

import { CloseButton, Divider, Drawer, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { LeadView, TaskView } from '../../../contract/api/api.ts';
import { api } from '../api.ts';
import { useKeys } from '../keys/use-keys.tsx';
import { Chilies } from '../parts/chilies.tsx';
import { Dotted, Foreign, MailAddress } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useMayChange } from '../session/session.tsx';
import { Assignment } from './assignment.tsx';
import { Completion } from './completion.tsx';
import { ContactLog } from './contact-log.tsx';
import { DoNotContact } from './do-not-contact.tsx';
import { Files } from './files.tsx';
import { QualityButtons } from './lead-quality.tsx';
import { Proposals } from './proposals.tsx';
import { StageGuide } from './stage-guide.tsx';
import { Reasons, Story } from './story.tsx';
import { nameOf, type Opened, stagedRecordOf } from './work-item.ts';

interface Props {
  opened: Opened | null;
  me: string;
  onClose: () => void;
}

/** What the drawer shows of either. */
interface Shown {
  about: LeadView | TaskView;
  lead: LeadView | null;
  tasks: TaskView[];
}

async function load({ kind, id }: Opened): Promise<Shown> {
  if (kind === 'tasks') {
    const task = await api.task(id);
    return { about: task, lead: null, tasks: task.status === 'Open' ? [task] : [] };
  }
  const [lead, tasks] = await Promise.all([api.lead(id), api.openTasksOf(id)]);
  return { about: lead, lead, tasks: tasks.items };
}

/** `isBeside`: it stands beside the list, which stays usable; else it comes over it. */
export function OpenedWork({ opened, me, isBeside, onClose }: Props & { isBeside: boolean }) {
  const { data, error } = useQuery({
    queryKey: ['work', 'opened', opened],
    queryFn: () => (opened === null ? null : load(opened)),
    enabled: opened !== null,
  });
  useKeys(opened !== null && isBeside ? [{ keys: 'Escape', label: 'Close what is open', run: onClose }] : []);
  const title = data ? <Heading about={data.about} /> : 'Loading…';
  const body = (
    <>
      <Refusal error={error} />
      {data && opened && <Body shown={data} opened={opened} me={me} onClose={onClose} />}
    </>
  );
  if (!isBeside)
    return (
      <Drawer
        opened={opened !== null}
        onClose={onClose}
        position="right"
        size="md"
        closeButtonProps={{ 'aria-label': 'Close' }}
        styles={{ content: { background: 'var(--card)' }, header: { background: 'var(--card)' } }}
        title={title}
      >
        {body}
      </Drawer>
    );
  if (opened === null) return null;
  return (
    <aside className="pane" aria-label="Opened">
      <Group justify="space-between" wrap="nowrap" mb="md">
        {title}
        <CloseButton aria-label="Close" onClick={onClose} />
      </Group>
      {body}
    </aside>
  );
}

function Heading({ about: { tier, tiers, tierName, person } }: { about: LeadView | TaskView }) {
  return (
    <Group gap="sm" wrap="nowrap">
      <Chilies tier={tier} tiers={tiers} name={tierName} />
      <Title order={3} component="span">
        <Foreign text={nameOf(person)} />
      </Title>
    </Group>
  );
}

function Body({
  shown: { about, lead, tasks },
  opened,
  me,
  onClose,
}: Omit<Props, 'opened'> & { shown: Shown; opened: Opened }) {
  const { person } = about;
  const may = useMayChange();
  const mayContact = !person?.doNotContact;
  const record = stagedRecordOf(about);
  const contact = { ...(person && { person: person.id }), ...(lead && { lead: lead.id }) };
  return (
    <Stack>
      <div>
        {person?.email && (
          <Text>
            <MailAddress email={person.email} />
          </Text>
        )}
        {person?.phone && (
          <Text>
            <a className="address" href={`tel:${person.phone.replace(/[^\d+]/g, '')}`}>
              <Foreign text={person.phone} />
            </a>
          </Text>
        )}
        <Text className="quiet">
          {person?.company ? <Foreign text={person.company} /> : 'Company unknown'}
        </Text>
        <Text size="sm" className="quiet">
          <Dotted texts={[lead?.status, about.campaign]} />
        </Text>
      </div>
      {about.profile !== null && <Proposals profile={about.profile} />}
      {person?.doNotContact && <DoNotContact person={person} mayChange={may(`/people/${person.id}`)} />}
      <Assignment
        opened={opened}
        owner={about.owner}
        reason={lead?.routingReason ?? null}
        me={me}
        mayChange={may(`/${opened.kind}/${opened.id}/claim`)}
      />
      {tasks.map((task) => (
        <Completion key={task.id} task={task} onContacted={onClose} mayChange={may(`/tasks/${task.id}`)} />
      ))}
      {record && <StageGuide record={record} />}
      {record && <Files record={record} />}
      {mayContact && may('/activities') && (
        <>
          <Divider label="Log a contact" labelPosition="left" />
          <ContactLog about={contact} me={me} />
        </>
      )}
      {lead && may(`/leads/${lead.id}`) && (
        <>
          <Divider label="Was it worth a call?" labelPosition="left" />
          <QualityButtons lead={lead} />
        </>
      )}
      <Divider label="Why" labelPosition="left" />
      <Reasons {...about} />
      <Divider label="What happened" labelPosition="left" />
      <Story record={about.id} about={lead ? { record: lead.id } : { person: person?.id ?? '' }} />
      {person && mayContact && may(`/people/${person.id}`) && <DoNotContact person={person} mayChange />}
    </Stack>
  );
}
