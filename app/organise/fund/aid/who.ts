import type { AidPerson } from "#app/fund/paying/desk.server.ts";
import type { OwnCampaign, SignedIn } from "../../signed-in.ts";

/** Who asks, as money out sees them. */
export function whoOf({ id }: Pick<SignedIn, "id">, { roles }: Pick<OwnCampaign, "roles">): AidPerson {
	return { id, treasurer: roles.has("treasurer"), committee: roles.has("committee") };
}
