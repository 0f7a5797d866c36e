import type { Context, Handler, MiddlewareHandler, NotFoundHandler } from 'hono';
import { answerWithError } from '../failure.tsx';
import type { Paths } from '../paths.ts';
import type { Env } from '../request-log.ts';

/** Answers methods that one of our paths does not have. */
export function notAllowed(paths: Paths): Handler<Env> {
  return (c) => {
    const allowed = c.req.path === paths.logout ? 'POST' : 'GET';
    c.header('Allow', allowed);
    const content = {
      code: 'method_not_allowed',
      title: 'Not this way',
      what: `This address answers ${allowed} requests only.`,
      causes: [],
      next: [allowed === 'POST' ? 'Use the button on the start page to sign out.' : 'Open it in a browser.'],
      requestId: c.var.requestId,
      signInHelps: false,
    };
    return answerWithError(c, 405, content, paths);
  };
}

/** Answers addresses that lead nowhere. `around` is the middleware that our own paths have. */
export function notFound(paths: Paths, around: readonly MiddlewareHandler[]): NotFoundHandler<Env> {
  const page = (c: Context<Env>) =>
    answerWithError(
      c,
      404,
      {
        code: 'page_not_found',
        title: 'Nothing here',
        what: 'This address leads nowhere.',
        causes: [],
        next: ['Go back to the start page.'],
        requestId: c.var.requestId,
        signInHelps: false,
      },
      paths,
    );
  return async (c) => {
    const through = (index: number) => async (): Promise<void> => {
      const middleware = around[index];
      if (middleware === undefined) c.res = await page(c);
      else await middleware(c, through(index + 1));
    };
    await through(0)();
    return c.res;
  };
}
