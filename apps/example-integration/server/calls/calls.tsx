import { Hono } from 'hono';
import { page } from '../page.tsx';
import { type Env, signedOut } from '../visitor.ts';
import { CallPage } from './call-page.tsx';
import { callsPerDay } from './calls-per-day.ts';

/** `GET /calls`: the last 30 days. */
export function callRoutes() {
  return new Hono<Env>().get('/', async (c) => {
    const { visitor } = c.var;
    if (visitor === undefined) throw signedOut();
    const days = await callsPerDay(visitor.sipgate, Date.now());
    return page(c, { title: 'Calls', content: <CallPage days={days} /> });
  });
}
