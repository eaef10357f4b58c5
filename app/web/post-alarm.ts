import type { Log } from "#app/log.ts";
import type { PostLimits } from "./post-limits.ts";

const hour = 60 * 60_000;
/** Posts refused within an hour: a crowd that is a little too fast is no alarm. */
const above = 100;

/**
 * Limits that tell the operator when networks post far more than their share: once an hour, and only how often.
 * @param now milliseconds since the epoch
 */
export function alarmed(limits: PostLimits, log: { warn: Log }, now: () => number): PostLimits {
	let began = Number.NEGATIVE_INFINITY;
	let refused = 0;
	return {
		...limits,
		take(network, petition) {
			const allowed = limits.take(network, petition);
			if (!allowed) {
				const time = now();
				if (time < began || time >= began + hour) {
					began = time;
					refused = 0;
				}
				if (++refused === above) log.warn("many posts from one network", { refused });
			}
			return allowed;
		},
	};
}
