/** The colours of the pictures, as CSS variables, on light and on dark paper. */
export const light = {
  '--kp-paper': '#ffffff',
  '--kp-ink': '#161c2d',
  '--kp-soft': '#4f5a73',
  '--kp-line': '#b4bdcd',
  '--kp-ours': '#eaf0ff',
  '--kp-accent': '#2b52cf',
  '--kp-good': '#1a7f4b',
  '--kp-bad': '#c02a3c',
};

/** @type {typeof light} */
export const dark = {
  '--kp-paper': '#1c222b',
  '--kp-ink': '#eef1f6',
  '--kp-soft': '#aab4c4',
  '--kp-line': '#566175',
  '--kp-ours': '#1d2a4d',
  '--kp-accent': '#8ab4ff',
  '--kp-good': '#5ed89a',
  '--kp-bad': '#ff8f9c',
};

/** @param {typeof light} colours */
export const declarations = (colours) =>
  Object.entries(colours)
    .map(([name, value]) => `${name}:${value}`)
    .join(';');
