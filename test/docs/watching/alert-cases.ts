/**
 * Cases for each alert: the series that it sees, when it has to be quiet, and when it has to fire with which value. The
 * bounds are tried from both sides. Values are in the notation of promtool: `60x10` is 60 and ten more of it.
 */

export interface AlertCase {
  /** What happens, in words. */
  name: string;
  /** The alert, without `Scoville`. */
  of: string;
  series: Readonly<Record<string, string>>;
  /** How far apart samples and evaluations are; a minute unless given. */
  every?: '10m';
  /** Moments since the beginning at which it does not fire. */
  quiet: readonly string[];
  fires: readonly { at: string; value: string; labels?: Readonly<Record<string, string>> }[];
}

const one = '{job="scoville", instance="a"}';
const other = '{job="scoville", instance="b"}';
const labelled = (labels: string) => `{job="scoville", instance="a", ${labels}}`;
const hop = (name: string) => `scoville_oldest_waiting_seconds${labelled(`hop="${name}"`)}`;
const ofPartition = (name: string, partition: number) => `${name}${labelled(`partition="${partition}"`)}`;
const instance = { job: 'scoville', instance: 'a' };

/** A gauge that stays at its bound for a time, and then lies above it. */
function above(
  of: string,
  series: string,
  bound: number,
  more: number,
  unit: (value: number) => string,
  held = 12,
): AlertCase {
  return {
    ...{ name: 'at the bound, then above it', of },
    series: { [series]: `${bound}x5 ${bound + more}x30` },
    quiet: ['5m'],
    fires: [{ at: `${6 + held}m`, value: unit(bound + more) }],
  };
}

const plain = String;

/** A hundred events a minute, of which some take longer than a second. */
const latencies = (metric: string, late: string, all: string) => ({
  [`${metric}_bucket${labelled('le="1"')}`]: late,
  [`${metric}_bucket${labelled('le="+Inf"')}`]: all,
  [`${metric}_count${one}`]: all,
});

const outcomes = (kept: string, late: string, overdue: string) => ({
  [`scoville_deadlines_of_day${labelled('outcome="kept"')}`]: kept,
  [`scoville_deadlines_of_day${labelled('outcome="late"')}`]: late,
  [`scoville_deadlines_of_day${labelled('outcome="overdue"')}`]: overdue,
});

export const alertCases: readonly AlertCase[] = [
  {
    ...{ name: 'the last process ends', of: 'Down' },
    series: { [`scoville_build_info${labelled('version="1"')}`]: '1x10 _x30' },
    quiet: ['10m', '15m'],
    fires: [{ at: '20m', value: '1' }],
  },
  {
    ...{ name: 'one of two ends', of: 'ProcessDown' },
    series: { [`up${one}`]: '1x10 0x10', [`up${other}`]: '1x20' },
    quiet: ['10m', '15m'],
    fires: [{ at: '16m', value: '0', labels: instance }],
  },
  {
    ...{ name: 'three starts, then a fourth', of: 'ProcessRestarts' },
    series: { [`process_start_time_seconds${one}`]: '1x5 2x5 3x5 4x5 5x5' },
    quiet: ['23m'],
    fires: [{ at: '24m', value: '4', labels: instance }],
  },
  {
    ...{ name: 'one process of two loses a store, then both', of: 'StoreAway' },
    series: {
      [`scoville_scrape_age_seconds${labelled('source="stream"')}`]: '0+60x40',
      'scoville_scrape_age_seconds{job="scoville", instance="b", source="stream"}': '0x20 0+60x20',
      [`scoville_scrape_age_seconds${labelled('source="process"')}`]: '9999x40',
    },
    quiet: ['20m', '22m'],
    fires: [{ at: '24m', value: '3m 0s', labels: { source: 'stream' } }],
  },
  {
    ...{ name: 'all are used, then some wait', of: 'ConnectionsExhausted' },
    series: {
      [`scoville_postgresql_requests_waiting${labelled('pool="work"')}`]: '0x10 7x20',
      [`scoville_postgresql_connections${labelled('pool="work", state="idle"')}`]: '0x30',
    },
    quiet: ['10m', '15m'],
    fires: [{ at: '16m', value: '7', labels: { ...instance, pool: 'work' } }],
  },
  {
    ...{ name: 'some wait for a moment while others are free', of: 'ConnectionsExhausted' },
    series: {
      [`scoville_postgresql_requests_waiting${labelled('pool="work"')}`]: '7x30',
      [`scoville_postgresql_connections${labelled('pool="work", state="idle"')}`]: '1x30',
    },
    quiet: ['20m', '30m'],
    fires: [],
  },
  {
    ...above('LoopBusy', `nodejs_eventloop_lag_p99_seconds${one}`, 0.6, 0.4, () => '1s'),
    fires: [{ at: '18m', value: '1s', labels: instance }],
  },
  {
    ...above('ProcessHangs', `scoville_main_thread_silent_seconds${one}`, 10, 5, () => '15s'),
    fires: [{ at: '18m', value: '15s', labels: instance }],
  },
  {
    ...{ name: 'at the bound, then above it', of: 'FilesNearLimit' },
    series: { [`process_open_fds${one}`]: '800x20 900x20', [`process_max_fds${one}`]: '1000x40' },
    quiet: ['20m'],
    fires: [{ at: '27m', value: '90%', labels: instance }],
  },
  {
    ...{ name: 'an upgrade, then half of one', of: 'VersionsMixed' },
    series: {
      [`scoville_build_info${labelled('version="1"')}`]: '1x10 _x100',
      'scoville_build_info{job="scoville", instance="b", version="1"}': '1x110',
      [`scoville_build_info${labelled('version="2"')}`]: '_x10 1x100',
    },
    quiet: ['10m', '60m'],
    fires: [{ at: '80m', value: '2' }],
  },
  {
    ...{ name: 'as quiet as last week, then quieter', of: 'NoEvents' },
    series: {
      [`scoville_events_accepted_total${labelled('type="page"')}`]: '0x6 0+100x30 3000x1020',
    },
    every: '10m',
    // Events came from minute 70 to 370; that was a week ago from minute 10150 on.
    quiet: ['200m', '10110m', '10140m'],
    fires: [{ at: '10240m', value: '0' }],
  },
  {
    ...{ name: '5 % rejected, then more', of: 'EventsRejected' },
    series: {
      [`scoville_events_accepted_total${labelled('type="page"')}`]: '0+95x70',
      [`scoville_events_rejected_total${labelled('reason="invalid_event"')}`]: '0+5x30 170+20x40',
    },
    quiet: ['30m'],
    fires: [{ at: '65m', value: '17.39%' }],
  },
  {
    ...{ name: 'a short burst, then one that lasts', of: 'Overloaded' },
    series: {
      [`scoville_requests_shed_total${labelled('reason="loop"')}`]: '0x10 0+60x1 60x20 60+60x30',
      [`scoville_requests_shed_total${labelled('reason="bytes"')}`]: '0x70',
    },
    quiet: ['10m', '14m', '16m', '30m'],
    fires: [{ at: '50m', value: '1' }],
  },
  above('DoorWaitsForRedis', `scoville_door_wait_seconds${labelled('for="store"')}`, 0.5, 0.5, () => '1s'),
  above('ScoringStalled', hop('score'), 60, 1, () => '1m 1s'),
  above('BacklogNearLimit', ofPartition('scoville_stream_lag_entries', 3), 25_000, 1_000, () => '26k'),
  {
    ...{ name: '1 in 1,000 is late, then 2 in 100', of: 'ScoredLateFast' },
    series: latencies('scoville_ingest_to_score_seconds', '0+999x60 60920+980x70', '0+1000x131'),
    quiet: ['60m', '65m'],
    fires: [{ at: '125m', value: '2%' }],
  },
  {
    ...{ name: 'it burnt for an hour and has ended', of: 'ScoredLateFast' },
    series: latencies('scoville_ingest_to_score_seconds', '0+900x60 55000+1000x20', '0+1000x81'),
    quiet: ['70m', '80m'],
    fires: [],
  },
  {
    ...{ name: 'half the budget, then twice', of: 'ScoredLateSlow' },
    series: latencies('scoville_ingest_to_score_seconds', '0+9995x40 409760+9960x60', '0+10000x101'),
    every: '10m',
    quiet: ['300m', '400m'],
    fires: [{ at: '990m', value: '0.2586%' }],
  },
  {
    ...{ name: '5 in 100 are late, then 10', of: 'AlertLateFast' },
    series: latencies('scoville_event_to_alert_seconds', '0+95x60 5790+90x70', '0+100x131'),
    quiet: ['60m'],
    fires: [{ at: '125m', value: '10%' }],
  },
  {
    ...{ name: 'half the budget, then twice', of: 'AlertLateSlow' },
    series: latencies('scoville_event_to_alert_seconds', '0+9975x40 408800+9800x60', '0+10000x101'),
    every: '10m',
    quiet: ['300m', '400m'],
    fires: [{ at: '990m', value: '1.293%' }],
  },
  {
    ...{ name: 'nothing, then a score that differs', of: 'RecordsLost' },
    series: {
      [`scoville_dead_letters_dropped_total${one}`]: '0x60',
      [`scoville_history_unreadable_total${one}`]: '0x60',
      [`scoville_replay_mismatch_total${one}`]: '0x30 1x30',
    },
    quiet: ['30m'],
    fires: [{ at: '59m', value: '1' }],
  },
  {
    ...{ name: 'none, then one in each of two partitions', of: 'DeadLetters' },
    series: {
      [ofPartition('scoville_dead_letters_waiting', 0)]: '0x10 1x30',
      [ofPartition('scoville_dead_letters_waiting', 1)]: '0x10 1x30',
      'scoville_dead_letters_waiting{job="scoville", instance="b", partition="1"}': '0x10 1x30',
    },
    quiet: ['10m', '25m'],
    fires: [{ at: '27m', value: '2' }],
  },
  above('DeadLettersNearLimit', ofPartition('scoville_dead_letters_waiting', 3), 150, 1, plain),
  above('FailingProfiles', ofPartition('scoville_failing_profiles', 3), 0, 4, plain),
  above('HistoryBehind', hop('history'), 600, 60, () => '11m 0s'),
  {
    ...{ name: 'never, then once', of: 'RedisLost' },
    series: { [`scoville_redis_losses_total${one}`]: '0x10 1x70' },
    quiet: ['10m', '75m'],
    fires: [{ at: '12m', value: '1' }],
  },
  {
    ...{ name: 'a start finds it', of: 'RedisLost' },
    series: { [`scoville_redis_losses_total${one}`]: '_x10 1x80' },
    quiet: ['9m', '75m'],
    fires: [{ at: '12m', value: '1' }],
  },
  {
    ...{
      name: 'it goes on, then it does not; a process that is ingest alone knows of none',
      of: 'RestoreStuck',
    },
    series: {
      [`scoville_restore_running${one}`]: '1x131',
      [`scoville_restore_waiting_profiles${one}`]: '9000-100x60 3000x70',
      [`scoville_restore_running${other}`]: '0x131',
      [`scoville_restore_waiting_profiles${other}`]: '0x131',
    },
    quiet: ['35m', '65m', '115m'],
    fires: [{ at: '125m', value: '3k' }],
  },
  {
    ...{ name: 'it goes on, then it does not', of: 'ReevaluationStuck' },
    series: {
      [`scoville_reevaluation_waiting_profiles${one}`]: '9000-100x60 3000x70',
      [`scoville_reevaluation_waiting_profiles${other}`]: '0x131',
    },
    quiet: ['35m', '65m', '115m'],
    fires: [{ at: '125m', value: '3k' }],
  },
  {
    ...{ name: 'never, then once', of: 'ProgrammesRefused' },
    series: { [`scoville_programme_loads_total${labelled('outcome="refused"')}`]: '0x10 1x70' },
    quiet: ['10m', '75m'],
    fires: [{ at: '12m', value: '1' }],
  },
  {
    ...{ name: 'a start finds it', of: 'ProgrammesRefused' },
    series: { [`scoville_programme_loads_total${labelled('outcome="refused"')}`]: '_x10 1x80' },
    quiet: ['9m', '75m'],
    fires: [{ at: '12m', value: '1' }],
  },
  {
    ...{ name: 'it follows a publish, then it does not', of: 'ProgrammesBehind' },
    series: {
      [`scoville_programme_generation${labelled('source="store"')}`]: '4x10 5x10 6x20',
      [`scoville_programme_generation${labelled('source="process"')}`]: '4x12 5x28',
    },
    quiet: ['12m', '20m', '25m'],
    fires: [{ at: '27m', value: '1', labels: { instance: 'a' } }],
  },
  above('SalesStalled', hop('sales'), 60, 30, () => '1m 30s'),
  above('UnreadUpdates', `scoville_unread_tier_updates${one}`, 0, 1, plain, 18),
  {
    ...{ name: 'somebody decides in time, then nobody', of: 'LeadsHeld' },
    series: { [`scoville_held_leads${one}`]: '3x40 0x1 3x60' },
    every: '10m',
    quiet: ['400m', '890m'],
    fires: [{ at: '910m', value: '3' }],
  },
  above('NotificationsStalled', hop('compose'), 300, 60, () => '6m 0s'),
  above('DeliveriesLate', hop('deliver'), 3_600, 60, () => '1h 1m 0s'),
  {
    ...{ name: 'never, then one by Slack', of: 'DeliveriesFail' },
    series: {
      [`scoville_deliveries_total${labelled('channel="slack", outcome="failed"')}`]: '0x10 1x70',
      [`scoville_deliveries_total${labelled('channel="mail", outcome="failed"')}`]: '0x80',
      [`scoville_deliveries_total${labelled('channel="mail", outcome="retried"')}`]: '0+5x80',
    },
    quiet: ['10m', '75m'],
    fires: [{ at: '12m', value: '1', labels: { channel: 'slack' } }],
  },
  {
    ...{ name: '95 of 100 are kept, then 90', of: 'DeadlinesMissed' },
    series: outcomes('95x10 90x70', '3x81', '2x10 7x70'),
    quiet: ['10m', '65m'],
    fires: [{ at: '75m', value: '90%' }],
  },
  {
    ...{ name: '10 of 19 are kept: too few to say', of: 'DeadlinesMissed' },
    series: outcomes('10x70', '5x70', '4x70'),
    quiet: ['10m', '70m'],
    fires: [],
  },
];
