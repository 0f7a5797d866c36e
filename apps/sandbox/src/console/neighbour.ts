/** Something that runs on this sandbox, to be linked on its first page. */
export interface Neighbour {
  /** What it is, in a few words: `Client console, a product built on the kit`. */
  readonly name: string;
  readonly url: string;
}
