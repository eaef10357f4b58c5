import { createPostLimits, type PostLimits } from "#app/web/post-limits.ts";

/** Posts about one gift: its page has half a dozen buttons, and each asks Stripe several things. */
const OF_ONE = { perMinute: 10, perDay: 100 };

/** Whether one more post about the gift of that id is taken. */
export type TakesOfGift = (limits: PostLimits, network: string | null, donationId: string) => boolean;

/**
 * Counts posts about gifts by the gift, then by the network: whoever goes on with one gift's link uses up nothing of what
 * others of the same network, or of the onion, may do. Kept in memory, per process.
 */
export function createGiftLimits(clock: Pick<Parameters<typeof createPostLimits>[0], "now" | "random">): TakesOfGift {
	const ofOne = createPostLimits({ ...OF_ONE, ...clock });
	return (limits, network, donationId) => ofOne.take(donationId) && limits.take(network, "donations");
}
