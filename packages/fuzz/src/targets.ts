import type { Target } from './target.ts';
import { apiAnswers } from './targets/api-answers.ts';
import { apiDescriptions } from './targets/api-descriptions.ts';
import { callbacks } from './targets/callbacks.ts';
import { redirectUris } from './targets/redirect-uris.ts';
import { servers } from './targets/servers.ts';
import { settings } from './targets/settings.ts';
import { texts } from './targets/texts.ts';
import { tokenAnswers } from './targets/token-answers.ts';
import { vaultEntries } from './targets/vault-entries.ts';

/** Everything that reads input from outside. */
export const targets: readonly Target[] = [
  ...callbacks,
  ...tokenAnswers,
  ...apiAnswers,
  ...texts,
  ...redirectUris,
  ...settings,
  ...vaultEntries,
  ...servers,
  ...apiDescriptions,
];
