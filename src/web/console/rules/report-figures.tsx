/** Figures of reports, each beside what it was before. */
import { Foreign } from '../parts/others.tsx';
import type { BeforeAfter } from './backtest-sums.ts';

/** A number of a report in large type, with what it was before in front of it. */
export function Figure({ label, was, is }: { label: string; was: number | null; is: number }) {
  const said = (value: number) => value.toLocaleString(undefined, { maximumFractionDigits: 1 });
  return (
    <div className="figure">
      <b className="number">
        {was !== null && <span className="quiet">{said(was)} → </span>}
        {said(is)}
      </b>{' '}
      <span>
        <Foreign text={label} />
      </span>
    </div>
  );
}

/** A number, with what it was before where that is another. */
export function Change({ before, after }: BeforeAfter) {
  return (
    <>
      {before !== null && before !== after && <span className="quiet">{before.toLocaleString()} → </span>}
      {after.toLocaleString()}
    </>
  );
}
