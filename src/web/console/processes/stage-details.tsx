/** A stage that is looked at: what it asks for, its transitions and who may take them, and its records. */
import { Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isolated } from '../../../base/text/text.ts';
import type { DefinedStage, PipelineDefinitionView } from '../../../contract/api/api.ts';
import { Dotted, Foreign } from '../parts/others.tsx';
import { back } from './chart-layout.ts';
import { conditionInWords, effectInWords, momentInWords, openedBy } from './effect-words.ts';
import { recordsAddress } from './records-address.ts';

interface Props {
  definition: PipelineDefinitionView;
  stage: DefinedStage;
}

export function StageDetails({ definition, stage }: Props) {
  const labels = new Map(definition.fields.map(({ field, label }) => [field, label]));
  const labelOf = (field: string) => labels.get(field) ?? field;
  const named = (fields: readonly string[]) =>
    fields.map((field) => <Foreign key={field} text={labelOf(field)} />);
  return (
    <section className="stage-details" aria-label={`Stage ${stage.stage}`} data-testid="stage-details">
      <Title order={2} size="h4">
        <Foreign text={stage.stage} />
      </Title>
      <Text className="quiet" size="sm">
        <Dotted texts={positionOf(stage)} />
      </Text>
      {stage.note !== null && (
        <Text size="sm" mt={4}>
          <Foreign text={stage.note} />
        </Text>
      )}
      <Text mt={4} mb="xs">
        <RecordsLink definition={definition} stage={stage} />
      </Text>
      <div className="stage-parts">
        <Part
          title="Transitions"
          items={stage.transitions.map((transition) => (
            <Transition
              key={`${transition.to} ${transition.when}`}
              transition={transition}
              labelOf={labelOf}
            />
          ))}
        />
        <Part
          title="Time-outs"
          items={stage.timeOuts.map((one) => (
            <TimeOut key={`${one.to} ${one.from} ${one.after}`} timeOut={one} labelOf={labelOf} />
          ))}
        />
        <Part title="Fields before it is left" items={named(stage.checklist)} />
        <Part title="Fields to remember" items={named(stage.reminders)} />
        <Part
          title="Activities"
          items={stage.activities.map((one) => <Activity key={one.activity} activity={one} />)}
        />
        <Part
          title="Reasons to end here"
          items={stage.reasons.map((one) => <Foreign key={one} text={one} />)}
        />
        <Part title="When it is entered" items={wordsOf(stage.onEnter)} />
        <Part title="When it is left" items={wordsOf(stage.onLeave)} />
        {stage.every.map(({ after, do: effects }) => (
          <Part key={after} title={`Every ${isolated(after)}`} items={wordsOf(effects)} />
        ))}
        {stage.later.map((one) => (
          <Part
            key={`${one.after} ${one.from}`}
            title={`Once, ${momentInWords(one, labelOf)}`}
            items={wordsOf(one.do)}
          />
        ))}
        <Part
          title="Opens in"
          items={openedBy(stage).map((name) => <Opened key={name} definition={definition} name={name} />)}
        />
      </div>
    </section>
  );
}

function positionOf({
  step,
  lane,
  probability,
  isStart,
  ends,
  contactTask,
  counts,
}: DefinedStage): (string | null)[] {
  return [
    step && `Step ${isolated(step)}`,
    lane && `for ${isolated(lane)}`,
    isStart ? 'records begin here' : null,
    ends && `an end: ${ends}`,
    probability === null ? null : `${probability} % likely to be won`,
    contactTask && `its contact task: ${contactTask}`,
    counts && `counts as ${isolated(counts)}`,
  ];
}

function RecordsLink({ definition: { id, kind }, stage: { stage, records, ends } }: Props) {
  if (records === 0) return <span className="quiet">No record is here now.</span>;
  const { to, search } = recordsAddress(kind, id, stage, ends !== null);
  return (
    <Link to={to} search={search} data-testid="stage-records">
      {records.toLocaleString()} {records === 1 ? 'record' : 'records'} here
    </Link>
  );
}

function Part({ title, items }: { title: string; items: readonly ReactNode[] }) {
  if (items.length === 0) return null;
  return (
    <section>
      <h3>
        <Foreign text={title} />
      </h3>
      <ul>
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the positions of one definition are fixed
          <li key={index}>{item}</li>
        ))}
      </ul>
    </section>
  );
}

type Labels = { labelOf: (field: string) => string };

function Transition({ transition, labelOf }: { transition: DefinedStage['transitions'][number] } & Labels) {
  const { to, when, by, needs, needsChecklist, if: condition } = transition;
  const more = [
    by.length === 0 ? 'everybody may' : `${by.map((lane) => isolated(lane)).join(' or ')} may`,
    needs.length > 0 ? `needs ${needs.map((field) => isolated(labelOf(field))).join(', ')}` : null,
    needsChecklist ? null : 'the fields may be open',
  ];
  return (
    <>
      → {to === back ? 'back to where it came from' : <Foreign text={to} />}
      {when !== null && (
        <>
          , when <Foreign text={when} />
        </>
      )}
      <Foreign text={conditionInWords(condition)} />
      <span className="quiet block">
        <Dotted texts={more} />
      </span>
    </>
  );
}

function TimeOut({ timeOut, labelOf }: { timeOut: DefinedStage['timeOuts'][number] } & Labels) {
  return (
    <>
      → {timeOut.to === back ? 'back to where it came from' : <Foreign text={timeOut.to} />},{' '}
      <Foreign text={momentInWords(timeOut, labelOf)} />
      <span className="quiet block">
        <Foreign text={timeOut.reason} />
      </span>
    </>
  );
}

function Activity({ activity }: { activity: DefinedStage['activities'][number] }) {
  const { number, name, owner, optional, oneOf, automatic, automatable } = activity;
  const marks = [
    `for ${isolated(owner)}`,
    optional ? 'optional' : null,
    oneOf === null ? null : 'one of these is enough',
    automatic ? 'automatic' : automatable ? 'can be automated' : null,
  ];
  return (
    <>
      <span className="number quiet">{number}</span> <Foreign text={name} />
      <span className="quiet block">
        <Dotted texts={marks} />
      </span>
    </>
  );
}

function Opened({ definition, name }: { definition: PipelineDefinitionView; name: string }) {
  return (
    <Link to="/processes/$id" params={{ id: definition.process.process }} search={{ pipeline: name }}>
      <Foreign text={name} />
    </Link>
  );
}

function wordsOf(effects: readonly Record<string, unknown>[]) {
  return effects.map((effect) => <Foreign key={JSON.stringify(effect)} text={effectInWords(effect)} />);
}
