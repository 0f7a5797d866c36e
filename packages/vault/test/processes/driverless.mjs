// Loads an entry of the built package where some packages are not installed, and tells what came of it.
import { register } from 'node:module';

const absent = (names) => `export async function resolve(specifier, context, next) {
  if (${JSON.stringify(names)}.includes(specifier)) {
    throw Object.assign(new Error('Cannot find package ' + specifier), { code: 'ERR_MODULE_NOT_FOUND' });
  }
  return next(specifier, context);
}`;

process.on('message', async ({ without, entry, call, options }) => {
  register(`data:text/javascript,${encodeURIComponent(absent(without))}`);
  const { KeyRing } = await import('@sipgate-kit/vault/sealing');
  try {
    const module = await import(entry);
    await module[call]({ ...options, keyRing: KeyRing.generate() });
    process.send({ code: 'opened' });
  } catch (error) {
    process.send({ code: error.code, message: error.message, hint: error.hint });
  }
});
process.send('ready');
