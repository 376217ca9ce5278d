export const maxLinesPerOrder = 500;
export const maxAttributesBytes = 8 * 1024;
