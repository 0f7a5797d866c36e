import type { z } from 'zod';

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
      title: this.status === 400 ? 'Bad Request' : 'Refused',
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

/** The JSON body of a control request, checked; throws a {@link ControlProblem} that names the field. */
export async function bodyOf<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.output<Schema>> {
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    throw new ControlProblem(400, 'Send a body of content-type application/json.', 'content-type');
  }
  const parsed = schema.safeParse(parse(await request.text()));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const keys = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = [...(issue?.path ?? []), ...keys].join('.') || 'body';
  throw new ControlProblem(400, `${field}: ${issue?.message ?? 'invalid'}`, field);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ControlProblem(400, 'The body is not JSON.', 'body');
  }
}
