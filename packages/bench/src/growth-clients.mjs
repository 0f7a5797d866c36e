/**
 * An account with more and more OAuth clients: how long the list and a plan for all of them take.
 * @module
 */
import { createSipgateClient, personalAccessToken } from '@sipgate-kit/core';
import { clientsDocument, createOAuthClients, planClients, presets } from '@sipgate-kit/core/clients';
import { figureOf } from './figure.mjs';
import { median } from './median.mjs';
import { startChild } from './orders.mjs';

/** So many are made at once: as many connections as a program has. */
const AT_ONCE = 8;

/** @param {{ quick: boolean }} options @returns {Promise<import('./figure.mjs').Figure[]>} */
export async function measureClientGrowth({ quick }) {
  const sandbox = startChild('./sandbox-process.mjs');
  try {
    const { apiUrl, user } = await sandbox.ask('about');
    const auth = personalAccessToken(user.personalAccessToken, { apiOrigins: [new URL(apiUrl).origin] });
    const clients = createOAuthClients(createSipgateClient({ auth, baseUrl: apiUrl }));
    const sizes = quick ? [1, 10] : [1, 10, 100, 1_000];
    /** @type {import('./figure.mjs').Figure[]} */
    const figures = [];
    /** @type {number[]} */
    const planMs = [];
    for (const size of sizes) {
      await growTo(size, clients);
      const times = await timesOf(clients, quick ? 3 : 15);
      planMs.push(median(times.plan));
      const name = `${size}`;
      figures.push(
        figureOf({ group: 'OAuth clients of an account: list', name, unit: 'ms', ours: true }, times.list),
        figureOf({ group: 'OAuth clients of an account: plan', name, unit: 'ms', ours: true }, times.plan),
      );
    }
    const [hundred, thousand] = planMs.slice(-2);
    if (!quick && hundred !== undefined && thousand !== undefined) {
      const group = 'Ten times the OAuth clients';
      figures.push(
        figureOf({ group, name: 'the plan of 1000 by that of 100', unit: '×', ours: true, atMost: 20 }, [
          thousand / hundred,
        ]),
      );
    }
    return figures;
  } finally {
    await sandbox.kill();
  }
}

/** @typedef {import('@sipgate-kit/core/clients').OAuthClients} OAuthClients */

/** @param {number} size @param {OAuthClients} clients */
async function growTo(size, clients) {
  const there = (await clients.list()).length;
  let left = size - there;
  const makers = Array.from({ length: AT_ONCE }, async () => {
    while (left > 0) {
      left -= 1;
      await clients.create(presets.local({ name: `Client ${left}` }));
    }
  });
  await Promise.all(makers);
}

/** @param {OAuthClients} clients @param {number} rounds */
async function timesOf(clients, rounds) {
  /** @type {{ list: number[], plan: number[] }} */
  const times = { list: [], plan: [] };
  for (let round = -1; round < rounds; round += 1) {
    const began = performance.now();
    const there = await clients.list();
    const listed = performance.now();
    const plan = planClients(
      clientsDocument(there).clients.map((client) => ({ ...client, name: `${client.name}, renamed` })),
      there,
    );
    const planned = performance.now();
    if (plan.inSync) throw new Error('The plan overlooked that every client is to be renamed.');
    if (round < 0) continue;
    times.list.push(listed - began);
    times.plan.push(planned - listed);
  }
  return times;
}
