/** Warnings of the runtime go to stderr as ever, but for those of this name. */
export const hideWarning = (name: string): void => {
  const shown = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name === name) return;
    for (const show of shown) show(warning);
  });
};
