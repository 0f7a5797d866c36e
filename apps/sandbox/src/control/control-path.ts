/** Where the control API is. */
export const CONTROL_PATH = '/__sandbox';
