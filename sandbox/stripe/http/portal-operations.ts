import { createPortalConfiguration, createPortalSession } from "../portal/sessions.ts";
import { page } from "./list.ts";
import type { Operations } from "./operation.ts";

/** The page where a giver ends a monthly gift or changes its card. */
export const portalOperations: Operations = {
	"POST /v1/billing_portal/sessions": createPortalSession,
	"POST /v1/billing_portal/configurations": createPortalConfiguration,
	"GET /v1/billing_portal/configurations": ({ state }, parameters) =>
		page(state.portalConfigurations.values(), parameters, "/v1/billing_portal/configurations"),
};
