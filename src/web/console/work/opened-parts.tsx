/** The parts of a lead or a task, in the pane beside the list and on its page: who, what to do, why, what happened. */
import './work.css';
import { Divider, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { LeadView, TaskView } from '../../../contract/api/api.ts';
import { voidedInWords } from '../kinds/cell-text.ts';
import { Chilies } from '../parts/chilies.tsx';
import { Dotted, Foreign, MailAddress, PhoneNumber } from '../parts/others.tsx';
import { ProfileLink } from '../parts/profile-link.tsx';
import { useMayChange } from '../session/session.tsx';
import { Assignment } from './assignment.tsx';
import { ClaimedAddress } from './claimed-address.tsx';
import { Completion } from './completion.tsx';
import { ContactLog } from './contact-log.tsx';
import { DoNotContact } from './do-not-contact.tsx';
import { Ended } from './ended.tsx';
import { Files } from './files.tsx';
import { QualityButtons } from './lead-quality.tsx';
import { Moves } from './moves.tsx';
import { NewTask } from './new-task.tsx';
import { OpenedRecords } from './opened-records.tsx';
import { Proposals } from './proposals.tsx';
import { Receipts } from './receipts.tsx';
import { ScoreLine } from './score-line.tsx';
import { StageGuide } from './stage-guide.tsx';
import { Reasons, Story } from './story.tsx';
import type { Shown } from './use-opened.ts';
import { companyScored, isEnded, nameOf, type Opened, profileScored, stagedRecordOf } from './work-item.ts';

interface Props {
  shown: Shown;
  opened: Opened;
  me: string;
  /** After a contact that ends the work: its task as it is now. */
  onClose: (task: TaskView) => void;
}

type About = LeadView | TaskView;

export function Heading({ about: { tier, tiers, tierName, person } }: { about: About }) {
  return (
    <Group gap="sm" wrap="nowrap">
      <Chilies tier={tier} tiers={tiers} name={tierName} />
      <Title order={3} component="span">
        <Foreign text={nameOf(person)} />
      </Title>
    </Group>
  );
}

/** All parts below each other: what a rep reads before the call, then what comes after it. */
export function Parts(props: Props) {
  const { about } = props.shown;
  return (
    <Stack>
      <Who shown={props.shown} />
      <Score about={about} />
      <MakeContact {...props} />
      <Divider label="Why" labelPosition="left" />
      <Why about={about} />
      <GoOn {...props} />
      <Divider label="What happened" labelPosition="left" />
      <WhatHappened shown={props.shown} />
      <NoMoreContact about={about} />
    </Stack>
  );
}

export function Who({ shown: { about, lead } }: { shown: Shown }) {
  const { person } = about;
  const [profile, company] = [profileScored(about), companyScored(about)];
  return (
    <div>
      {person?.email && (
        <Text>
          <MailAddress email={person.email} />
        </Text>
      )}
      {person && <ClaimedAddress person={person} />}
      {person?.phone && (
        <Text>
          <PhoneNumber phone={person.phone} />
        </Text>
      )}
      <Text className="quiet">{person?.company ? <Foreign text={person.company} /> : 'Company unknown'}</Text>
      <Text size="sm" className="quiet">
        <Dotted texts={[lead && (voidedInWords(lead) ?? lead.status), about.campaign]} />
      </Text>
      {profile !== null && (
        <Text size="sm">
          <ProfileLink id={profile} words="Everything they did" />
        </Text>
      )}
      {company !== null && (
        <Text size="sm">
          <Link to={`/companies/${company}` as string} className="address">
            The score of the company, and who makes it
          </Link>
        </Text>
      )}
    </div>
  );
}

/** Of what nobody scores, nothing. Work that has ended keeps the score it had: this is the one of today. */
export function Score({ about }: { about: About }) {
  const { programme } = about;
  const profile = profileScored(about);
  return profile === null || programme === null ? null : (
    <ScoreLine profile={profile} programme={programme} isAfter={isEnded(about)} />
  );
}

export function ToDo(props: Props) {
  return (
    <Stack>
      <MakeContact {...props} />
      <GoOn {...props} />
    </Stack>
  );
}

/** Whose it is, and the tasks that wait. */
function MakeContact({ shown: { about, lead, tasks }, opened, me, onClose }: Props) {
  const { person } = about;
  const profile = profileScored(about);
  const may = useMayChange();
  return (
    <Stack>
      <Ended about={about} lead={lead} />
      {profile !== null && <Proposals profile={profile} person={person} />}
      {person?.doNotContact && <DoNotContact person={person} mayChange={may(`/people/${person.id}`)} />}
      <Assignment
        opened={opened}
        owner={about.owner}
        reason={lead?.routingReason ?? null}
        me={me}
        mayChange={!isEnded(about) && may(`/${opened.kind}/${opened.id}/claim`)}
      />
      {tasks.map((task, index) => (
        <Completion
          key={task.id}
          task={task}
          lead={task.lead === lead?.id ? lead : null}
          onContacted={onClose}
          mayChange={may(`/tasks/${task.id}`)}
          hasKey={index === 0}
        />
      ))}
    </Stack>
  );
}

/** What comes of it: the stage, its records and files, and what was said. */
function GoOn({ shown: { about, lead }, me }: Props) {
  const { person } = about;
  const may = useMayChange();
  const record = stagedRecordOf(about);
  const isVoided = lead !== null && voidedInWords(lead) !== null;
  const contact = { ...(person && { person: person.id }), ...(lead && { lead: lead.id }) };
  return (
    <Stack>
      {lead && <OpenedRecords of="lead" id={lead.id} />}
      {record && !isVoided && <StageGuide record={record} />}
      {record && !isVoided && may(`/${record.list}/${record.id}`) && <Moves record={record} />}
      {record && <Files record={record} isClosed={isVoided} />}
      {!isVoided && !person?.doNotContact && may('/activities') && (
        <>
          <Divider label="Log a contact" labelPosition="left" />
          <ContactLog about={contact} me={me} />
          {may('/tasks') && <NewTask key={JSON.stringify(contact)} about={contact} />}
        </>
      )}
      {lead && !isVoided && may(`/leads/${lead.id}`) && (
        <>
          <Divider label="Was it worth a call?" labelPosition="left" />
          <QualityButtons lead={lead} />
        </>
      )}
    </Stack>
  );
}

export function Why({ about }: { about: About }) {
  const { programme } = about;
  const profile = profileScored(about);
  if (programme === null)
    return (
      <Text className="quiet" data-testid="never-scored">
        {'subject' in about
          ? 'No score stands behind this task: somebody made it, or a stage of its record asks for it.'
          : 'No score stands behind this lead: somebody made it, or a form, an import or a stage opened it.'}
      </Text>
    );
  return (
    <>
      <Reasons {...about} profile={profile} />
      {profile !== null && programme !== null && <Receipts profile={profile} programme={programme} />}
    </>
  );
}

export function WhatHappened({ shown: { about, lead } }: { shown: Shown }) {
  const { person, programme } = about;
  const profile = profileScored(about);
  return (
    <Story
      record={about.id}
      about={lead ? { record: lead.id } : { person: person?.id ?? '' }}
      {...(lead?.task && { tasks: [lead.task.id] })}
      scored={profile === null || programme === null ? null : { profile, programme, who: nameOf(person) }}
    />
  );
}

export function NoMoreContact({ about: { person } }: { about: About }) {
  const may = useMayChange();
  if (person === null || person.doNotContact || !may(`/people/${person.id}`)) return null;
  return <DoNotContact person={person} mayChange />;
}
