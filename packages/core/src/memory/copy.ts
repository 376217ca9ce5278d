/** As the HTML standard has it: there wherever this code runs, and declared by none of its type libraries. */
declare const structuredClone: <T>(value: T) => T;

/** The caller's own copy, so that nothing that is stored is ever shared. */
export const copy = <T>(value: T): T => structuredClone(value);
