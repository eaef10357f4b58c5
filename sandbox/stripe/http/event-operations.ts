import { flagAt, listAt, textAt } from "../account/parameters.ts";
import { kept } from "../account/refusal.ts";
import { page } from "./list.ts";
import type { Operations } from "./operation.ts";

/** What has happened, for thirty days (https://docs.stripe.com/api/events). */
const KEPT = 30 * 86_400;

/** Reading events: by type, by whether they were delivered. */
export const eventOperations: Operations = {
	"GET /v1/events": ({ state, now }, parameters) => {
		const types = [textAt(parameters, "type"), ...listAt(parameters, "types")].filter(Boolean);
		const delivered = flagAt(parameters, "delivery_success");
		const events = [...state.events.values()].filter(
			({ id, type, created }) =>
				created > now() - KEPT &&
				(types.length === 0 || types.includes(type)) &&
				(delivered === undefined || state.delivered.has(id) === delivered),
		);
		return page(events, parameters, "/v1/events");
	},
	"GET /v1/events/{id}": ({ state }, _, id) => kept(state.events, id, "event"),
};
