import { open, type Proof } from '../../../model/proof.ts';

/** For a fix that lets 'client' take the branch of 'all': what that clears besides the client goes, too. */
export const clearsMore = (): Proof => open('provider-clears-more');
