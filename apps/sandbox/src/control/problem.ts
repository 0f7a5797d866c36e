import { z } from '@hono/zod-openapi';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
};

/** RFC 9457, as the description shows it. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().openapi({ description: 'What is wrong, and what to do about it.' }),
    field: z.string().optional().openapi({ description: 'The field that is wrong.', example: 'advanceMs' }),
  })
  .openapi('Problem');

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
    const problem: z.infer<typeof problemSchema> = {
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

/** The problem that what a schema found in a request is. */
export function problemOf({ issues }: z.ZodError): ControlProblem {
  const [issue] = issues;
  const keys = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = [...(issue?.path ?? []), ...keys].join('.') || 'body';
  return new ControlProblem(400, `${field}: ${issue?.message ?? 'invalid'}`, field);
}
