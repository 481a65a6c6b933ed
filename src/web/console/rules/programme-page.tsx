/** A programme: what is live of it, its draft, and what can be done with both, each a page of its own below. */
import './rules.css';
import { Skeleton } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { DraftFrame } from './draft-frame.tsx';
import { programmeSource } from './draft-source.ts';
import { tableOf } from './edit-rules.ts';
import { FirstDay } from './first-day.tsx';
import { PublishSheet } from './publish-sheet.tsx';
import { DraftProvider, useDraft } from './use-draft.tsx';

const parts = [
  { path: '', label: 'Rules' },
  { path: '/backtest', label: 'Backtest' },
  { path: '/suggest', label: 'Learn from leads' },
  { path: '/try', label: 'Try a person' },
  { path: '/health', label: 'Health' },
  { path: '/versions', label: 'Versions' },
] as const;

export function ProgrammePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  return (
    <div className="page wide">
      <Link to="/programmes" className="quiet">
        Programmes
      </Link>
      <DraftProvider key={id} source={programmeSource(id)}>
        {(isThere) => (isThere ? <Body /> : <Skeleton height={120} my="md" />)}
      </DraftProvider>
    </div>
  );
}

function Body() {
  const { id, texts } = useDraft();
  return (
    <DraftFrame
      address={`/programmes/${encodeURIComponent(id)}`}
      title={tableOf(texts.text)?.name || id}
      parts={parts}
      partsOf="Of this programme"
      missing={{
        testId: 'no-programme',
        says: 'There is no such programme, and no draft of one. Choose one from the list.',
      }}
      never="Not live yet: nobody is scored by it."
      promise="Nobody is scored by it before it is published."
      sheet={(onClose) => <PublishSheet to={null} onClose={onClose} />}
    >
      <FirstDay />
    </DraftFrame>
  );
}
