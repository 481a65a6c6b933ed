/** The figures of health as tiles: the present value, its last half hour as a line, what is usual, and where to look. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Health } from '../../../contract/api/api.ts';
import { Sparkline } from '../parts/sparkline.tsx';
import { rateInWords, rateNow, secondsInWords, sinceStart, usualRate } from './health-words.ts';
import { entriesOf, hopLabels, isSlow, lagLabels, usualLag, usualSeconds } from './unusual.ts';

export function Figures({ health: whole }: { health: Health }) {
  const since = <Value,>(series: readonly Value[]) => [...sinceStart(series, whole)];
  const health: Health = {
    ...whole,
    flows: mapped(whole.flows, since),
    lag: since(whole.lag),
    historyLag: since(whole.historyLag),
    hops: whole.hops.map((hop) => ({ ...hop, series: since(hop.series) })),
  };
  return (
    <section className="tiles" aria-label="Figures">
      <Throughput health={health} />
      <Latencies health={health} />
      <Lags health={health} />
      <Waiting health={health} />
    </section>
  );
}

function mapped(flows: Health['flows'], of: (series: number[]) => number[]): Health['flows'] {
  return Object.fromEntries(
    Object.entries(flows).map(([flow, series]) => [flow, of(series)]),
  ) as Health['flows'];
}

interface TileProps {
  name: string;
  label: string;
  value: string;
  usual: string;
  series?: readonly (number | null)[];
  /** Whether it is not as usual. */
  isOff?: boolean;
  to?: string;
  children?: ReactNode;
}

function Tile({ name, label, value, usual, series, isOff = false, to, children }: TileProps) {
  return (
    <section className="tile" data-off={isOff} data-testid={`figure-${name}`} aria-label={label}>
      <h2>{to === undefined ? label : <Link to={to}>{label}</Link>}</h2>
      <p className="value number" data-testid="value">
        {value}
      </p>
      {series && <Sparkline values={series} label={`${label}, the last half hour`} />}
      <p className="quiet">{usual}</p>
      {children}
    </section>
  );
}

/** The slot under way is no measure yet. */
const whole = <Value,>(series: readonly Value[]) => series.slice(0, -1);

function Throughput({ health: { flows, slotSeconds } }: { health: Health }) {
  const rejected = rateNow(flows.rejected, slotSeconds);
  const shed = rateNow(flows.shed, slotSeconds);
  return (['accepted', 'scored', 'relayed'] as const).map((flow) => {
    const now = rateNow(flows[flow], slotSeconds);
    const usual = usualRate(flows[flow], slotSeconds);
    const beside = flow === 'accepted' ? [now, usual, rejected, shed] : [now, usual];
    return (
      <Tile
        key={flow}
        name={flow}
        label={flowLabels[flow]}
        value={rateInWords(now, beside)}
        series={whole(flows[flow])}
        usual={`lately ${rateInWords(usual, beside)}`}
      >
        {flow === 'accepted' && rejected > 0 && (
          <p className="quiet">{rateInWords(rejected, beside)} rejected: the sender’s answers say why</p>
        )}
        {flow === 'accepted' && shed > 0 && (
          <p className="quiet" data-testid="shed">
            {rateInWords(shed, beside)} shed: the door is full, and clients send again
          </p>
        )}
      </Tile>
    );
  });
}

const flowLabels = {
  accepted: 'Events accepted',
  scored: 'Events scored',
  relayed: 'Tier updates to sales',
} as const;

function Latencies({ health: { hops } }: { health: Health }) {
  return hops.map(({ hop, p50, p95, series }) => (
    <Tile
      key={hop}
      name={`hop-${hop}`}
      label={hopLabels[hop]}
      value={secondsInWords(p95)}
      series={whole(series)}
      isOff={isSlow({ hop, p95 })}
      usual={`19 of 20 are faster; usual is below ${secondsInWords(usualSeconds[hop])}`}
    >
      {p50 !== null && <p className="quiet">half are faster than {secondsInWords(p50)}</p>}
    </Tile>
  ));
}

function Lags({ health }: { health: Health }) {
  return (
    <>
      {(['lag', 'historyLag'] as const).map((of) => {
        const value = entriesOf(health, of);
        return (
          <Tile
            key={of}
            name={of}
            label={lagLabels[of]}
            value={value === null ? 'unknown' : value.toLocaleString()}
            series={health[of]}
            isOff={value === null || value > usualLag}
            usual={`usual is below ${usualLag}, and falls by itself`}
          />
        );
      })}
    </>
  );
}

function Waiting({ health }: { health: Health }) {
  const { partitions, deliveries, heldLeads, audited } = health;
  const of = (name: 'deadLetters' | 'failingProfiles') =>
    partitions?.reduce((sum, one) => sum + one[name], 0) ?? null;
  const waiting = deliveries?.reduce((sum, one) => sum + one.waiting, 0) ?? null;
  const failed = deliveries?.reduce((sum, one) => sum + one.failed, 0) ?? null;
  return (
    <>
      <Count name="dead-letters" label="Dead letters" value={of('deadLetters')} to="/run/dead-letters" />
      <Count
        name="failing-profiles"
        label="Failing profiles"
        value={of('failingProfiles')}
        to="/run/dead-letters"
      />
      <Count
        name="failed-deliveries"
        label="Deliveries failed in a day"
        value={failed}
        to="/run/deliveries?state=failed"
      />
      <Count
        name="mismatches"
        label="Scores that differ from their history"
        value={audited.mismatched}
        to="/run/versions"
      >
        <p className="quiet">{audited.checked.toLocaleString()} replayed since the start</p>
      </Count>
      <Tile
        name="waiting-deliveries"
        label="Deliveries that wait"
        value={waiting === null ? 'unknown' : waiting.toLocaleString()}
        usual="usual is a few, for seconds"
        to="/run/deliveries?state=waiting"
      />
      <Tile
        name="held-leads"
        label="Leads held back"
        value={heldLeads === null ? 'unknown' : heldLeads.toLocaleString()}
        usual="they wait for somebody to decide"
        to="/run/quarantine"
      />
    </>
  );
}

interface CountProps {
  name: string;
  label: string;
  value: number | null;
  to: string;
  children?: ReactNode;
}

/** A count that is 0 as long as all is well. */
function Count({ value, ...rest }: CountProps) {
  return (
    <Tile
      {...rest}
      value={value === null ? 'unknown' : value.toLocaleString()}
      isOff={value !== 0}
      usual="usual is 0"
    />
  );
}
