/**
 * The door of the contract: the shapes that cross room boundaries, as zod schemas. One schema gives the type, the
 * validator, the documentation and the error.
 */

