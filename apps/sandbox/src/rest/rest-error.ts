/** A refusal of the REST API. Without a name it has no body, as most of sipgate's have none. */
export class RestError extends Error {
  readonly status: number;
  readonly errorName: string | undefined;
  /** Sent as a plain sentence instead of JSON. */
  readonly sentence: boolean;

  constructor(status: number, detail?: { readonly name?: string; readonly message: string }) {
    super(detail?.message ?? `HTTP ${status}`);
    this.status = status;
    this.errorName = detail?.name;
    this.sentence = detail !== undefined && detail.name === undefined;
  }

  toResponse(): Response {
    if (this.sentence) return new Response(this.message, { status: this.status });
    if (this.errorName === undefined) return new Response(null, { status: this.status });
    return Response.json({ name: this.errorName, message: this.message }, { status: this.status });
  }
}

/** 400 `PARAMETER_INVALID`: a parameter or field that cannot be taken. */
export function invalidParameter(message: string): RestError {
  return new RestError(400, { name: 'PARAMETER_INVALID', message });
}
