/** The programmes: what scores people now, and what somebody is writing. */
import './rules.css';
import { Badge, Button, Group, Modal, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { DraftSummary, ProgrammeView } from '../../../contract/api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useMayChange } from '../session/session.tsx';
import { useOwnerName } from '../team/use-owner-name.ts';
import { newProgramme } from './new-programme.ts';
import { tierBoundShown } from './rule-signs.tsx';
import { rulesApi } from './rules-api.ts';

export function ProgrammesPage() {
  const mayChange = useMayChange()('/drafts/x');
  const [isNewOpen, setNewOpen] = useState(false);
  const programmes = useQuery({ queryKey: ['rules', 'programmes'], queryFn: rulesApi.programmes });
  const drafts = useQuery({ queryKey: ['rules', 'drafts'], queryFn: rulesApi.drafts });
  const active = programmes.data?.items ?? [];
  const waiting = drafts.data?.items ?? [];
  // Until the programmes are known, each of the drafts may be of one that is live.
  const ofNew = programmes.data ? waiting.filter(({ id }) => !active.some((live) => live.id === id)) : [];
  return (
    <div className="page wide">
      <Group justify="space-between" mb="md">
        <div>
          <Title order={1} size="h2">
            Programmes
          </Title>
          <Text className="quiet" size="sm">
            What visitors do, what it is worth, and when sales hears of it.
          </Text>
        </div>
        {mayChange && (
          <Button onClick={() => setNewOpen(true)} data-testid="new-programme">
            New programme
          </Button>
        )}
      </Group>
      <Refusal error={programmes.error ?? drafts.error} />
      {programmes.isPending && [1, 2].map((index) => <Skeleton key={index} height={92} mb={10} />)}
      <div className="programmes">
        {active.map((programme) => (
          <Programme
            key={programme.id}
            programme={programme}
            draft={waiting.find((one) => one.id === programme.id)}
          />
        ))}
        {ofNew.map((draft) => (
          <Link
            key={draft.id}
            to="/programmes/$id"
            params={{ id: draft.id }}
            className="programme"
            data-testid="programme"
          >
            <Title order={2} size="h4">
              <Foreign text={draft.id} />
            </Title>
            <Text className="quiet">Not live yet</Text>
            <DraftBadge draft={draft} />
          </Link>
        ))}
      </div>
      {!programmes.isPending && !programmes.error && active.length + ofNew.length === 0 && (
        <Text ta="center" py="xl" className="quiet" data-testid="empty">
          There are no programmes yet.
        </Text>
      )}
      <NewProgramme isOpen={isNewOpen} onClose={() => setNewOpen(false)} />
    </div>
  );
}

function Programme({ programme, draft }: { programme: ProgrammeView; draft: DraftSummary | undefined }) {
  const { id, name, campaign, number, rules, tiers } = programme;
  return (
    <Link to="/programmes/$id" params={{ id }} className="programme" data-testid="programme">
      <Title order={2} size="h4">
        <Foreign text={name} />
      </Title>
      <Text className="quiet" size="sm">
        {campaign !== name && (
          <>
            <Foreign text={campaign} /> ·{' '}
          </>
        )}
        {rules} {rules === 1 ? 'rule' : 'rules'}
        {number !== null && ` · version ${number}`}
      </Text>
      <div className="ladder">
        {tiers.map((tier, index) => (
          <span key={tier.name} className="tier-from" data-tier={index + 1}>
            <Foreign text={tier.name} /> <b className="number">{tierBoundShown(tier)}</b>
          </span>
        ))}
      </div>
      <DraftBadge draft={draft} />
    </Link>
  );
}

function DraftBadge({ draft }: { draft: DraftSummary | undefined }) {
  const nameOf = useOwnerName();
  return draft === undefined ? null : (
    <Badge variant="light" color="yellow" tt="none" className="drafted">
      Draft of <Foreign text={nameOf(draft.changedBy)} />, {dateInWords(draft.changedAt)}
    </Badge>
  );
}

function NewProgramme({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const begin = useMutation({
    mutationFn: async () => {
      const { id, texts } = newProgramme(name, Intl.DateTimeFormat().resolvedOptions().timeZone);
      if ((await rulesApi.active(id)) !== null)
        throw new Error(`There is a programme "${id}" already. Choose another name.`);
      await rulesApi.writeDraft(id, { ...texts, basedOn: null }, 0);
      return id;
    },
    onSuccess: (id) => void navigate({ to: '/programmes/$id', params: { id } }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    begin.mutate();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title="New programme"
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label="Name"
            description="It begins as a draft with two rules to change. Nobody is scored before you publish it."
            placeholder="Spring campaign"
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            required
            maxLength={64}
            data-autofocus
            data-testid="new-name"
          />
          <Refusal error={begin.error} />
          <Button
            type="submit"
            loading={begin.isPending}
            disabled={name.trim() === ''}
            data-testid="new-begin"
          >
            Begin a draft
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
