/** Stands for the object of a method among the positions of its parameters: that of `verify(token).unwrap()` holds the credential. */
export const ownObject = -1;
