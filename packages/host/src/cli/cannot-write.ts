/** Codes of a disk of this machine: an outage of a service is waited out, this waits for whoever runs the command. */
export const cannotWrite: ReadonlySet<string> = new Set(['disk_full', 'not_writable', 'database_not_writable']);
