import { z } from 'zod';

const link = z.string().refine((text) => text === '' || isWebUrl(text), 'must be empty or an http(s) URL');

/** What the sandbox takes for a client. All six fields have to be there; `privacyUrl` and `termsUrl` may be empty. */
export const clientDescription = z.object({
  name: z.string().trim().min(1, 'must not be empty').max(255, 'must not be longer than 255 characters'),
  description: z.string(),
  redirectUris: z.array(
    z.string().refine(isWebPattern, 'must be an http(s) URI without a fragment, which may end in a *'),
  ),
  webOrigins: z.array(z.string()),
  privacyUrl: link,
  termsUrl: link,
});

function isWebUrl(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

function isWebPattern(pattern: string): boolean {
  return pattern === '*' || (isWebUrl(pattern) && !pattern.includes('#'));
}
