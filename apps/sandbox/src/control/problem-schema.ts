import { z } from '@hono/zod-openapi';
import { ControlProblem } from './problem.ts';

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

/** The problem that what a schema found in a request is. */
export function problemOf({ issues }: z.ZodError): ControlProblem {
  const [issue] = issues;
  const keys = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = [...(issue?.path ?? []), ...keys].join('.') || 'body';
  return new ControlProblem(400, `${field}: ${issue?.message ?? 'invalid'}`, field);
}
