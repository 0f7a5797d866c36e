import { expect, test } from 'vitest';
import { commands, groups } from '../src/command-tree.ts';

/** Other words for list, get, create, update, delete; a person should never have to guess which one it is here. */
const OTHER_WORDS = ['ls', 'view', 'info', 'add', 'new', 'make', 'edit', 'modify', 'change', 'remove', 'rm', 'destroy'];

test('[L32] the noun comes first, and the verbs are the same on everything', () => {
  const nouns = [
    ...groups.map(({ name }) => name),
    ...commands.map(({ name }) => name).filter((name) => !name.includes(' ')),
  ];
  for (const { name } of commands) {
    const [noun = '', ...verbs] = name.split(' ');
    expect(nouns).toContain(noun);
    expect(verbs.length).toBeLessThanOrEqual(1);
    for (const word of [noun, ...verbs]) expect(OTHER_WORDS).not.toContain(word);
  }
  for (const { name } of groups) {
    expect(commands.map((command) => command.name)).not.toContain(name);
  }
});

test('[L32] clients have all five verbs', () => {
  const names = commands.map(({ name }) => name);
  for (const verb of ['list', 'get', 'create', 'update', 'delete']) expect(names).toContain(`clients ${verb}`);
});
