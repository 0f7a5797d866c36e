/** How long an answer of the server may take before it counts as none, in seconds. */
export const PATIENCE_S = 30;
