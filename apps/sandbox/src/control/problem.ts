const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
};

/** A control request that cannot be carried out; RFC 9457. */
export class ControlProblem extends Error {
  readonly status: number;
  /** Name of the field that is wrong, such as `advanceMs`. */
  readonly field: string | undefined;

  constructor(status: number, detail: string, field?: string) {
    super(detail);
    this.status = status;
    this.field = field;
  }

  toResponse(): Response {
    const problem = {
      type: 'about:blank',
      title: TITLES[this.status] ?? 'Refused',
      status: this.status,
      detail: this.message,
      ...(this.field === undefined ? {} : { field: this.field }),
    };
    return new Response(JSON.stringify(problem), {
      status: this.status,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    });
  }
}
