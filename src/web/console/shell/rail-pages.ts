/** The pages of the console, in the order of its rail: where each is, who sees it there, and the keys that go to it. Pure. */
import type { UserRole } from '../../../contract/api/api.ts';
import type { IconName } from '../parts/icons.tsx';

export const sections = ['Work', 'Records', 'Rules', 'Run'] as const;
export type Section = (typeof sections)[number];

export interface RailPage {
  path: string;
  label: string;
  icon: IconName;
  section: Section;
  /** The letter that goes there after `g`. */
  key: string;
  /** In whose rail it stands; the palette and an address lead everybody there. */
  roles: readonly UserRole[];
}

/** Groups of the contract, compared by a test: its module is too large for the first page. */
export const railGroups = {
  sellers: ['admin', 'manager', 'rep'],
  campaigners: ['admin', 'manager', 'marketer'],
  managers: ['admin', 'manager'],
  operators: ['admin', 'operator'],
  senders: ['admin', 'manager', 'operator'],
  everyone: ['admin', 'manager', 'rep', 'marketer', 'operator'],
} as const;
const { sellers, campaigners, managers, operators, senders, everyone: everybody } = railGroups;

export const railPages: readonly RailPage[] = [
  { path: '/', label: 'Now', icon: 'flame', section: 'Work', key: 'n', roles: everybody },
  { path: '/inbox', label: 'Inbox', icon: 'bell', section: 'Work', key: 'i', roles: everybody },
  { path: '/tasks', label: 'Tasks', icon: 'check', section: 'Work', key: 't', roles: sellers },
  { path: '/board', label: 'Board', icon: 'columns', section: 'Work', key: 'b', roles: everybody },
  { path: '/leads', label: 'Leads', icon: 'target', section: 'Records', key: 'l', roles: sellers },
  { path: '/people', label: 'People', icon: 'people', section: 'Records', key: 'p', roles: sellers },
  {
    path: '/profiles',
    label: 'Profiles',
    icon: 'search',
    section: 'Records',
    key: 'P',
    roles: ['admin', 'marketer', 'operator'],
  },
  { path: '/companies', label: 'Companies', icon: 'building', section: 'Records', key: 'c', roles: sellers },
  {
    path: '/opportunities',
    label: 'Opportunities',
    icon: 'coins',
    section: 'Records',
    key: 'o',
    roles: sellers,
  },
  { path: '/deals', label: 'Deals', icon: 'handshake', section: 'Records', key: 'd', roles: sellers },
  { path: '/orders', label: 'Orders', icon: 'box', section: 'Records', key: 'r', roles: sellers },
  { path: '/jobs', label: 'Jobs', icon: 'tool', section: 'Records', key: 'j', roles: sellers },
  { path: '/quotations', label: 'Quotations', icon: 'page', section: 'Records', key: 'q', roles: sellers },
  {
    path: '/campaigns',
    label: 'Campaigns',
    icon: 'megaphone',
    section: 'Records',
    key: 'm',
    roles: campaigners,
  },
  {
    path: '/programmes',
    label: 'Programmes',
    icon: 'sliders',
    section: 'Rules',
    key: 's',
    roles: campaigners,
  },
  { path: '/reports', label: 'Reports', icon: 'chart', section: 'Run', key: 'f', roles: everybody },
  {
    path: '/processes',
    label: 'Processes',
    icon: 'flow',
    section: 'Rules',
    key: 'w',
    roles: campaigners,
  },
  { path: '/sales-rules', label: 'Routing', icon: 'route', section: 'Rules', key: 'v', roles: campaigners },
  {
    path: '/calendars',
    label: 'Calendars',
    icon: 'calendar',
    section: 'Rules',
    key: 'C',
    roles: campaigners,
  },
  { path: '/team', label: 'Team', icon: 'people', section: 'Run', key: 'e', roles: managers },
  { path: '/import', label: 'Import', icon: 'page', section: 'Run', key: 'u', roles: managers },
  { path: '/keys', label: 'Keys', icon: 'key', section: 'Run', key: 'k', roles: operators },
  { path: '/webhooks', label: 'Webhooks', icon: 'hook', section: 'Run', key: 'x', roles: senders },
  { path: '/run', label: 'Health', icon: 'pulse', section: 'Run', key: 'h', roles: senders },
  // The page of health leads to these.
  { path: '/run/dead-letters', label: 'Dead letters', icon: 'pulse', section: 'Run', key: 'X', roles: [] },
  { path: '/run/quarantine', label: 'Quarantine', icon: 'pulse', section: 'Run', key: 'Q', roles: [] },
  {
    path: '/run/unread-updates',
    label: 'Unread updates',
    icon: 'pulse',
    section: 'Run',
    key: 'U',
    roles: [],
  },
  { path: '/run/deliveries', label: 'Deliveries', icon: 'pulse', section: 'Run', key: 'D', roles: [] },
  { path: '/run/versions', label: 'Versions and audits', icon: 'pulse', section: 'Run', key: 'V', roles: [] },
  // Tables lead there.
  { path: '/bulk-acts', label: 'Changes of many', icon: 'check', section: 'Run', key: 'B', roles: [] },
  { path: '/duplicates', label: 'Duplicates', icon: 'people', section: 'Records', key: 'M', roles: [] },
  { path: '/audit-trail', label: 'Audit trail', icon: 'page', section: 'Run', key: 'a', roles: managers },
  { path: '/privacy', label: 'Privacy', icon: 'shield', section: 'Run', key: 'z', roles: ['admin'] },
  { path: '/start', label: 'First steps', icon: 'flag', section: 'Run', key: 'g', roles: ['admin'] },
  // The menu of the user leads there.
  { path: '/me', label: 'Your settings', icon: 'gear', section: 'Run', key: 'y', roles: [] },
];

/** The pages of a role's rail. */
export function railPagesOf(role: UserRole): readonly RailPage[] {
  return railPages.filter(({ roles }) => roles.includes(role));
}

/** The page of the rail that an address is in: that of a record is its list. */
export function railPageAt(pathname: string): RailPage | null {
  const first = `/${pathname.split('/')[1] ?? ''}`;
  return railPages.find(({ path }) => path === first) ?? null;
}
