/** Anything in a document. */
export type Json = Record<string, unknown>;

const record = (value: unknown): Json => (value ?? {}) as Json;

/** Our own description as sipgate would write it: swagger 2.0, with references into `definitions`. */
export function swaggerRendition(document: Json): Json {
  const components = record(document['components']);
  const resolved = (value: unknown): Json => {
    const reference = record(value)['$ref'];
    if (typeof reference !== 'string') return record(value);
    return resolved(
      reference
        .slice(2)
        .split('/')
        .reduce((place: unknown, step) => record(place)[step.replaceAll('~1', '/')], document),
    );
  };
  const content = (holder: Json) => Object.entries(record(holder['content']))[0];
  const parameter = (given: unknown) => {
    const { schema, ...rest } = resolved(given);
    return { ...rest, ...record(inSwagger(resolved(schema))) };
  };

  function operation(given: Json): Json {
    const { requestBody, responses, security, parameters, ...rest } = given;
    const body = content(resolved(requestBody));
    const answers = Object.entries(record(responses)).map(([code, answer]) => {
      const [mediaType, media] = content(resolved(answer)) ?? [];
      const schema = mediaType === 'application/json' ? inSwagger(record(media)['schema']) : { type: 'file' };
      return [
        code === '5XX' ? 'default' : code,
        { description: String(resolved(answer)['description']), ...(mediaType && { schema }) },
      ];
    });
    const produces = Object.keys(record(resolved(record(responses)['200'])['content']));
    return {
      ...rest,
      ...(produces.length > 0 && { produces }),
      parameters: [
        ...((parameters ?? []) as unknown[]).map(parameter),
        ...(body ? [{ in: 'body', name: 'body', schema: inSwagger(record(body[1])['schema']) }] : []),
      ],
      responses: Object.fromEntries(answers),
      security: ((security ?? []) as Json[]).filter((one) => 'oauth2' in one),
    };
  }

  const paths = Object.entries(record(document['paths'])).map(([path, item]) => [
    path,
    Object.fromEntries(
      Object.entries(record(item)).map(([key, value]) => [
        key,
        key === 'parameters' ? (value as unknown[]).map(parameter) : operation(record(value)),
      ]),
    ),
  ]);
  const oauth2 = record(record(record(components['securitySchemes'])['oauth2'])['flows']);
  return {
    swagger: '2.0',
    info: document['info'],
    basePath: '/v2',
    produces: ['application/json'],
    paths: Object.fromEntries(paths),
    definitions: inSwagger(components['schemas']),
    securityDefinitions: {
      oauth2: { type: 'oauth2', flow: 'implicit', scopes: record(oauth2['authorizationCode'])['scopes'] },
    },
  };
}

/** A schema without what swagger 2.0 has no words for. */
function inSwagger(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inSwagger);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key === '$ref') return [key, String(inner).replace('#/components/schemas/', '#/definitions/')];
      if (key === 'type' && Array.isArray(inner)) return [key, inner.find((type) => type !== 'null')];
      return [key, inSwagger(inner)];
    }),
  );
}
