import type { Page } from 'playwright-core';

/** What a person does on the sandbox's pages. */
export async function enterPassword(page: Page, username: string, password = 'sandbox'): Promise<void> {
  await page.fill('input[name=username]', username);
  await page.fill('input[name=password]', password);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

/** Answers the consent page. */
export async function consent(page: Page, answer: 'Yes' | 'No'): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: answer, exact: true }).click()]);
}

/** Answers Yes where the provider asks: it remembers an earlier Yes. */
export async function consentIfAsked(page: Page): Promise<void> {
  if (await page.getByRole('button', { name: 'Yes', exact: true }).count()) await consent(page, 'Yes');
}

/** The whole journey from the start page to the account page. */
export async function signIn(page: Page, url: string, username = 'alice'): Promise<void> {
  await page.goto(url);
  await page.getByRole('main').getByRole('link', { name: 'Sign in with sipgate' }).click();
  await enterPassword(page, username);
  await consentIfAsked(page);
  await page.waitForURL(`${url}/`);
}
