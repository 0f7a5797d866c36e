/** Lets pages of `origin` read the answer. */
export function withCors(
  response: Response,
  origin: string,
  exposed: string | null = 'Access-Control-Allow-Methods',
): Response {
  response.headers.set('access-control-allow-origin', origin);
  response.headers.set('access-control-allow-credentials', 'true');
  if (exposed !== null) response.headers.set('access-control-expose-headers', exposed);
  return response;
}

/** A preflight is always answered, whoever asks: the client is not known yet. */
export function preflight(request: Request, methods: string): Response {
  return new Response(null, {
    status: 200,
    headers: {
      'access-control-allow-origin': request.headers.get('origin') ?? '*',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': methods,
      'access-control-allow-headers':
        'Origin, Accept, X-Requested-With, Access-Control-Request-Method, Access-Control-Request-Headers, DPoP, Content-Type, Authorization',
      'access-control-max-age': '3600',
    },
  });
}
