/** One parameter of a request or an answer, fit to be shown. */
export interface Row {
  readonly name: string;
  readonly value: string;
  /** What it is for; absent where its name says it. */
  readonly meaning?: string;
}

/** Something that went over the wire. Nothing secret is in it. */
export interface Message {
  /** `POST https://…/token`, or `200`. */
  readonly line: string;
  readonly rows: readonly Row[];
}

/** One step of the walkthrough, done: what it was for, what was sent, what came, what to remember. */
export interface Step {
  readonly title: string;
  readonly explanation: string;
  readonly request?: Message;
  readonly answer?: Message;
  /** More to look at: the claims of a token. */
  readonly details?: readonly { readonly title: string; readonly rows: readonly Row[] }[];
  /** In whole sentences. */
  readonly remember: readonly string[];
}
