/** A lead on trial: who would get it now and why, by what is live and by the draft. Nothing is assigned. */
import { Alert, Button, NumberInput, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { MadeUpLead, RoutingTrial } from '../../../contract/api/api.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useDraft } from '../rules/use-draft.tsx';
import { Actor } from '../team/actor.tsx';
import { salesRulesApi } from './sales-rules-api.ts';

const fields = [
  { name: 'country', label: 'Country', placeholder: 'DE' },
  { name: 'language', label: 'Language', placeholder: 'de' },
  { name: 'campaign', label: 'Campaign', placeholder: 'any' },
  { name: 'programme', label: 'Programme', placeholder: 'any' },
  { name: 'rules', label: 'Rules that gave points', placeholder: 'managed-cloud-page' },
  { name: 'accountOwner', label: 'Owner of the account', placeholder: 'nobody' },
] as const;

interface Tried {
  live: RoutingTrial;
  draft: RoutingTrial | null;
}

export function TryRoutingPart() {
  const { isEditing, texts, preview, mayChange } = useDraft();
  const [kind, setKind] = useState('made-up');
  const [id, setId] = useState('');
  const [tier, setTier] = useState(1);
  const [words, setWords] = useState<Record<string, string>>({});
  const isReadable = preview?.errors.length === 0;
  const act = useMutation({
    mutationFn: async (): Promise<Tried> => {
      const lead = kind === 'real' ? id.trim().replace(/^.*\//, '') : madeUp(words, tier);
      const [live, draft] = await Promise.all([
        salesRulesApi.tryRouting(lead, null),
        isEditing && isReadable ? salesRulesApi.tryRouting(lead, texts.text) : null,
      ]);
      return { live, draft };
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate();
  };
  if (!mayChange) return <Text className="quiet">Marketers and managers try leads here.</Text>;
  return (
    <div className="trying">
      <form onSubmit={submit}>
        <Stack gap="xs">
          <SegmentedControl
            data={[
              { value: 'made-up', label: 'Made up' },
              { value: 'real', label: 'A lead there is' },
            ]}
            value={kind}
            onChange={setKind}
            aria-label="Which lead"
            data-testid="try-kind"
          />
          {kind === 'real' ? (
            <TextInput
              label="Lead"
              description="Its id, or the address of its page."
              placeholder="ld_…"
              value={id}
              required
              onChange={({ currentTarget }) => setId(currentTarget.value)}
              data-testid="try-lead"
            />
          ) : (
            <>
              {fields.map(({ name, label, placeholder }) => (
                <TextInput
                  key={name}
                  label={label}
                  placeholder={placeholder}
                  value={words[name] ?? ''}
                  onChange={({ currentTarget }) => setWords({ ...words, [name]: currentTarget.value })}
                  data-testid={`try-${name}`}
                />
              ))}
              <NumberInput
                label="Tier"
                min={0}
                max={20}
                value={tier}
                onChange={(value) => setTier(Number(value) || 0)}
              />
            </>
          )}
          <Button type="submit" loading={act.isPending} data-testid="try-now">
            Who would get it?
          </Button>
        </Stack>
      </form>
      <div>
        <Refusal error={act.error} />
        {isEditing && !isReadable && (
          <Alert color="yellow" mb="sm">
            The draft has faults: what is live is tried alone.
          </Alert>
        )}
        {act.data === undefined ? (
          <Text className="quiet">What is not said of a lead is not known of it. Nothing is assigned.</Text>
        ) : (
          <div className={act.data.draft === null ? '' : 'both'}>
            <Answer title="Live" trial={act.data.live} />
            {act.data.draft !== null && <Answer title="Draft" trial={act.data.draft} />}
          </div>
        )}
      </div>
    </div>
  );
}

function madeUp(words: Record<string, string>, tier: number): Partial<MadeUpLead> {
  const { rules = '', ...others } = words;
  const said = Object.entries(others).map(([name, value]) => [name, value.trim()] as const);
  return {
    ...Object.fromEntries(said.filter(([, value]) => value !== '')),
    rules: rules.split(/[\s,]+/).filter((rule) => rule !== ''),
    tier,
  };
}

const outcomes: Record<RoutingTrial['steps'][number]['outcome'], string> = {
  taken: 'gets it',
  nobody: 'has nobody for it',
  'not for it': 'is not for this lead',
  'not reached': 'is not reached',
};

function Answer({ title, trial: { owner, reason, steps } }: { title: string; trial: RoutingTrial }) {
  return (
    <section aria-label={title} data-testid={`tried-${title.toLowerCase()}`}>
      <Title order={2} size="h4">
        {title}: <Actor by={owner} nobody="it waits in the queue" />
      </Title>
      <Text mb="xs">
        <Foreign text={reason} />
      </Text>
      <ol className="tried-steps">
        {steps.map(({ step, outcome, why }) => (
          <li key={step} data-outcome={outcome}>
            <b>
              <Foreign text={step} />
            </b>{' '}
            {outcomes[outcome]}
            {why !== '' && (
              <span className="quiet block">
                <Foreign text={why} />
              </span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
