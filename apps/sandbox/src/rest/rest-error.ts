/** One of the errors in a list, as operations of the blacklist answer them. */
export interface ListedError {
  readonly title: string;
  readonly detail: string;
  /** The field it is about, as a JSON pointer: `/phoneNumber`. */
  readonly pointer: string;
}

/** A refusal of the REST API. Without details it has no body, as most of sipgate's have none. */
export class RestError extends Error {
  readonly status: number;
  readonly errorName: string | undefined;
  /** Sent as a plain sentence instead of JSON. */
  readonly sentence: boolean;
  readonly listed: ListedError | undefined;

  constructor(status: number, detail?: { readonly name?: string; readonly message: string } | ListedError) {
    super(detail === undefined ? `HTTP ${status}` : 'title' in detail ? detail.detail : detail.message);
    this.status = status;
    this.listed = detail !== undefined && 'title' in detail ? detail : undefined;
    this.errorName = detail !== undefined && 'name' in detail ? detail.name : undefined;
    this.sentence = detail !== undefined && this.listed === undefined && this.errorName === undefined;
  }

  toResponse(): Response {
    const { status, message, errorName: name, listed } = this;
    if (this.sentence) return new Response(message, { status });
    if (listed !== undefined) {
      const { title, detail, pointer } = listed;
      return Response.json({ errors: [{ status, title, detail, source: { pointer } }] }, { status });
    }
    return name === undefined ? new Response(null, { status }) : Response.json({ name, message }, { status });
  }
}

/** 400 `PARAMETER_INVALID`: a parameter or field that cannot be taken. */
export function invalidParameter(message: string): RestError {
  return new RestError(400, { name: 'PARAMETER_INVALID', message });
}
