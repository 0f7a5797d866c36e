// By name, so that the other prompts, and what they load, stay out of the bundle.
export { confirm, input, password, select } from '@inquirer/prompts';
