/** What of the last hour's cards and pages is known. */
interface Tries {
	/** Cards that were declined. */
	declined: number;
	/** Pages that were paid. */
	paid: number;
}

/** Declined cards of an hour from which it can be an attack: four pages on which all tries were used. */
const DECLINES = 20;

/**
 * Whether somebody tries stolen cards. Of honest givers' cards the banks decline about one in ten, of stolen numbers nearly
 * all: more declined than paid is no crowd of givers, however large.
 */
export function isCardTesting({ declined, paid }: Tries): boolean {
	return declined >= DECLINES && declined > paid;
}

/**
 * Cards declined on one page after which it ends: a giver tries the same card again and then another one; whoever goes
 * through a list would go on. A new page is the form away.
 */
export const TRIES_OF_A_PAGE = 5;
