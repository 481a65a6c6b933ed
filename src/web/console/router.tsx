/** The addresses of the console. Each page is loaded when somebody goes there; its filters are in its address. */
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { searchOfBoard } from './board/board-search.ts';
import { searchOfInbox } from './inbox/inbox-search.ts';
import { recordKinds } from './kinds/record-kinds.ts';
import { lazyPage } from './parts/lazy-page.ts';
import { searchOfTable } from './parts/table-search.ts';
import { searchOfProfile } from './profiles/profile-search.ts';
import { addressOfSearch, searchInAddress } from './shell/address-search.ts';
import { NotFound } from './shell/not-found.tsx';
import { PageError } from './shell/page-error.tsx';
import { Shell } from './shell/shell.tsx';
import { searchOfTasks } from './tasks/tasks-search.ts';
import { NowPage } from './work/now-page.tsx';
import { searchOfNow } from './work/now-search.ts';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const now = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: NowPage,
  validateSearch: searchOfNow,
});
const workPages = (['/leads/$id', '/tasks/$id'] as const).map((path) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyPage(() => import('./work/work-page.tsx'), 'WorkPage'),
  }),
);

const profiles = createRoute({
  getParentRoute: () => root,
  path: '/profiles',
  component: lazyPage(() => import('./profiles/profiles-page.tsx'), 'ProfilesPage'),
});
const profile = createRoute({
  getParentRoute: () => root,
  path: '/profiles/$id',
  validateSearch: searchOfProfile,
  component: lazyPage(() => import('./profiles/profile-page.tsx'), 'ProfilePage'),
});

const tasks = createRoute({
  getParentRoute: () => root,
  path: '/tasks',
  validateSearch: searchOfTasks,
  component: lazyPage(() => import('./tasks/tasks-or-table.tsx'), 'TasksOrTable'),
});

const board = createRoute({
  getParentRoute: () => root,
  path: '/board',
  validateSearch: searchOfBoard,
  component: lazyPage(() => import('./board/board-page.tsx'), 'BoardPage'),
});

const records = recordKinds
  .filter(({ path }) => path !== '/tasks')
  .map(({ path }) =>
    createRoute({
      getParentRoute: () => root,
      path,
      validateSearch: searchOfTable,
      component: lazyPage(() => import('./records/records-page.tsx'), 'RecordsPage'),
    }),
  );
const recordPages = recordKinds
  .filter(({ opens }) => opens === 'page')
  .map(({ path }) =>
    createRoute({
      getParentRoute: () => root,
      path: `${path}/$id`,
      component: lazyPage(() => import('./records/record-page.tsx'), 'RecordPage'),
    }),
  );

const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox',
  validateSearch: searchOfInbox,
  component: lazyPage(() => import('./inbox/inbox-page.tsx'), 'InboxPage'),
});
const me = createRoute({
  getParentRoute: () => root,
  path: '/me',
  component: lazyPage(() => import('./me/me-page.tsx'), 'MePage'),
});

const imports = createRoute({
  getParentRoute: () => root,
  path: '/import',
  validateSearch: searchOfTable,
  component: lazyPage(() => import('./imports/import-page.tsx'), 'ImportPage'),
});

const bulkActs = createRoute({
  getParentRoute: () => root,
  path: '/bulk-acts',
  component: lazyPage(() => import('./bulk/bulk-acts-page.tsx'), 'BulkActsPage'),
});

const duplicates = createRoute({
  getParentRoute: () => root,
  path: '/duplicates',
  validateSearch: searchOfTable,
  component: lazyPage(() => import('./duplicates/duplicates-page.tsx'), 'DuplicatesPage'),
});
const compare = createRoute({
  getParentRoute: () => root,
  path: '/duplicates/compare',
  validateSearch: searchOfTable,
  component: lazyPage(() => import('./duplicates/compare-page.tsx'), 'ComparePage'),
});

const reports = (['/reports', '/reports/$report'] as const).map((path) =>
  createRoute({
    getParentRoute: () => root,
    path,
    validateSearch: searchOfTable,
    component: lazyPage(() => import('./reports/reports-page.tsx'), 'ReportsPage'),
  }),
);

const keys = createRoute({
  getParentRoute: () => root,
  path: '/keys',
  component: lazyPage(() => import('./access/keys-page.tsx'), 'KeysPage'),
});
const trail = createRoute({
  getParentRoute: () => root,
  path: '/audit-trail',
  validateSearch: searchOfTable,
  component: lazyPage(() => import('./trail/trail-page.tsx'), 'TrailPage'),
});
const privacy = createRoute({
  getParentRoute: () => root,
  path: '/privacy',
  component: lazyPage(() => import('./privacy/privacy-page.tsx'), 'PrivacyPage'),
});
const start = createRoute({
  getParentRoute: () => root,
  path: '/start',
  component: lazyPage(() => import('./start/start-page.tsx'), 'StartPage'),
});
const webhooks = createRoute({
  getParentRoute: () => root,
  path: '/webhooks',
  component: lazyPage(() => import('./access/webhooks-page.tsx'), 'WebhooksPage'),
});
const team = createRoute({
  getParentRoute: () => root,
  path: '/team',
  validateSearch: searchOfTable,
  component: lazyPage(() => import('./team/team-page.tsx'), 'TeamPage'),
});

const programmes = createRoute({
  getParentRoute: () => root,
  path: '/programmes',
  component: lazyPage(() => import('./rules/programmes-page.tsx'), 'ProgrammesPage'),
});
const programme = createRoute({
  getParentRoute: () => root,
  path: '/programmes/$id',
  component: lazyPage(() => import('./rules/programme-page.tsx'), 'ProgrammePage'),
});
const programmeParts = [
  createRoute({
    getParentRoute: () => programme,
    path: '/',
    validateSearch: searchOfTable,
    component: lazyPage(() => import('./rules/rules-part.tsx'), 'RulesPart'),
  }),
  createRoute({
    getParentRoute: () => programme,
    path: '/backtest',
    validateSearch: searchOfTable,
    component: lazyPage(() => import('./rules/backtest-part.tsx'), 'BacktestPart'),
  }),
  createRoute({
    getParentRoute: () => programme,
    path: '/suggest',
    validateSearch: searchOfTable,
    component: lazyPage(() => import('./rules/suggest-part.tsx'), 'SuggestPart'),
  }),
  createRoute({
    getParentRoute: () => programme,
    path: '/try',
    component: lazyPage(() => import('./rules/try-part.tsx'), 'TryPart'),
  }),
  createRoute({
    getParentRoute: () => programme,
    path: '/health',
    validateSearch: searchOfTable,
    component: lazyPage(() => import('./rules/health-part.tsx'), 'HealthPart'),
  }),
  createRoute({
    getParentRoute: () => programme,
    path: '/versions',
    component: lazyPage(() => import('./rules/versions-part.tsx'), 'VersionsPart'),
  }),
];

const processes = createRoute({
  getParentRoute: () => root,
  path: '/processes',
  component: lazyPage(() => import('./processes/processes-page.tsx'), 'ProcessesPage'),
});
const process = createRoute({
  getParentRoute: () => root,
  path: '/processes/$id',
  component: lazyPage(() => import('./processes/process-page.tsx'), 'ProcessPage'),
});
const processParts = [
  createRoute({
    getParentRoute: () => process,
    path: '/',
    validateSearch: searchOfTable,
    component: lazyPage(() => import('./processes/chart-part.tsx'), 'ChartPart'),
  }),
  createRoute({
    getParentRoute: () => process,
    path: '/text',
    component: lazyPage(() => import('./processes/rule-text-part.tsx'), 'RuleTextPart'),
  }),
  createRoute({
    getParentRoute: () => process,
    path: '/calendar',
    component: lazyPage(() => import('./processes/calendar-part.tsx'), 'CalendarPart'),
  }),
  createRoute({
    getParentRoute: () => process,
    path: '/versions',
    component: lazyPage(() => import('./processes/rule-versions-part.tsx'), 'RuleVersionsPart'),
  }),
];

const salesRules = createRoute({
  getParentRoute: () => root,
  path: '/sales-rules',
  component: lazyPage(() => import('./processes/sales-rules-page.tsx'), 'SalesRulesPage'),
});
const calendars = createRoute({
  getParentRoute: () => root,
  path: '/calendars',
  component: lazyPage(() => import('./processes/calendars-page.tsx'), 'CalendarsPage'),
});
const salesRule = createRoute({
  getParentRoute: () => root,
  path: '/sales-rules/$id',
  component: lazyPage(() => import('./processes/sales-rule-page.tsx'), 'SalesRulePage'),
});
const salesRuleParts = [
  createRoute({
    getParentRoute: () => salesRule,
    path: '/',
    component: lazyPage(() => import('./processes/rule-text-part.tsx'), 'RuleTextPart'),
  }),
  createRoute({
    getParentRoute: () => salesRule,
    path: '/calendar',
    component: lazyPage(() => import('./processes/calendar-part.tsx'), 'CalendarPart'),
  }),
  createRoute({
    getParentRoute: () => salesRule,
    path: '/try',
    component: lazyPage(() => import('./processes/try-routing-part.tsx'), 'TryRoutingPart'),
  }),
  createRoute({
    getParentRoute: () => salesRule,
    path: '/versions',
    component: lazyPage(() => import('./processes/rule-versions-part.tsx'), 'RuleVersionsPart'),
  }),
];

const run = createRoute({
  getParentRoute: () => root,
  path: '/run',
  component: lazyPage(() => import('./run/run-page.tsx'), 'RunPage'),
});
const runParts = [
  createRoute({
    getParentRoute: () => run,
    path: '/',
    component: lazyPage(() => import('./run/health-part.tsx'), 'HealthPart'),
  }),
  createRoute({
    getParentRoute: () => run,
    path: '/dead-letters',
    validateSearch: searchOfTable,
    component: lazyPage(() => import('./run/dead-letters-part.tsx'), 'DeadLettersPart'),
  }),
  createRoute({
    getParentRoute: () => run,
    path: '/quarantine',
    validateSearch: searchOfTable,
    component: lazyPage(() => import('./run/quarantine-part.tsx'), 'QuarantinePart'),
  }),
  createRoute({
    getParentRoute: () => run,
    path: '/unread-updates',
    validateSearch: searchOfTable,
    component: lazyPage(() => import('./run/unread-updates-part.tsx'), 'UnreadUpdatesPart'),
  }),
  createRoute({
    getParentRoute: () => run,
    path: '/deliveries',
    validateSearch: searchOfTable,
    component: lazyPage(() => import('./run/deliveries-part.tsx'), 'DeliveriesPart'),
  }),
  createRoute({
    getParentRoute: () => run,
    path: '/versions',
    component: lazyPage(() => import('./run/versions-part.tsx'), 'VersionsPart'),
  }),
];

export const router = createRouter({
  routeTree: root.addChildren([
    now,
    ...workPages,
    profiles,
    profile,
    tasks,
    board,
    inbox,
    me,
    ...records,
    ...recordPages,
    bulkActs,
    duplicates,
    compare,
    imports,
    ...reports,
    team,
    keys,
    webhooks,
    trail,
    privacy,
    start,
    programmes,
    programme.addChildren(programmeParts),
    processes,
    process.addChildren(processParts),
    run.addChildren(runParts),
    salesRules,
    calendars,
    salesRule.addChildren(salesRuleParts),
  ]),
  parseSearch: searchInAddress,
  stringifySearch: addressOfSearch,
  defaultPreload: 'intent',
  defaultErrorComponent: PageError,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
