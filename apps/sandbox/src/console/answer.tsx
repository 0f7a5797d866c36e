import { ASSETS_PATH } from './assets.ts';
import { Frame, type FrameContent } from './frame.tsx';

/**
 * Sends a page of the console: never cached, never framed; only the console's own scripts and styles
 * run and load.
 *
 * @param origin as the browser has it, which may be `localhost` where the sandbox calls itself `127.0.0.1`
 */
export async function answerPage(content: FrameContent, origin: string, status = 200): Promise<Response> {
  const policy = [
    "default-src 'none'",
    `script-src ${origin}${ASSETS_PATH}`,
    `style-src ${origin}${ASSETS_PATH}`,
    `img-src ${origin}${ASSETS_PATH}`,
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return new Response(`<!doctype html>${String(await (<Frame {...content} />))}`, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy.join('; '),
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    },
  });
}
