/** What a process does; `oms start` does all. */
export const workerRoles = ['bulk', 'confirm', 'retry', 'relay'] as const;

export type WorkerRole = (typeof workerRoles)[number];
export type Role = 'api' | WorkerRole;

export const everyRole: readonly Role[] = ['api', ...workerRoles];
