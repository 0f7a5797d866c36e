/** Where a value comes from, the strongest first. */
export type Origin = 'flag' | 'environment' | 'project file' | 'user file' | 'default';

/** A value and where it was found; `where` names the option, the variable or the file. */
export interface Setting {
  readonly value: string;
  readonly origin: Origin;
  readonly where?: string;
}

/** A value of an origin; `undefined` when there is none, or an empty one. */
export function from(origin: Origin, value: string | undefined, where?: string): Setting | undefined {
  if (value === undefined || value === '') return undefined;
  return { value, origin, ...(where !== undefined && { where }) };
}

/** The first that is there. */
export function first(...found: readonly (Setting | undefined)[]): Setting | undefined {
  return found.find((setting) => setting !== undefined);
}

/** `environment, SIPGATE_API_URL`, for people. */
export function originText({ origin, where }: Setting): string {
  return where === undefined ? origin : `${origin}, ${where}`;
}
