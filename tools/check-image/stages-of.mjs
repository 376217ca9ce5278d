const instruction = /^(\w+)\s+(.*)$/s;

/** The stages of a Dockerfile: each its name, and its instructions as `{ name, text }`, in order. */
export const stagesOf = (dockerfile) => {
  const lines = dockerfile
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const stages = [];
  for (const line of lines) {
    const [, name, text] = instruction.exec(line) ?? [];
    if (name === 'FROM') stages.push({ name: / AS (\w+)$/.exec(text)?.[1] ?? 'final', instructions: [] });
    else stages.at(-1).instructions.push({ name, text });
  }
  return stages;
};
