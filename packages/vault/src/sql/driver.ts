import { SipgateKitError } from '@sipgate-kit/core';

const ABSENT = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'];

/**
 * Loads what speaks to a database only when a vault of that kind is opened: who has the other kind need not install it.
 *
 * Throws `invalid_configuration`, naming the package, when it is not there.
 */
export async function withDriver<Module>(packageName: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (typeof code !== 'string' || !ABSENT.includes(code)) throw error;
    throw new SipgateKitError('invalid_configuration', `The package ${packageName} is not installed.`, {
      hint: `Run npm install ${packageName}: it is what speaks to this kind of database, and is installed only where it is used.`,
    });
  }
}
