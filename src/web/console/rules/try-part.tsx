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
  { value: 'page', label: 'Looks at a page' },
  { value: 'track', label: 'Does something' },
  { value: 'identify', label: 'Says who they are' },
  { value: 'sales', label: 'Is known to sales' },
];
const waits = ['1 minute', '30 minutes', '2 hours', '1 day', '7 days', '30 days'];

export function TryPart() {
  const { id, isEditing, texts } = useDraft();
  const [steps, setSteps] = useState<readonly TriedStep[]>([{ page: '/pricing' }]);
  const [position, setPosition] = useState(0);
  const draft = isEditing ? texts.text : null;
  const { data, error, isPlaceholderData } = useQuery({
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
        <Text size="sm" className="quiet" mb="xs">
          Make a person up step by step, or copy a real one. Beside it stands what your rules give for each
          step. Nothing of it is kept, and nobody is notified.
        </Text>
        <CopyForm onCopied={change} />
        <PlayedSteps
          steps={steps}
          current={moment?.step ?? null}
          // Until the next answer those of the last one are of other steps. A process of before answers none.
          warnings={isPlaceholderData ? [] : (data?.warnings ?? [])}
          onChange={change}
        />
        <StepForm onAdd={(step) => change([...steps, step])} />
      </section>
      <section aria-label="What it comes to" data-testid="tried">
        <Refusal error={error} />
        {steps.length === 0 && (
          <Text className="quiet" data-testid="no-steps">
            They have done nothing yet. Add a step, or copy what somebody did.
          </Text>
        )}
        {moment !== undefined && (
          <>
            <Title order={2} size="h5">
              {moment.step === null ? 'They do nothing more: ' : `After step ${moment.step + 1}: `}
              {sinceInWords(moment.offsetMs)}
              {moment.offsetMs > 0 && ' since the first step'}
            </Title>
            <Text size="sm" className="quiet">
              Move the slider from step to step, and on to see what fades or comes of silence later.
            </Text>
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
              <Side
                title="Draft"
                side={moment.draft}
                none="There is no draft. Edit the rules in one to compare."
              />
            </div>
          </>
        )}
      </section>
    </div>
  );
}

interface PlayedProps {
  steps: readonly TriedStep[];
  /** Of the moment that is shown; null where only time passes. */
  current: number | null;
  warnings: readonly { step: number; message: string }[];
  onChange: (steps: readonly TriedStep[]) => void;
}

/** What they do, step by step, with what the names in a step were likely meant for. */
function PlayedSteps({ steps, current, warnings, onChange }: PlayedProps) {
  return (
    <ol className="played">
      {steps.map((step, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other name, and two may be equal
          key={index}
          aria-current={current === index ? 'step' : undefined}
          data-testid="tried-step"
        >
          <span>
            {index > 0 && <span className="quiet">{afterInWords(step.after)} later </span>}
            <Foreign text={stepInWords(step)} />
            {warnings
              .filter((warning) => warning.step === index)
              .map(({ message }) => (
                <Text key={message} size="sm" className="at-fault" data-testid="tried-warning">
                  <Foreign text={message} />
                </Text>
              ))}
          </span>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove step ${index + 1}`}
            onClick={() => onChange(steps.filter((_, other) => other !== index))}
          >
            ×
          </ActionIcon>
        </li>
      ))}
    </ol>
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
          description="By address or id: their latest events replace the steps."
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
          label="How long after the step before"
          data={waits}
          value={after}
          onChange={(value) => setAfter(value ?? '1 minute')}
          allowDeselect={false}
        />
        <Select
          label="What they do next"
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
          label={kind === 'page' ? 'Path of the page' : 'Name of the event'}
          description={
            kind === 'page'
              ? 'What follows the domain in its address.'
              : 'As your pages or servers send it: the rules name it so, which is not their label.'
          }
          placeholder={kind === 'page' ? '/pricing' : 'Demo Requested'}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          data-testid="step-name"
        />
      )}
      {kind !== 'sales' && (
        <TextInput
          label={kind === 'identify' ? 'What they say of themselves' : 'Properties (optional)'}
          description="A name and a value, several with commas between them."
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
