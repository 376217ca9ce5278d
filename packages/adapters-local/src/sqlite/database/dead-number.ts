/** The row number in a `deadId`, or -1, which no row has. */
export const deadNumberOf = (deadId: string): number => (/^\d{1,15}$/.test(deadId) ? Number(deadId) : -1);
