/** The words that were left behind, and words with one meaning a place: what no text of the product may say again. */

/** Each with the word of the field in its place. A pass over events, as a noun, is none of them. */
export const leftBehind: [word: RegExp, instead: string][] = [
  [/\bteller\b|\btelling\b/i, 'dispatcher, notifications'],
  [/\bselling system|\bSellingSystem/i, 'sales process'],
  [/\bways(?:On|From)\b|\bWays?On\b|\bways? on\b/i, 'transition'],
  [/\bhand-?over\b|\bhandOver/i, 'profile merge, assignment, handoff'],
  [/\bStandingRecord\b|\bstanding records?\b/i, 'tier update'],
  [/\btakenUp(?:At)?\b|\bta(?:ken?|kes|king) up\b(?! to)|\btook up\b/, 'activated'],
  [/\bin[- ]force\b|\binForce\b/i, 'active'],
  [/\bwoken\b|\bnextLook|\blooked at anew\b/i, 're-evaluated, due'],
  [
    /\blived through\b|\bpassed ?over\b|(?<!\b(?:a|one|each|every|first|second|last|the) )\bpass(?:es|ing)? over\b|\bearly birds?\b|\bliveSeconds\b/i,
    'replay, skipped, wake-up job',
  ],
  [/\bFault\b/, 'ApiError, error'],
  [/\bdemand[A-Z]\w+/, 'require…'],
  [/\bfacets?\b|\bfacets?[A-Z]/i, 'match signature'],
  [/(?<!pur)chas(?:e[sd]?(?![a-z])|ing\b)/i, 'follow-up, follow-up reminder'],
  [/\bruns?_?out_?at\b|\bwakes?_?at\b/i, 'nextActionAt'],
  [
    /[.#]because\b|\bbecause\??:|\b(?:readonly|const|let) because\b|[a-z]Because\b|_because\b/,
    'reason, routingReason',
  ],
  [/(?<!campaign[-_ ])\binfluences\b|\bInfluences\b/, 'campaignInfluences'],
  [/\btakesLeads\b|\bopenLeadsMax\b|\bopen_leads_max\b|\bnotTo\b/, 'acceptsLeads, maxOpenLeads, exclude'],
  [/\btierFrom\b|\bhotFromTier\b|\batMostAnHour\b/, 'minTier, maxPerHour'],
  [/\bleadsBeginIn\b|\bnaming:/, 'defaultLeadPipeline, match'],
  [/\bhandTo\b|\bhandedOver\b|\bsettledAt\b/, 'assignTo, reassigned, closedAt'],
  [/\bto and fro\b|\bis no more\b|\bhe or she\b/i, 'back and forth, was removed, they'],
  [/\bwho(?:m|ever)\b|\banew\b|\bof then\b|\bof now\b(?!\.)/i, 'any, every, again, previous, current'],
  [/\btell(?:s|ing)?\b|\b(?:re)?told\b|\b\w+Told\b/i, 'notify, report, show'],
  [/\bverdicts?\b|Verdict/i, 'quality of a lead, state of a click'],
  [/\bsilenced\b|\bnoContact\b/, 'suppressed, doNotContact'],
  [/\b(?:un)?[Ss]ettle(?:[ds]?\b|[A-Z])/, 'frozen, closed, answered'],
  [/\bdesks?\b|Desk/, 'work list, routing snapshot, sales'],
  [/\bfacts?\b|Facts\b/i, 'matched event, row, condition'],
  [
    /\bhand(?:s|ed|ing)? on\b|\bhandedOn\b|\bwork(?:s|ed|ing)? off\b|\bmend(?:s|ed|ing)?\b/,
    'reassign, process, repair',
  ],
  [/\b[Aa]nswers (?:whether|how|its)\b/, 'returns'],
];

/** The words where they stay: YAML before its migration, what a company says to its customers, migrations, which never change, and words of others. */
export const stays: Record<string, RegExp> = {
  'src/contract/language/renamed-words.ts': /^/,
  'src/contract/language/rule-migration.unit.test.ts':
    /\btell\b|chase-on|Chase on|leadsBeginIn|\bbecause: no answer/,
  'bench/prospects.ts': /'desk'/,
  'bench/rules-50.ts': /\bfacts?\b|Facts\b/,
  'rules/pipelines/company-xyz.yaml':
    /please tell us whether|subject: Tell (?:Customer Service|the customer)/,
  'src/engine/programmes/migrations/0002_generations.sql': /is in force/,
  'src/sales/store/migrations/0007_campaign_influences.sql': /also influences their open opportunity/,
};

/** Names in code that were left behind; in prose the words are idioms. */
export const namesLeftBehind: [name: RegExp, instead: string][] = [
  [
    /^[#_]?places?(?![a-z])|[a-z]Places?(?![a-z])|^Places?(?![a-z])/,
    'index, position, filePath, folder, network, page',
  ],
  // An account is a company with its people, or something at a provider of another.
  [/^(?:session|own|demo|token)Account/i, 'caller, user'],
];

/**
 * Names where they stay. Columns stay, and words within stored marks and names of counts: an earlier process runs beside a new one
 * while an installation is upgraded. Those stand in texts of SQL; one of them is a key of JSON that PostgreSQL reads as columns.
 */
export const namesThatStay: Record<string, RegExp> = {
  'src/sales/store/item-rows.ts': /^place$/,
};

/** A word that has more than one right sense: each sense with the files that may say it, or how their paths begin. */
export interface Senses {
  word: RegExp;
  senses: Record<string, readonly string[]>;
}

export const senses: Senses[] = [
  {
    word: /(?<!dis|re)claim/i,
    senses: {
      'a rep takes a lead or a task from the queue': [
        'clients/typescript/schema.d.ts',
        'docs/',
        'examples/crm-bridge/',
        'rules/',
        'src/base/network/likely-route.core.unit.test.ts',
        'src/console/',
        'src/contract/api/',
        'src/contract/language/routing.ts',
        'src/roles/demo/',
        'src/sales/bulk/',
        'src/sales/notifications/inbox.ts',
        'src/sales/records/',
        'src/sales/routing/',
        'src/sales/store/',
        'src/web/console/',
        'test/docs/api-page.core.ts',
      ],
      'a page says an address, a trait or a company of a user, without proof': [
        'SECURITY.md',
        'docs/',
        'src/base/kernel/limits/',
        'src/base/telemetry/catalogue/sales.ts',
        'src/commands/erase.ts',
        'src/contract/api/',
        'src/contract/language/programme.ts',
        'src/engine/engine.ts',
        'src/engine/erasure/',
        'src/engine/history/',
        'src/engine/ingest/',
        'src/engine/processing/',
        'src/engine/scoring/',
        'src/environment.ts',
        'src/roles/',
        'src/sales/imports/',
        'src/sales/leads/',
        'src/sales/merging/',
        'src/sales/privacy/',
        'src/sales/records/',
        'src/sales/reports/',
        'src/sales/running.ts',
        'src/sales/store/',
        'src/sales/workflow/contact-wish.ts',
        'src/settings.ts',
        'src/web/console/',
      ],
      'a word of OpenID Connect': ['src/console/oidc-provider.ts'],
      'a volume that Kubernetes keeps': ['ops/kubernetes/'],
    },
  },
  {
    word: /grant/i,
    senses: {
      'how many new identities a network may still name': ['src/engine/ingest/'],
      'consent, in the words of platforms': [
        'docs/decisions/0025-consent-by-purpose.md',
        'docs/send-events.md',
        'src/engine/ingest/consent.core.ts',
      ],
      'a word of OAuth': ['examples/crm-bridge/salesforce.mjs', 'src/console/oidc-provider.ts'],
      'a permission of the browser': ['src/web/console/live/announce.ts', 'src/web/console/me/me-page.tsx'],
      'a lock of PostgreSQL': ['src/base/kernel/outage.unit.test.ts'],
    },
  },
  {
    word: /(?<!time)slot/i,
    senses: {
      'a slot of a Redis Cluster': [
        'docs/decisions/0016-active-programmes.md',
        'docs/decisions/0069-redis-cluster.md',
        'docs/decisions/0074-rest-at-rest.md',
        'docs/limits.md',
        'docs/redis.md',
        'src/base/kernel/limits/processes.ts',
        'src/base/redis/',
        'src/engine/stream/',
        'src/roles/ask-redis.ts',
      ],
      'a piece of time with its counts': [
        'clients/typescript/schema.d.ts',
        'docs/api.md',
        'docs/decisions/0044-health-over-all-processes.md',
        'docs/limits.md',
        'src/base/kernel/limits/processes.ts',
        'src/base/telemetry/',
        'src/console/health',
        'src/contract/api/health.ts',
        'src/sales/team/calendar.core.ts',
        'src/web/console/run/',
      ],
    },
  },
  {
    word: /\bwalk|walkRounds|[wW]alk(?:s|ed|er)?\b/,
    senses: {
      'a look at all keys of Redis, rows of a table or profiles, page by page': [
        'docs/decisions/',
        'docs/limits.md',
        'src/base/kernel/',
        'src/base/redis/',
        'docs/quality.md',
        'src/console/health.ts',
        'src/console/restores.ts',
        'src/engine/',
        'src/sales/',
      ],
      'a person who leafs through pages': ['examples/single-page-app/README.md'],
      'the name of a rep': ['src/roles/demo/cast.core.ts'],
    },
  },
];
