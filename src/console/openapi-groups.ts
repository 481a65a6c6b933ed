/** The groups of the API: the tags of the OpenAPI document and the parts of docs/api.md. */

interface Group {
  title: string;
  /** What it is for, with links to pages of docs/. */
  about: string;
  /** The first parts of its paths. */
  parts: readonly string[];
}

export const apiGroups: readonly Group[] = [
  {
    title: 'Events',
    about:
      'What clients and mail providers send, with a write key. [Send events](send-events.md) has examples, [Clients](clients.md) the clients.',
    parts: ['v1', 's.js'],
  },
  {
    title: 'Session',
    about: 'The log-in of a person. Programs send the bearer token instead.',
    parts: ['session', 'setup'],
  },
  {
    title: 'Profiles',
    about: 'Everyone the engine has seen: identities, scores and their reasons.',
    parts: ['profiles'],
  },
  {
    title: 'Leads and tasks',
    about:
      'The work that follows a tier change. [Sales processes](sales-processes.md) explains stages and transitions.',
    parts: ['leads', 'tasks', 'work'],
  },
  {
    title: 'People, companies, activities',
    about: 'Who sales knows, and each contact with them.',
    parts: ['people', 'companies', 'accounts', 'activities', 'duplicates', 'merges'],
  },
  {
    title: 'Pipelines and records',
    about: 'Records that move along a pipeline, and the files that define it.',
    parts: [
      'pipelines',
      'sales-processes',
      'opportunities',
      'deals',
      'orders',
      'jobs',
      'campaigns',
      'timeline',
      'views',
    ],
  },
  {
    title: 'Many records at once',
    about:
      'One change of many records, with progress and an undo. [Records](records.md#acts-on-many-records) explains it.',
    parts: ['bulk-acts'],
  },
  {
    title: 'Sales rules',
    about:
      'Sales processes, routing, escalation and review as texts: versions, drafts, previews and publishing. [Versions](versions.md#sales-rules) explains them.',
    parts: ['sales-rules'],
  },
  {
    title: 'Attachments',
    about:
      'Files of records, people and companies. [Sales processes](sales-processes.md#documents-and-attachments) says how mails send them.',
    parts: ['attachments'],
  },
  {
    title: 'Products and quotations',
    about: 'What is sold, and what was offered.',
    parts: ['products', 'quotations'],
  },
  {
    title: 'Programmes',
    about:
      'Versions, checks, backtests, suggestions and audits of the scoring rules. [Programmes](programmes.md) is the language.',
    parts: ['programmes', 'drafts', 'backtests', 'suggestions', 'audits'],
  },
  {
    title: 'Keys',
    about: 'Keys with which clients send events. [Security](security.md) says what each kind may do.',
    parts: ['keys'],
  },
  {
    title: 'Audit trail',
    about: 'Who did what when. [Security](security.md#audit-trail) says what is recorded.',
    parts: ['trail'],
  },
  {
    title: 'Privacy',
    about: 'A person is erased or exported. [Privacy](privacy.md) says what that covers.',
    parts: ['erasures', 'privacy'],
  },
  {
    title: 'Links in mails',
    about: 'Signed links and pixels. [Mail](mail.md) says what becomes of them.',
    parts: ['mail-links', 'c', 'o'],
  },
  {
    title: 'Forms',
    about: 'Forms of websites. [Security](security.md#forms) says what their keys may do.',
    parts: ['forms'],
  },
  {
    title: 'Quarantine',
    about: 'Leads that are held back. [Security](security.md#limits-of-keys-and-addresses) says why.',
    parts: ['quarantine'],
  },
  {
    title: 'Dead letters',
    about:
      'Records that cannot be scored, and tier updates that sales cannot read. [Operate](operate.md#dead-letters) says what to do with them.',
    parts: ['dead-letters', 'unread-updates'],
  },
  {
    title: 'Restores',
    about:
      'Every profile rebuilt from the history, and profiles that cannot be evaluated. [Operate](operate.md#redis-lost) says when.',
    parts: ['restores', 'failing-profiles'],
  },
  {
    title: 'Notifications',
    about: 'Channels, deliveries and the live stream. [Alerts](alerts.md) lists every type.',
    parts: ['alerts', 'channels', 'deliveries', 'endpoints'],
  },
  {
    title: 'CSV in and out',
    about:
      'Records from spreadsheets and back. [Import and export](import-export.md) explains files and columns.',
    parts: ['imports', 'exports', 'event-imports'],
  },
  { title: 'Reports', about: 'Figures over a period, as JSON or `?format=csv`.', parts: ['reports'] },
  {
    title: 'Team',
    about: 'Users, teams and territories: who may do what, and who gets which lead.',
    parts: ['users', 'teams', 'territories'],
  },
  {
    title: 'Health',
    about: 'For people, load balancers and Prometheus. [Operate](operate.md) says what to do with them.',
    parts: ['health', 'livez', 'readyz', 'metrics'],
  },
];

/** The group of what Scoville posts to addresses of yours. */
export const webhooksGroup = {
  title: 'Webhooks',
  about:
    'What Scoville posts to the endpoints of your channels and programmes. [Alerts](alerts.md) lists every type, [Routing and notifications](routing-and-notifications.md#webhooks) says how to verify one.',
};

/** Returns the title of the group of a path such as `/leads/{id}`. Throws where none has it. */
export function groupOf(path: string): string {
  // A record by its id in another system is in the group of its kind.
  const [first = '', second = ''] = path.split('/').slice(1);
  const part = first === 'by-external-id' ? second : first;
  const group = apiGroups.find(({ parts }) => parts.includes(part));
  if (group === undefined)
    throw new Error(
      `no group of src/console/openapi-groups.ts has "${path}": add "${part}" to the parts of one`,
    );
  return group.title;
}
