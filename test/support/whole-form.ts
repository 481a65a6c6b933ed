/** The test, or the tests that together, prove the same in less time; `unproved` is what none of them proves. */
type Shorter = string | readonly string[] | { readonly by: readonly string[]; readonly unproved: string };

/**
 * What `npm test` leaves to `npm run test:whole`: files that take long and prove at full size, or on another wiring, what shorter tests
 * prove too. Each names these, which `npm test` runs, and what they leave unproved.
 */
export const ofWholeForm: Readonly<Record<string, Shorter>> = {
  'bench/bench.int.test.ts': 'bench/docs.unit.test.ts',
  'test/docs/watching/rules.int.test.ts': 'test/setup/prometheus.int.test.ts',
  'test/e2e/console-acts.e2e.test.ts': [
    'test/console/bulk-acts.int.test.ts',
    'test/console/imports.int.test.ts',
    'test/console/merges.int.test.ts',
    'test/console/sales-rules.int.test.ts',
    'test/console/users.int.test.ts',
  ],
  'test/e2e/company-scores.e2e.test.ts': 'test/sales/leads/account-ends.int.test.ts',
  'test/e2e/content-policy.e2e.test.ts': 'test/e2e/console.e2e.test.ts',
  'test/e2e/demo-learns.e2e.test.ts': 'test/roles/demo-history.int.test.ts',
  'test/e2e/failed-start.e2e.test.ts': 'test/roles/failed-start.int.test.ts',
  'test/e2e/full-disk.e2e.test.ts': {
    by: ['test/engine/processing/full-redis.int.test.ts', 'test/roles/supervisor-disk.int.test.ts'],
    unproved: 'the private stores themselves end on a full disk, and start again once it has room',
  },
  'test/e2e/log-in-tries.e2e.test.ts': 'test/console/sessions.int.test.ts',
  'test/e2e/pgbouncer.e2e.test.ts': 'test/setup/pgbouncer.int.test.ts',
  'test/e2e/public-key-attacks.e2e.test.ts': 'test/engine/keys/public-keys.int.test.ts',
  'test/e2e/replica.e2e.test.ts': {
    by: [
      'src/base/database/read-fault.core.unit.test.ts',
      'src/base/database/replica-marks.core.unit.test.ts',
    ],
    unproved: 'reads from a real streaming replica, and a running program that leaves it and comes back',
  },
  'test/e2e/status-in-sales.e2e.test.ts': 'test/sales/leads/statuses.int.test.ts',
  'test/e2e/stop.e2e.test.ts': 'test/e2e/start.e2e.test.ts',
  'test/e2e/watching.e2e.test.ts': 'test/setup/prometheus.int.test.ts',
  'test/faults/backup.fault.test.ts': 'test/engine/restore/whole.int.test.ts',
  'test/faults/erasure.fault.test.ts': 'test/engine/erasure/personal-data.int.test.ts',
  'test/faults/event-imports.fault.test.ts': 'test/engine/event-imports/event-imports.int.test.ts',
  'test/faults/frozen-postgres.fault.test.ts': 'test/faults/silent-connections.fault.test.ts',
  'test/faults/health.fault.test.ts': 'test/console/health.int.test.ts',
  'test/faults/hostile-requests.fault.test.ts': 'test/engine/ingest/hostile-requests.int.test.ts',
  'test/faults/imports.fault.test.ts': 'test/sales/imports/lease.int.test.ts',
  'test/faults/random-programmes.fault.test.ts': 'src/engine/scoring/language.prop.test.ts',
  'test/faults/random-seals.fault.test.ts': 'src/engine/scoring/language.prop.test.ts',
  'test/faults/redis-cluster.fault.test.ts': 'test/engine/stream/cluster.int.test.ts',
  'test/faults/relay-backlog.fault.test.ts': 'test/sales/leads/relay.int.test.ts',
  'test/faults/silent-stores.fault.test.ts': 'test/faults/silent-connections.fault.test.ts',
  'test/faults/two-folders.fault.test.ts': {
    by: [
      'test/engine/programmes/active-programmes.int.test.ts',
      'test/engine/programmes/folder-behind.int.test.ts',
      'test/engine/programmes/starting-together.int.test.ts',
      'test/engine/restore/keeper.int.test.ts',
      'src/engine/processing/generations.prop.test.ts',
    ],
    unproved: 'all of it at once in two programs that take events while their folders differ',
  },
  'test/faults/upgrade.fault.test.ts': {
    by: [
      'test/base/database/expand-then-contract.unit.test.ts',
      'test/base/database/migrate.int.test.ts',
      'test/engine/keys/rolling-upgrade.int.test.ts',
    ],
    unproved: 'the program of the commit before the newest migration, beside the one of today',
  },
  'test/packaging/compose-cluster.int.test.ts': 'test/packaging/schemas.unit.test.ts',
  'test/setup/embedded-postgres.int.test.ts': 'test/e2e/start.e2e.test.ts',
};

/** Files of which the short form has a part: what they ask `test-form.ts` for is left out. Each names what proves the same as that. */
export const partlyOfWholeForm: Readonly<Record<string, Shorter>> = {
  'test/e2e/api-for-integrators.e2e.test.ts': 'test/console/pages.int.test.ts',
  'test/e2e/board.e2e.test.ts': ['test/console/board.int.test.ts', 'test/console/timeline-undo.int.test.ts'],
  'test/e2e/console-manage.e2e.test.ts': [
    'test/console/deliveries.int.test.ts',
    'test/console/trail.int.test.ts',
    'test/console/departures.int.test.ts',
    'test/console/report-links.int.test.ts',
  ],
  'test/e2e/console-pages.e2e.test.ts': 'test/e2e/console.e2e.test.ts',
  'test/e2e/console-programmes.e2e.test.ts': 'test/console/drafting.int.test.ts',
  'test/e2e/console-run.e2e.test.ts': [
    'test/console/unread-updates.int.test.ts',
    'test/e2e/console.e2e.test.ts',
  ],
  'test/e2e/crm-bridges.e2e.test.ts': 'test/sales/delivery/deliveries.int.test.ts',
  'test/faults/deadlines.fault.test.ts': {
    by: ['test/sales/deadlines/escalation.int.test.ts'],
    unproved: 'kills at random moments while many tasks fall due',
  },
  'test/faults/exactly-once.fault.test.ts': 'test/engine/history/copier.int.test.ts',
  'test/faults/lost-redis.fault.test.ts': {
    by: [
      'src/engine/processing/lost-redis.prop.test.ts',
      'test/engine/restore/keeper.int.test.ts',
      'test/engine/restore/walk.int.test.ts',
    ],
    unproved:
      'a Redis set back by its own files, a replica that lacks writes, and a restore that is killed, on the real program',
  },
  'test/faults/supervisor.fault.test.ts': {
    by: ['src/roles/supervisor/layout.core.unit.test.ts', 'test/roles/supervisor-disk.int.test.ts'],
    unproved: 'a killed supervisor takes its processes with it, and one that cannot start ends all',
  },
  'test/sales/scenarios/every-way.int.test.ts': 'test/sales/scenarios/emea.int.test.ts',
};
