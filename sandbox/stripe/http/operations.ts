import { checkoutOperations } from "./checkout-operations.ts";
import { directOperations } from "./direct-operations.ts";
import { eventOperations } from "./event-operations.ts";
import { moneyOperations } from "./money-operations.ts";
import type { Operations } from "./operation.ts";
import { portalOperations } from "./portal-operations.ts";
import { subscriptionOperations } from "./subscription-operations.ts";

/** Every operation that the stand-in knows. */
export const operations: Operations = {
	...checkoutOperations,
	...moneyOperations,
	...subscriptionOperations,
	...portalOperations,
	...eventOperations,
	...directOperations,
};
