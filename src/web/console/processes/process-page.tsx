/** A sales process: its pipelines drawn, its text, its calendar, its versions. */
import { useParams } from '@tanstack/react-router';
import { RuleFrame } from './rule-frame.tsx';

const list = { to: '/processes', label: 'Sales processes' };
const parts = [
  { path: '', label: 'Pipelines' },
  { path: '/text', label: 'Text' },
  { path: '/calendar', label: 'Calendar' },
  { path: '/versions', label: 'Versions' },
];

export function ProcessPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  return <RuleFrame key={id} folder="pipelines" id={id} list={list} parts={parts} />;
}
