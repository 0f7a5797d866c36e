import { OpenAPIHono, type z } from '@hono/zod-openapi';
import { problemOf, problemSchema } from './problem-schema.ts';

/** One subject of the control API: what its operations take is checked by the schemas that describe them. */
export function controlRoom(): OpenAPIHono {
  return new OpenAPIHono({
    defaultHook(result) {
      if (!result.success) throw problemOf(result.error as z.ZodError);
    },
  });
}

/** An answer of 200, or of another status that says yes. */
export const answer = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

/** What a request has to bring. */
export const jsonBody = <Schema extends z.ZodType>(
  schema: Schema,
  examples: Record<string, { readonly summary: string; readonly value: unknown }>,
) => ({ body: { required: true, content: { 'application/json': { schema, examples } } } });

const CAUSES = {
  400: 'The request is not understood; `field` names what is wrong.',
  403: 'The request comes from a page of another origin.',
  404: 'There is no such thing.',
} as const;

/** The refusals an operation knows; 403 is one everywhere. */
export const problems = (...statuses: readonly (keyof typeof CAUSES)[]) =>
  Object.fromEntries(
    [...statuses, 403 as const].map((status) => [
      status,
      { description: CAUSES[status], content: { 'application/problem+json': { schema: problemSchema } } },
    ]),
  );
