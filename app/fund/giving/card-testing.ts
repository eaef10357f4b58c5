/** What of the last hour's cards and pages is known. */
interface Tries {
	/** Cards that were declined. */
	declined: number;
	/** Pages that were paid. */
	paid: number;
}

/** Declined cards of an hour from which it can be an attack: as many as four networks count for. */
const DECLINES = 20;
/** The same of one network, which is then held back alone: two pages on which all tries were used. */
const DECLINES_OF_A_NETWORK = 10;

/**
 * Whether somebody tries stolen cards. Of honest givers' cards the banks decline about one in ten, of stolen numbers nearly
 * all: more declined than paid is no crowd of givers, however large.
 */
export function isCardTesting(tries: Tries): boolean {
	return areTooMany(tries, DECLINES);
}

/** The same of what came from one network. */
export function isNetworkTesting(tries: Tries): boolean {
	return areTooMany(tries, DECLINES_OF_A_NETWORK);
}

function areTooMany({ declined, paid }: Tries, least: number): boolean {
	return declined >= least && declined > paid;
}

/**
 * Cards declined on one page after which it ends: a giver tries the same card again and then another one; whoever goes
 * through a list would go on. A new page is the form away. All pages of one network count for as many, where cards wait for
 * everybody: nobody closes them from one place.
 */
export const TRIES_OF_A_PAGE = 5;
