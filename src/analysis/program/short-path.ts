/** A file for a message: its name, and the folder that it lies in. */
export const shortPath = (file: string): string => file.split('/').slice(-2).join('/');
