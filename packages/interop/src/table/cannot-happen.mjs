/** Says that a case asks for something a server does not have; it is then the answer. */
export class CannotHappen extends Error {}
