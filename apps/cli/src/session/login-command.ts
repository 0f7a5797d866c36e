/** What to type to sign in with a profile. */
export function loginCommand(profile: string): string {
  return `sipgate login${profile === 'default' ? '' : ` --profile ${profile}`}`;
}
