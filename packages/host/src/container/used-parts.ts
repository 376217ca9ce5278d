import type { Role } from '../roles/role.js';

/** In the order in which they are opened: an inventory that only decrements has its ledger in the store. */
export const everyPart = ['store', 'events', 'jobs', 'files', 'inventory'] as const;

export type PartName = (typeof everyPart)[number];

const ofRole: Readonly<Record<Role, readonly PartName[]>> = {
  api: everyPart,
  bulk: everyPart,
  confirm: ['store', 'events', 'inventory'],
  retry: ['store', 'events', 'inventory'],
  relay: ['store', 'events', 'jobs'],
};

/** The parts that any of these roles uses. */
export const usedParts = (roles: readonly Role[]): readonly PartName[] =>
  everyPart.filter((part) => roles.some((role) => ofRole[role].includes(part)));
