/** Try a person: behaviour that is made up or copied, against what is live and the draft, with the receipts at each moment. */
import { ActionIcon, Button, Group, Select, Slider, Text, TextInput, Title } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { RehearsedSide } from '../../../contract/api/api.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { rulesApi } from './rules-api.ts';
import { rulesKey } from './rules-key.ts';
import { SalesFields } from './sales-fields.tsx';
import {
  afterInWords,
  propertiesIn,
  sinceInWords,
  stepInWords,
  type TriedStep,
  unknownToSales,
} from './tried-steps.ts';
import { useDraft } from './use-draft.tsx';

const kinds = [
  { value: 'page', label: 'looks at a page' },
  { value: 'track', label: 'does something' },
  { value: 'identify', label: 'says of themselves' },
  { value: 'sales', label: 'is known to sales' },
];
const waits = ['1 minute', '30 minutes', '2 hours', '1 day', '7 days', '30 days'];

export function TryPart() {
  const { id, isEditing, texts } = useDraft();
  const [steps, setSteps] = useState<readonly TriedStep[]>([{ page: '/pricing' }]);
  const [position, setPosition] = useState(0);
  const draft = isEditing ? texts.text : null;
  const { data, error } = useQuery({
    queryKey: rulesKey(id, 'rehearsal', draft, steps),
    queryFn: () => rulesApi.rehearse(id, draft, steps),
    enabled: steps.length > 0,
    placeholderData: keepPreviousData,
  });
  const moments = steps.length === 0 ? [] : (data?.moments ?? []);
  const at = Math.min(position, Math.max(0, moments.length - 1));
  const moment = moments[at];
  const change = (next: readonly TriedStep[]) => {
    setSteps(next);
    setPosition(Math.max(0, next.length - 1));
  };
  return (
    <div className="trying">
      <section aria-label="What they do">
        <Title order={2} size="h5">
          What they do
        </Title>
        <CopyForm onCopied={change} />
        <ol className="played">
          {steps.map((step, index) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other name, and two may be equal
              key={index}
              aria-current={moment?.step === index ? 'step' : undefined}
              data-testid="tried-step"
            >
              <span>
                {index > 0 && <span className="quiet">{afterInWords(step.after)} later </span>}
                <Foreign text={stepInWords(step)} />
              </span>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Remove step ${index + 1}`}
                onClick={() => change(steps.filter((_, other) => other !== index))}
              >
                ×
              </ActionIcon>
            </li>
          ))}
        </ol>
        <StepForm onAdd={(step) => change([...steps, step])} />
      </section>
      <section aria-label="What it comes to" data-testid="tried">
        <Refusal error={error} />
        {moment !== undefined && (
          <>
            <Title order={2} size="h5">
              {moment.step === null ? 'Nothing more, ' : ''}
              {sinceInWords(moment.offsetMs)}
              {moment.offsetMs > 0 && ' after the first step'}
            </Title>
            <Slider
              value={at}
              onChange={setPosition}
              min={0}
              max={Math.max(1, moments.length - 1)}
              label={(index) => sinceInWords(moments[index]?.offsetMs ?? 0)}
              thumbLabel="Moment"
              mb="md"
              data-testid="tried-slider"
            />
            <div className="both">
              <Side title="Live" side={moment.live} none="It is not live." />
              <Side title="Draft" side={moment.draft} none="There is no draft: edit one to compare." />
            </div>
          </>
        )}
      </section>
    </div>
  );
}

function Side({ title, side, none }: { title: string; side: RehearsedSide | null; none: string }) {
  return (
    <section aria-label={title} data-testid={`tried-${title.toLowerCase()}`}>
      <h3>{title}</h3>
      {side === null ? (
        <Text className="quiet">{none}</Text>
      ) : (
        <>
          <div className="figure">
            <b className="number">{side.score ?? 0}</b>
            <span>
              <Foreign text={side.tier === 0 ? 'below the ladder' : side.tierName} />
            </span>
          </div>
          {side.contributions.map((one) => (
            <div key={`${one.rule} ${one.at} ${one.event}`} className="reason">
              <b className="number">
                {one.value > 0 ? '+' : ''}
                {one.value}
              </b>
              <span>
                <Foreign text={one.label} />
                <br />
                <small className="quiet">
                  <Foreign text={one.reason} />
                </small>
              </span>
            </div>
          ))}
          {side.refusals.map((one) => (
            <div key={`refused ${one.rule} ${one.at} ${one.event}`} className="reason quiet">
              <span className="number">0</span>
              <span>
                <Foreign text={one.label} />: <Foreign text={one.reason} />
              </span>
            </div>
          ))}
        </>
      )}
    </section>
  );
}

function CopyForm({ onCopied }: { onCopied: (steps: readonly TriedStep[]) => void }) {
  const [key, setKey] = useState('');
  const copy = useMutation({
    mutationFn: () => rulesApi.behaviourOf(key.trim()),
    onSuccess: ({ steps }) => onCopied(steps),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    copy.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Group gap="xs" align="end" wrap="nowrap">
        <TextInput
          label="Copy what somebody did"
          placeholder="name@company.com"
          value={key}
          onChange={({ currentTarget }) => setKey(currentTarget.value)}
          flex={1}
          data-testid="copy-who"
        />
        <Button
          type="submit"
          variant="default"
          loading={copy.isPending}
          disabled={key.trim() === ''}
          data-testid="copy"
        >
          Copy
        </Button>
      </Group>
      <Refusal error={copy.error} />
      {copy.data?.isCut && (
        <Text size="sm" className="quiet">
          Only the latest {copy.data.steps.length} are copied.
        </Text>
      )}
      {copy.data?.steps.length === 0 && (
        <Text size="sm" className="quiet">
          The history has nothing of them.
        </Text>
      )}
    </form>
  );
}

/** Whether a step says enough to be played. */
function isWhole(kind: string, name: string, values: object): boolean {
  if (kind === 'sales') return true;
  if (kind === 'identify') return Object.keys(values).length > 0;
  return kind === 'page' ? name.startsWith('/') : name.trim() !== '';
}

function StepForm({ onAdd }: { onAdd: (step: TriedStep) => void }) {
  const [kind, setKind] = useState('track');
  const [name, setName] = useState('');
  const [said, setSaid] = useState('');
  const [known, setKnown] = useState(unknownToSales);
  const [after, setAfter] = useState('1 minute');
  const values = propertiesIn(said);
  const isReady = isWhole(kind, name, values);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const properties = Object.keys(values).length === 0 ? {} : { properties: values };
    if (kind === 'sales') onAdd({ sales: known, after });
    else if (kind === 'identify') onAdd({ identify: values, after });
    else if (kind === 'page') onAdd({ page: name.trim(), ...properties, after });
    else onAdd({ track: name.trim(), ...properties, after });
    setName('');
    setSaid('');
  };
  return (
    <form className="step-form" onSubmit={submit}>
      <Group gap="xs" grow>
        <Select
          aria-label="How long after"
          data={waits}
          value={after}
          onChange={(value) => setAfter(value ?? '1 minute')}
          allowDeselect={false}
        />
        <Select
          aria-label="What they do"
          data={kinds}
          value={kind}
          onChange={(value) => setKind(value ?? 'track')}
          allowDeselect={false}
          data-testid="step-kind"
        />
      </Group>
      {kind === 'sales' && <SalesFields known={known} onChange={setKnown} />}
      {(kind === 'page' || kind === 'track') && (
        <TextInput
          aria-label={kind === 'page' ? 'The path of the page' : 'The name of the event'}
          placeholder={kind === 'page' ? '/pricing' : 'Demo Requested'}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          data-testid="step-name"
        />
      )}
      {kind !== 'sales' && (
        <TextInput
          aria-label={kind === 'identify' ? 'What they say' : 'Its properties'}
          placeholder={kind === 'identify' ? 'country: DE, title: Director' : 'category: product-demo'}
          value={said}
          onChange={({ currentTarget }) => setSaid(currentTarget.value)}
          data-testid="step-properties"
        />
      )}
      <Button type="submit" variant="light" disabled={!isReady} data-testid="step-add">
        Add the step
      </Button>
    </form>
  );
}
